/** The last step of a file: its name, in the place of what was decided about and of nothing else. */
import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import { DriveError } from '../../../protocol';
import { codeOf } from '../../fsErrors';
import { changedMeanwhile } from '../changedMeanwhile';
import { lookAt, modifiedMsOf, stateOf, unchanged, type FileState } from '../fileState';
import type { NamingOrder } from './naming';
import { keepVisibly, recoverOld } from './recovery';
import { oldNameFor } from './temporaryNames';
import type { Finish, Named } from './threadProgram';
import type { Writers } from './writers';

export type Naming = {
  /** What may be replaced, as it was when that was decided; null where nothing may stand. */
  readonly expected: FileState | null;
  /** Its MD5 in hex, where known: it decides where only ctime tells of a change. */
  readonly expectedMd5: string | null;
  /** The time that the file gets, as far as the file system lets it. */
  readonly modified: Date | null;
  /** Called before what is replaced gets its second name, which stays if the process ends there. */
  readonly onOld?: () => Promise<void>;
};

/** By lstat, after it got its name. */
export type Finished = {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly mtimeMs: number;
  readonly state: FileState;
};

export type Unfinished = {
  /** Absolute. */
  readonly temporary: string;
  readonly target: string;
  /** Bytes that it must have. */
  readonly size: number;
  /** Relative to the workspace, for sentences. */
  readonly shownPath: string;
  /** Brings all to the disk, and gives it its name. */
  readonly name: (finish: Finish, order: NamingOrder) => Promise<Named>;
};

/** Rejects with the disk's own errors, with `isChangedMeanwhile`, or with `diskFailed`. */
export async function finishFile(
  file: Unfinished,
  naming: Naming,
  shared: Writers
): Promise<Finished> {
  const replaced = await lookAtReplaced(file, naming);
  if (replaced !== null) {
    await naming.onOld?.();
  }
  const { outcome, old } = await nameIt(file, naming, replaced, shared);
  const { kind, before, after } = outcome;
  shared.tell(outcome, file.shownPath);
  if (kind === 'changed' || kind === 'changedLate') {
    const keptAs = kind === 'changed' ? null : await keepVisibly(old, shared);
    throw changedMeanwhile(file.shownPath, keptAs);
  }
  if (kind === 'notWhole' || (after !== null && after.size !== file.size)) {
    throw notWhole(file, kind === 'notWhole' ? before : after);
  }
  await shared.folders
    .sync(path.dirname(file.target))
    .catch((error: unknown) => shared.refused('folder', codeOf(error), file.shownPath));
  const state = after !== null && isOurs(before, after) ? after : before;
  return { size: state.size, mtimeMs: modifiedMsOf(state), state };
}

/** null where nothing stands, or nothing any more: then nothing can be lost. */
async function lookAtReplaced(
  { target, shownPath }: Unfinished,
  { expected, expectedMd5 }: Naming
): Promise<BigIntStats | null> {
  if (expected === null) {
    return null;
  }
  const found = await unchanged(target, expected, expectedMd5);
  if (found === null && (await lookAt(target)) !== null) {
    throw changedMeanwhile(shownPath, null);
  }
  return found;
}

type Old = Parameters<typeof recoverOld>[0];

async function nameIt(
  { temporary, target, size, shownPath, name }: Unfinished,
  { expected, expectedMd5, modified }: Naming,
  replaced: BigIntStats | null,
  shared: Writers
): Promise<{ outcome: Named; old: Old }> {
  const order: NamingOrder = {
    ...{ temporary, target, size },
    old: oldNameFor(temporary),
    expected: replaced === null ? null : stateOf(replaced)
  };
  const finish = {
    modified: modified === null ? null : modified.getTime() / 1_000,
    mode: replaced?.isFile() === true ? Number(replaced.mode) & 0o777 : shared.newFileMode
  };
  const old = {
    ...{ folder: path.dirname(target), oldName: path.basename(order.old), expected, expectedMd5 },
    ...{ targetName: path.basename(target), shownPath }
  };
  try {
    return { outcome: await name(finish, order), old };
  } catch (error) {
    if (replaced === null) {
      throw error;
    }
    // Whatever has the second name now, the user's file gets its own one back.
    const recovered = await recoverOld(old, shared).catch(() => null);
    if (codeOf(error) !== 'EEXIST' || recovered === null || recovered.old === 'none') {
      throw error;
    }
    return { outcome: await name(finish, order), old };
  }
}

/** Mounts without inodes of their own give it another one with the name; some round its time. */
const ROUNDED_NS = 2_000_000_000n;

/** Whether what stands there is what was named, and not what somebody put there a moment later. */
function isOurs(before: FileState, after: FileState): boolean {
  const apart = BigInt(after.mtimeNs) - BigInt(before.mtimeNs);
  return before.size === after.size && apart < ROUNDED_NS && -apart < ROUNDED_NS;
}

function notWhole({ shownPath, size }: Unfinished, found: FileState | null): DriveError {
  return new DriveError(
    'diskFailed',
    `The disk of the workspace holds ${found?.size ?? 0} of the ${size} bytes that were written to “${shownPath}”. Look at the file, and copy it again, to another folder if this stays so.`,
    { details: { path: shownPath, reason: 'size' } }
  );
}
