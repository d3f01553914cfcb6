/** Many small files in the emulator. */
import type { AddedItem } from '../emulator/client';
import type { Google } from './stage';

export const SMALL_BYTES = 20_000;
const AT_ONCE = 25;

/** `count` files of 20 kB in a new folder of that name; in the order of their numbers. */
export async function addCrowd(
  google: Google,
  folderName: string,
  count: number
): Promise<readonly AddedItem[]> {
  const folder = await google.addFolder(folderName);
  return inGroups(count, n =>
    google.addFile({ name: nameOf(n), parents: [folder.id], size: SMALL_BYTES, contentSeed: n })
  );
}

/** `folders` folders of `files` small files each, below one folder of that name. */
export async function addTree(
  google: Google,
  name: string,
  folders: number,
  files: number
): Promise<void> {
  const root = await google.addFolder(name);
  const below = await inGroups(folders, n =>
    google.addFolder(`folder-${String(n).padStart(4, '0')}`, { parents: [root.id] })
  );
  await inGroups(folders * files, n => {
    const parent = below[Math.floor(n / files)]?.id ?? root.id;
    return google.addFile({
      name: nameOf(n),
      parents: [parent],
      size: SMALL_BYTES,
      contentSeed: n
    });
  });
}

export function nameOf(n: number): string {
  return `file-${String(n).padStart(6, '0')}.bin`;
}

async function inGroups<T>(count: number, add: (n: number) => Promise<T>): Promise<readonly T[]> {
  const added: T[] = [];
  for (let at = 0; at < count; at += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - at);
    added.push(...(await Promise.all(Array.from({ length }, (_, n) => add(at + n)))));
  }
  return added;
}
