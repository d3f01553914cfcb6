/** Where a file is written, and how the disk's refusals there are told. */
import { DriveError } from '../../../protocol';
import { codeOf } from '../../fsErrors';
import { toDiskError } from '../diskErrors';
import { lookAt } from '../fileState';
import { assertSameFolder, type FolderIdentity } from '../folderIdentity';

export type Place = {
  /** Absolute, and must exist. */
  readonly folder: string;
  /** Of the temporary file in it. */
  readonly temporaryName: string;
  /** Relative to the workspace, for sentences. */
  readonly shownPath: string;
  /** What is in the temporary file already is hashed and kept. */
  readonly resume: boolean;
  /** The folder that was meant, where that was noted: none that was put in its place is written to. */
  readonly identity?: FolderIdentity;
};

/** Rejects if another folder stands there than was meant. */
export function assertPlace(place: Place): Promise<void> {
  const { folder, identity, shownPath } = place;
  return identity === undefined
    ? Promise.resolve()
    : inWords(assertSameFolder(folder, identity, shownPath), place);
}

/** Rejects with the sentence of what the disk refused. */
export async function inWords<T>(work: Promise<T>, place: Place): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw await toError(error, place);
  }
}

/** ENOENT may be said of the folder, and of what was begun in it. */
async function toError(error: unknown, { folder, shownPath }: Place): Promise<Error> {
  const isMissing = codeOf(error) === 'ENOENT';
  const isFolderThere = isMissing && (await lookAt(folder).catch(() => null)) !== null;
  return isFolderThere ? takenAway(shownPath, error) : toDiskError(error, shownPath);
}

function takenAway(shownPath: string, cause: unknown): DriveError {
  return new DriveError(
    'workspaceMissing',
    `The unfinished copy of “${shownPath}” was removed by somebody before it was whole. Copy it again.`,
    { details: { path: shownPath, reason: 'ENOENT' }, cause }
  );
}
