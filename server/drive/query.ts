/** Drive's search language (docs/reference/drive.md, "Listing and search"). Pure. */

/** A string literal: only `\` and `'` are escaped, nothing else. */
export function literal(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

export function childrenOf(folderId: string): string {
  return `${literal(folderId)} in parents and trashed = false`;
}

/** Children of several folders in one request; the answer must be sorted out by `parents`. */
export function childrenOfAny(folderIds: readonly string[]): string {
  return `(${folderIds.map(id => `${literal(id)} in parents`).join(' or ')}) and trashed = false`;
}

/** `contains` matches beginnings of words, by a rule of Drive's own: it narrows down, we compare. */
export function nameContains(text: string): string {
  return `name contains ${literal(text)}`;
}

export function nameIs(name: string): string {
  return `name = ${literal(name)}`;
}
