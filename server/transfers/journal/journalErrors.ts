/** What the disk of Jupyter's data folder refuses → DriveError: the one place. */
import { DriveError } from '../../../protocol';
import { codeOf } from '../../fsErrors';

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/** `path` is of the journal, outside of the workspace. */
export function toJournalError(error: unknown, path: string): Error {
  if (error instanceof DriveError) {
    return error;
  }
  const reason = codeOf(error);
  const options = { details: { path, reason, what: 'journal' }, cause: error };
  return FULL.has(reason)
    ? new DriveError(
        'storageFull',
        `The disk of Jupyter’s data folder is full, so the transfer can’t be noted in “${path}”. Free some space there, then try again.`,
        options
      )
    : new DriveError(
        'workspaceDenied',
        `Jupyter’s data folder can’t be written (${reason}), so the transfer can’t be noted in “${path}”. See to that folder and its disk, then try again.`,
        options
      );
}
