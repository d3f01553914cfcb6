/** The folder that a place is restricted to, as Drive has it. */
import { DriveError, hasCode } from '../../protocol';
import type { Linked } from '../browse/links';
import type { DriveFile, IDrive } from '../drive/drive';
import type { Caller } from '../google/caller';

/** Throws rootFolderNotFound for what the account can't see, and for what is not a folder. */
export async function openRootFolder(
  { id, resourceKey }: Linked,
  drive: IDrive,
  caller: Caller
): Promise<DriveFile> {
  const folder = await drive.get(id, caller, resourceKey).catch((error: unknown) => {
    throw hasCode(error, 'notFound') ? wrongRoot(id, error) : error;
  });
  if (folder.kind !== 'folder' || folder.trashed) {
    throw wrongRoot(id, null);
  }
  return folder;
}

function wrongRoot(id: string, cause: unknown): DriveError {
  return new DriveError(
    'rootFolderNotFound',
    `The root folder “${id}” is not a folder that this account can see. Share it with the account, or choose another in the settings.`,
    { details: { id }, cause }
  );
}
