/** Whether something may be uploaded to a folder of Drive, and if not, why. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { DriveItem } from '../protocol/items';
import type { Status } from '../protocol/status';

export type UploadFolder = { readonly id: string; readonly path: string };

export type UploadRefusal =
  'notConnected' | 'notEnabled' | 'scope' | 'noFolder' | 'denied' | 'serviceAccount';

export type UploadCheck =
  | { readonly folder: UploadFolder; readonly refusal: null }
  | { readonly folder: null; readonly refusal: UploadRefusal };

/** Drive's own name for the top of My Drive. */
const MY_DRIVE_ID = 'root';
const SHARED_DRIVE = /^Shared drives\/[^/]+$/;

export function checkUpload(item: DriveItem | null, status: Status | null): UploadCheck {
  const refusal = refuse(item, status);
  return refusal === null && item !== null
    ? { folder: toFolder(item), refusal }
    : { folder: null, refusal: refusal ?? 'noFolder' };
}

/** The reason, as a sentence with what to do. */
export function refusalText(refusal: UploadRefusal, trans: TranslationBundle): string {
  switch (refusal) {
    case 'notConnected':
      return trans.__('Google Drive is not connected. Open its section first.');
    case 'notEnabled':
      return trans.__(
        'Uploading is switched off. Switch it on in the settings, or ask the administrator to.'
      );
    case 'scope':
      return trans.__('The credentials may only read. Uploading needs others.');
    case 'noFolder':
      return trans.__('This is no folder of Drive. Open one in the Google Drive section first.');
    case 'denied':
      return trans.__('Your account may not add anything to this folder. Choose another one.');
    case 'serviceAccount':
      return trans.__('A service account can own no files. Choose a folder of a shared drive.');
  }
}

function refuse(item: DriveItem | null, status: Status | null): UploadRefusal | null {
  if (status === null || status.state !== 'ready') {
    return 'notConnected';
  }
  if (!status.canUpload) {
    return status.readOnlyReason ?? 'notEnabled';
  }
  if (item === null || (item.kind === 'view' && item.path !== 'My Drive') || isFile(item)) {
    return 'noFolder';
  }
  const isShared = item.path.startsWith('Shared drives/') || status.rootFolder !== null;
  if (status.account?.kind === 'serviceAccount' && !isShared) {
    return 'serviceAccount';
  }
  // A shared drive is listed without what may be done in it; its answer comes with the upload.
  const mayAdd =
    item.kind !== 'folder' || item.capabilities.addChildren || SHARED_DRIVE.test(item.path);
  return mayAdd ? null : 'denied';
}

function isFile({ kind, target }: DriveItem): boolean {
  return (
    kind === 'file' || kind === 'document' || (kind === 'shortcut' && target?.kind !== 'folder')
  );
}

function toFolder({ id, kind, path, target }: DriveItem): UploadFolder {
  return { id: kind === 'view' ? MY_DRIVE_ID : (target?.id ?? id), path };
}
