/** Temporary files that earlier copies left in the workspace: looked at, and removed when they are forgotten. */
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Workspace } from './workspace';

/** As temporaryName gives them (writing/temporaryFile.ts). */
const NAME = /^\.~([0-9a-f]+)-(\d+)\.gdrive$/;
/**
 * A part that nothing touched for so long is used by no living transfer. One that is continued even later
 * fetches it anew, so that nothing is lost.
 */
const FORGOTTEN_MS = 30 * 24 * 60 * 60_000;

export type Leftover = { readonly transferId: string; readonly n: number; readonly name: string };

/** In one folder; none where it can't be read. */
async function leftoversIn(folder: string): Promise<readonly Leftover[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap(name => {
    const [, transferId = '', n = ''] = NAME.exec(name) ?? [];
    return transferId === '' ? [] : [{ transferId, n: Number(n), name }];
  });
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
    for (const { n, name, ...left } of await leftoversIn(absolute)) {
      const found = await lstat(path.join(absolute, name)).catch(() => null);
      if (left.transferId === transferId && found?.isFile() === true) {
        kept.set(n, found.size);
      }
    }
  }
  return kept;
}

/** Removes parts that were forgotten in these folders, of whatever transfer. What can't be removed stays. */
export async function sweepForgotten(
  folders: Iterable<string>,
  workspace: Workspace,
  now: number
): Promise<void> {
  for (const folder of folders) {
    const absolute = workspace.resolve(folder);
    for (const { name } of await leftoversIn(absolute)) {
      const file = path.join(absolute, name);
      if (await isForgotten(file, now)) {
        await rm(file, { force: true }).catch(() => undefined); // the next copy tries again
      }
    }
  }
}

/** By its last change of any kind: its time is Drive's shortly before it gets its name. */
async function isForgotten(file: string, now: number): Promise<boolean> {
  const found = await lstat(file).catch(() => null);
  return found?.isFile() === true && now - found.ctimeMs > FORGOTTEN_MS;
}
