/** What people paste as root folder: an id, or any link that Drive shows. Pure. */
import { DriveError } from '../../protocol';

export type FolderAddress = { readonly id: string; readonly resourceKey: string | null };

const ID = /^[A-Za-z0-9_-]{10,}$/;
const HOSTS = new Set(['drive.google.com', 'docs.google.com']);

/** null for ''; throws rootFolderInvalid for anything else that holds no id. */
export function parseFolderAddress(pasted: string): FolderAddress | null {
  const text = pasted.trim();
  if (text === '') {
    return null;
  }
  if (ID.test(text) || text === 'root') {
    return { id: text, resourceKey: null };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const id = url !== null && HOSTS.has(url.hostname) ? idOf(url) : null;
  if (url === null || id === null) {
    throw new DriveError(
      'rootFolderInvalid',
      'The root folder is neither the id of a Drive folder nor a link to one. Open the folder in Google Drive and copy its address from there.'
    );
  }
  return { id, resourceKey: url.searchParams.get('resourcekey') };
}

function idOf(url: URL): string | null {
  const fromPath = /\/(?:folders|d)\/([A-Za-z0-9_-]{10,})/.exec(url.pathname)?.[1];
  const id = fromPath ?? url.searchParams.get('id') ?? '';
  return ID.test(id) ? id : null;
}
