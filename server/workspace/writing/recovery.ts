/**
 * What a process that was ended in the middle left beside a file. Our own half-written file is removed where
 * it can't be used any more; what may be the user's is never removed unless it is exactly what was to be replaced.
 */
import { readdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../fsErrors';
import { toDiskError } from '../diskErrors';
import { md5OfFile } from '../digest';
import { compareStates, lookAt, stateOf, type FileState } from '../fileState';
import { nameKey, toFreeName } from '../safeName';
import type { Writers } from './writers';

export type LeftBehind = {
  /** Absolute. */
  readonly folder: string;
  /** Names in it: of the temporary file, of the second name of what was replaced, of the file itself. */
  readonly temporaryName: string;
  readonly oldName: string;
  readonly targetName: string;
  /** What was to be replaced, as the journal has it; null where nothing was, or where that is not known. */
  readonly expected: FileState | null;
  /** Its MD5 in hex, where known. */
  readonly expectedMd5: string | null;
  /** Relative to the workspace, for sentences. */
  readonly shownPath: string;
};

export type Recovered = {
  /** True if the temporary file can be gone on with. */
  readonly canResume: boolean;
  /** `removed`: the replacement was complete, or had not begun; `putBack`: the file has its name again. */
  readonly old: 'none' | 'removed' | 'putBack' | 'keptVisibly';
  /** The name that the user's file has since, if it could not have its own. */
  readonly keptAs: string | null;
};

/** For an item that may have been interrupted at any step. Rejects, as a DriveError, where the disk refuses. */
export async function recoverLeftovers(left: LeftBehind, shared: Writers): Promise<Recovered> {
  try {
    const canResume = await tidyTemporary(path.join(left.folder, left.temporaryName));
    return { canResume, ...(await recoverOld(left, shared)) };
  } catch (error) {
    throw toDiskError(error, left.shownPath);
  }
}

/** A second name of a file is removed, never written to: the file is finished, and may be in use. */
async function tidyTemporary(temporary: string): Promise<boolean> {
  const found = await lookAt(temporary);
  if (found === null) {
    return false;
  }
  if (found.isFile() && found.nlink === 1n) {
    return true;
  }
  await unlink(temporary);
  return false;
}

/** The half of it that is about the user's file. */
export async function recoverOld(
  left: Omit<LeftBehind, 'temporaryName'>,
  shared: Writers
): Promise<Omit<Recovered, 'canResume'>> {
  const old = path.join(left.folder, left.oldName);
  const target = path.join(left.folder, left.targetName);
  const found = await lookAt(old);
  if (found === null) {
    return { old: 'none', keptAs: null };
  }
  const standing = await lookAt(target);
  const isSecondName =
    standing !== null &&
    found.nlink > 1n &&
    found.ino === standing.ino &&
    found.dev === standing.dev;
  if (isSecondName || (standing !== null && (await wasToBeReplaced(old, stateOf(found), left)))) {
    await unlink(old);
    return { old: 'removed', keptAs: null };
  }
  if (standing === null && (await nameIfFree(old, target, shared))) {
    return { old: 'putBack', keptAs: null };
  }
  return { old: 'keptVisibly', keptAs: await keepVisibly(left, shared) };
}

/** Linking and renaming changed its ctime, so that its content has to tell, where that is known. */
async function wasToBeReplaced(
  old: string,
  found: FileState,
  { expected, expectedMd5 }: Pick<LeftBehind, 'expected' | 'expectedMd5'>
): Promise<boolean> {
  if (expected === null || compareStates(found, expected) === 'different') {
    return false;
  }
  return expectedMd5 === null || (await md5OfFile(old)) === expectedMd5;
}

/** Gives the user's file a name that is free and seen; resolves with it. */
export async function keepVisibly(
  { folder, oldName, targetName }: Pick<LeftBehind, 'folder' | 'oldName' | 'targetName'>,
  shared: Writers
): Promise<string> {
  const taken = new Set((await readdir(folder)).map(nameKey));
  for (;;) {
    const name = toFreeName(targetName, candidate => taken.has(nameKey(candidate)));
    if (await nameIfFree(path.join(folder, oldName), path.join(folder, name), shared)) {
      return name;
    }
    taken.add(nameKey(name));
  }
}

async function nameIfFree(from: string, to: string, shared: Writers): Promise<boolean> {
  const naming = { temporary: from, target: to, old: from, expected: null, size: null };
  return (await shared.blockWriters.giveName(naming)).kind === 'named';
}

/**
 * Removes the temporary files of these names, at the end of a transfer: of its finished items too, which
 * were perhaps ended before they could do so. Resolves with those that stay; never rejects.
 */
export async function sweepLeftovers(
  folder: string,
  temporaryNames: readonly string[]
): Promise<readonly string[]> {
  if (temporaryNames.length === 0) {
    return [];
  }
  const there = await readdir(folder).then(
    names => new Set(names),
    () => null
  );
  const staying: string[] = [];
  for (const name of temporaryNames.filter(one => there?.has(one) ?? true)) {
    await unlink(path.join(folder, name)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') {
        staying.push(name);
      }
    });
  }
  return staying;
}
