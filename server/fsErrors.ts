/** What every part that touches the disk needs: the code of a failure, and a folder made durable. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Node's code of a failure (`ENOENT`, `EACCES` …); '' where it has none. */
export function codeOf(error: unknown): string {
  // Not instanceof: errors of Node's own modules may be of another realm.
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : '';
}

/** Makes new and removed names in a folder durable, where the system can sync one. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

/** Times of file systems are not all exact to the millisecond. */
const SAME_TIME_MS = 2;

/** Whether two times of one file, in milliseconds, are the same as far as a file system can tell. */
export function isSameTime(one: number, other: number): boolean {
  return Math.abs(one - other) < SAME_TIME_MS;
}
