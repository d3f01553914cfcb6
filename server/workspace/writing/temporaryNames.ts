/** How the files are called that bytes wait in beside their target. Pure. */

/** Of the file of that number in a transfer, whose id is in hex. */
export function temporaryName(transferId: string, entry: number): string {
  return `.~${transferId}-${entry}.gdrive`;
}

const FORM = /^\.~([0-9a-f]+)-(\d+)\.gdrive$/;

export type Temporary = { readonly transferId: string; readonly entry: number };

/** null for every name that `temporaryName` does not give. */
export function temporaryOf(name: string): Temporary | null {
  const [, transferId, entry] = FORM.exec(name) ?? [];
  return transferId === undefined ? null : { transferId, entry: Number(entry) };
}

/** The second name of a file while it is replaced by what the temporary file holds. */
export function oldName(transferId: string, entry: number): string {
  return oldNameFor(temporaryName(transferId, entry));
}

export function oldNameFor(temporary: string): string {
  return temporary.replace(/\.gdrive$/, '.old');
}
