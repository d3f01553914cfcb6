/** What people give as root folder. Pure. */
import { DriveError } from '../../protocol';
import { parseLink, type Linked } from './links';

/** null for ''; throws rootFolderInvalid for anything else that holds no id. */
export function parseRootFolder(pasted: string): Linked | null {
  if (pasted.trim() === '') {
    return null;
  }
  const folder = parseLink(pasted);
  if (folder === null) {
    throw new DriveError(
      'rootFolderInvalid',
      'The root folder is neither the id of a Drive folder nor a link to one. Open the folder in Google Drive and copy its address from there.'
    );
  }
  return folder;
}
