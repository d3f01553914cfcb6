import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Lock } from './lock';
import { replay } from './replay';

/** Of the files that are journals. */
export const ENDING = '.jsonl';

/** Whether a folder of journals is about this workspace. */
export async function isAbout(root: string, folder: string, lock: Lock | null): Promise<boolean> {
  const its = await rootOf(folder, lock);
  return its !== null && isSameFolder(its, root);
}

/** One folder may have several names: by a link, a mapped drive, or in capital letters. */
async function isSameFolder(one: string, other: string): Promise<boolean> {
  return one === other || (await identityOf(one)) === (await identityOf(other));
}

/** Equal for no two folders that are there; one that is not there is like no other. */
async function identityOf(folder: string): Promise<string> {
  const found = await stat(folder, { bigint: true }).catch(() => null);
  return found === null || found.ino === 0n ? folder : `${found.dev} ${found.ino}`;
}

/** The workspace that a folder is about; a folder without a lock has it in its journals. */
async function rootOf(folder: string, lock: Lock | null): Promise<string | null> {
  if (lock !== null && lock.root !== '') {
    return lock.root;
  }
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(item => item.endsWith(ENDING))) {
    const replayed = replay(await readFile(path.join(folder, name), 'utf8').catch(() => ''));
    if (replayed !== null && replayed !== 'foreign') {
      return replayed.root;
    }
  }
  return null;
}
