/** What the user has in the workspace at this moment. */
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

export type Found = { readonly path: string; readonly kind: 'file' | 'folder' | 'link' };

/** Everything below a folder, as workspace paths; files of ours are left out unless asked for. */
export function allBelow(root: string, withOurs = false, prefix = ''): readonly Found[] {
  return namesIn(path.join(root, prefix))
    .filter(name => withOurs || !name.startsWith('.~'))
    .sort()
    .flatMap((name): readonly Found[] => {
      const at = prefix === '' ? name : `${prefix}/${name}`;
      const kind = kindOf(path.join(root, at));
      return kind === null
        ? []
        : [{ path: at, kind }, ...(kind === 'folder' ? allBelow(root, withOurs, at) : [])];
    });
}

export function filesBelow(root: string): readonly string[] {
  return allBelow(root).flatMap(found => (found.kind === 'file' ? [found.path] : []));
}

/** With the root, which is ''. */
export function foldersBelow(root: string): readonly string[] {
  return ['', ...allBelow(root).flatMap(found => (found.kind === 'folder' ? [found.path] : []))];
}

/** Null for nothing. */
export function kindOf(absolute: string): Found['kind'] | null {
  try {
    const found = lstatSync(absolute);
    return found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file';
  } catch {
    return null; // gone meanwhile: the proxy works here too
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
