/** Whether a disk takes a long name: known before a file is fetched for it. */
import { constants } from 'node:fs';
import { lstat, open, unlink } from 'node:fs/promises';
import { codeOf } from '../fsErrors';
import { removeOpen } from './writing/whereabouts';

/** Every file system that a workspace was seen on takes as much. */
const SURELY_FITS_BYTES = 100;
const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
const MARK = '.~';

/**
 * Makes an empty file, of a name by `trialOf`, and removes it; rejects with the disk's error. Where one
 * is there, the disk takes the name: another copy tries it too, or was ended in between (see `removeTrial`).
 */
export async function tryName(trial: string): Promise<void> {
  const file = await open(trial, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600).catch(
    unless('EEXIST')
  );
  try {
    await (file && removeOpen(file, trial).catch(unless('ENOENT')));
  } finally {
    await file?.close();
  }
}

/** What a process left that was ended while it tried the name; never a file that holds anything. Never rejects. */
export async function removeTrial(trial: string): Promise<void> {
  const stats = await lstat(trial).catch(() => null);
  if (stats?.isFile() === true && stats.size === 0) {
    await unlink(trial).catch(() => undefined);
  }
}

/** The name that is tried for a name; null for one that surely fits. */
export function trialOf(name: string): string | null {
  if (Buffer.byteLength(name) <= SURELY_FITS_BYTES) {
    return null;
  }
  const rest = Array.from(name).slice(MARK.length).join('');
  const missing = Buffer.byteLength(name) - Buffer.byteLength(rest) - MARK.length;
  return `${MARK}${'x'.repeat(missing)}${rest}`;
}

/** Null instead of that error. */
function unless(code: string): (error: unknown) => null {
  return error => {
    if (codeOf(error) === code) {
      return null;
    }
    throw error;
  };
}
