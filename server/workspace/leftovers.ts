/** Temporary files that earlier copies left in the workspace: looked at, and removed when they are forgotten. */
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Workspace } from './workspace';
import { temporaryOf } from './writing/temporaryNames';

/**
 * A part that nothing touched for so long is used by no living transfer. One that is continued even later
 * fetches it anew, so that nothing is lost. Milliseconds.
 */
const FORGOTTEN_MS = 30 * 24 * 60 * 60_000;

/** Of an absolute folder; none where it can't be read. */
export async function namesIn(folder: string): Promise<ReadonlySet<string>> {
  return new Set(await readdir(folder).catch(() => []));
}

/** Bytes that are kept of a transfer's files, by their numbers. `folders` are workspace paths. */
export async function bytesKept(
  transferId: string,
  folders: Iterable<string>,
  workspace: Workspace
): Promise<ReadonlyMap<number, number>> {
  const kept = new Map<number, number>();
  for (const folder of folders) {
    const absolute = workspace.resolve(folder);
    for (const name of await namesIn(absolute)) {
      const left = temporaryOf(name);
      if (left?.transferId === transferId) {
        const found = await lstat(path.join(absolute, name)).catch(() => null);
        kept.set(left.entry, found?.isFile() === true ? found.size : 0);
      }
    }
  }
  return kept;
}

/**
 * Removes parts that were forgotten, of whatever transfer, among these names of an absolute folder; `now` in
 * milliseconds since 1970. What can't be removed stays.
 */
export async function sweepForgotten(
  folder: string,
  names: Iterable<string>,
  now: number
): Promise<void> {
  for (const name of names) {
    const file = path.join(folder, name);
    if (temporaryOf(name) !== null && (await isForgotten(file, now))) {
      await rm(file, { force: true }).catch(() => undefined); // the next copy tries again
    }
  }
}

/** By its last change of any kind: its time is Drive's shortly before it gets its name. */
async function isForgotten(file: string, now: number): Promise<boolean> {
  const found = await lstat(file).catch(() => null);
  return found?.isFile() === true && now - found.ctimeMs > FORGOTTEN_MS;
}
