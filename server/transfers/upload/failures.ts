/** What an upload says where it can’t do what was asked. */
import { DriveError } from '../../../protocol';
import { CHANGED_MEANWHILE } from '../../workspace/changedMeanwhile';
import type { UploadItem } from '../item';

/** Said before a byte is sent; Google says it with `storageQuotaExceeded` (docs/reference/drive.md, "Uploads"). */
export function noStorage(name: string): DriveError {
  return new DriveError(
    'noStorage',
    `“${name}” can’t be created here: a service account has no storage of its own in Drive, and can only replace files of other people. Upload into a shared drive instead.`,
    { details: { name } }
  );
}

/** Something else is there than what was decided about; it was not touched. */
export function changedInDrive({ title }: UploadItem): DriveError {
  return new DriveError(
    'conflict',
    `“${title}” was changed in Drive meanwhile, so it was not replaced. Upload again, and choose what to do with it.`,
    { details: { name: title, reason: CHANGED_MEANWHILE } }
  );
}

export function keepsChanging({ path }: UploadItem, rounds: number): DriveError {
  return new DriveError(
    'keepsChanging',
    `“${path}” keeps changing: it was written to each of the ${rounds} times it was sent, and nothing of it was kept in Drive. Wait until the program that writes it is done, or upload a copy of it.`,
    { details: { path } }
  );
}

/** Drive says that it holds other bytes than were sent to it. */
export function notAsSent({ path, replace }: UploadItem): DriveError {
  const left = replace
    ? ' What was there before is in its version history in Drive.'
    : ' Nothing of it was kept.';
  return new DriveError(
    'corrupt',
    `What Drive has of “${path}” is again and again not what was sent.${left} Try again.`,
    { details: { path } }
  );
}

export function inTrash(name: string): DriveError {
  return new DriveError(
    'conflict',
    `“${name}” was put into the trash in Drive meanwhile. Restore it there, or upload again.`,
    { details: { name } }
  );
}

export function targetInTrash(name: string): DriveError {
  return new DriveError(
    'conflict',
    `“${name}” is in the trash in Drive, and what is put into it would be there too. Restore it, then try again, or choose another folder.`,
    { details: { name } }
  );
}
