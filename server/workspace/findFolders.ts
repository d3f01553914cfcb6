/** Where folders are by now that were renamed or moved within the workspace: each is known by its identity. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { identityKey, identityOf, type FolderIdentity } from './folderIdentity';

/** Looked through at most; a workspace may hold millions. */
const MOST_FOLDERS = 10_000;
/** Some disks number nothing: their folders are all alike. */
const NO_NUMBER = '0';

/**
 * Resolves with absolute paths, for those that are found: the nearest to the root first looked at, links not
 * followed, what can't be read passed over.
 */
export async function findFolders(
  root: string,
  wanted: readonly FolderIdentity[]
): Promise<ReadonlyMap<FolderIdentity, string>> {
  const missing = new Map(
    wanted.filter(({ inode }) => inode !== NO_NUMBER).map(each => [identityKey(each), each])
  );
  const found = new Map<FolderIdentity, string>();
  const folders = [root];
  for (const [looked, folder] of folders.entries()) {
    if (looked === MOST_FOLDERS || missing.size === 0) {
      break;
    }
    const stats = await stat(folder, { bigint: true }).catch(() => null);
    const key = stats === null ? '' : identityKey(identityOf(stats));
    const identity = missing.get(key);
    if (identity !== undefined) {
      found.set(identity, folder);
      missing.delete(key);
    }
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    entries
      .filter(entry => entry.isDirectory())
      .forEach(({ name }) => folders.push(path.join(folder, name)));
  }
  return found;
}
