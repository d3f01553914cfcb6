/** What every part that touches the disk needs: the code of a failure, and a folder made durable. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { constants as systemConstants } from 'node:os';

/** Node has a code for most failures of a system, and a number for all: a full quota has the number only. */
const CODES_BY_NUMBER: ReadonlyMap<number, string> = new Map(
  Object.entries(systemConstants.errno).map(([code, number]) => [number, code])
);

/** Node's code of a failure (`ENOENT`, `EACCES` …), by its number where it has no other; '' for none. */
export function codeOf(error: unknown): string {
  // Not instanceof: errors of Node's own modules may be of another realm.
  if (typeof error !== 'object' || error === null) {
    return '';
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const errno = 'errno' in error && typeof error.errno === 'number' ? Math.abs(error.errno) : 0;
  return /^E[A-Z0-9_]+$/.test(code) ? code : (CODES_BY_NUMBER.get(errno) ?? code);
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
