/** Where an open file of ours is by now: its folder may be renamed at any time. */
import { lstat, readlink, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../fsErrors';

/** The absolute path, if that is another one and the system can tell; else null. Never rejects. */
export async function whereabouts(handle: FileHandle, opened: string): Promise<string | null> {
  try {
    const now = await readlink(`/proc/self/fd/${handle.fd}`);
    const [found, own] = await Promise.all([lstat(now), handle.stat()]);
    const isIt = found.ino === own.ino && found.dev === own.dev;
    return isIt && path.basename(now) === path.basename(opened) ? now : null;
  } catch {
    return null;
  }
}

/** Removes a file of ours that is open, also where its folder was renamed meanwhile. */
export async function removeOpen(handle: FileHandle, opened: string): Promise<void> {
  try {
    await unlink(opened);
  } catch (error) {
    const moved = codeOf(error) === 'ENOENT' ? await whereabouts(handle, opened) : null;
    if (moved === null) {
      throw error;
    }
    await unlink(moved);
  }
}
