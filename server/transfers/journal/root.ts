import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lock } from './lock';
import { replay } from './replay';

/** Of the files that are journals. */
export const ENDING = '.jsonl';

/** The workspace that a folder is about; a folder without a lock has it in its journals. */
export async function rootOf(folder: string, lock: Lock | null): Promise<string | null> {
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
