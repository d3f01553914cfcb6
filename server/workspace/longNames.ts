/** Whether a disk takes a long name: known before a file is fetched for it. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { removeOpen } from './writing/whereabouts';

/** Every file system that a workspace was seen on takes as much. */
export const SURELY_FITS_BYTES = 100;
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
const MARK = '.~';

/** Makes an empty file with a name of ours that is as long, and removes it; rejects with the disk's error. */
export async function tryName(folder: string, name: string): Promise<void> {
  const rest = Array.from(name).slice(MARK.length).join('');
  const missing = Buffer.byteLength(name) - Buffer.byteLength(rest) - MARK.length;
  const tried = path.join(folder, `${MARK}${'x'.repeat(missing)}${rest}`);
  const file = await open(tried, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    await removeOpen(file, tried);
  } finally {
    await file.close();
  }
}
