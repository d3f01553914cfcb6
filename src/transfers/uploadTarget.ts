/** Whether something may be uploaded to a folder of Drive, and if not, why. Pure. */
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { DriveItem } from '../../protocol/items';
import type { ReadOnlyReason, Status } from '../../protocol/status';
import type { UploadFolder } from '../tokens';

export type UploadRefusal =
  'notConnected' | ReadOnlyReason | 'noFolder' | 'denied' | 'serviceAccount';

/** What is to be uploaded, and what the folder holds as far as the panel shows it. */
export type UploadSource = {
  readonly paths: readonly string[];
  readonly rows: readonly DriveItem[];
};

export type UploadCheck =
  | { readonly folder: UploadFolder; readonly refusal: null }
  | { readonly folder: null; readonly refusal: UploadRefusal };

/** Drive's own name for the top of My Drive. */
const MY_DRIVE_ID = 'root';
const SHARED_DRIVE = /^Shared drives\/[^/]+$/;

export function checkUpload(
  item: DriveItem | null,
  status: Status | null,
  source: UploadSource
): UploadCheck {
  const refusal = refuse(item, status, source);
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
      return trans.__('Uploading is switched off. Switch it on in the settings of Google Drive.');
    case 'administrator':
      return trans.__(
        'Uploading is switched off on this server: only its administrator can switch it on.'
      );
    case 'noFolder':
      return trans.__('This is not a folder of Drive. Open one in the Google Drive section first.');
    case 'denied':
      return trans.__('Your account may not add anything to this folder. Choose another one.');
    case 'serviceAccount':
      return trans.__(
        'A service account has no storage of its own: here it can only replace files of others. Choose a folder of a shared drive.'
      );
  }
}

/** The same in two or three words, for the label of a menu entry. */
export function refusalHint(refusal: UploadRefusal, trans: TranslationBundle): string {
  switch (refusal) {
    case 'notConnected':
      return trans.__('not connected');
    case 'notEnabled':
    case 'administrator':
      return trans.__('switched off');
    case 'noFolder':
      return trans.__('no folder is open there');
    case 'denied':
      return trans.__('read-only folder');
    case 'serviceAccount':
      return trans.__('shared drives only');
  }
}

function refuse(
  item: DriveItem | null,
  status: Status | null,
  source: UploadSource
): UploadRefusal | null {
  if (status === null || status.state !== 'ready') {
    return 'notConnected';
  }
  if (!status.canUpload) {
    return status.readOnlyReason ?? 'administrator';
  }
  if (item === null || (item.kind === 'view' && item.path !== 'My Drive') || isFile(item)) {
    return 'noFolder';
  }
  if (status.account?.kind === 'serviceAccount' && lacksStorage(item, source)) {
    return 'serviceAccount';
  }
  // A shared drive is listed without what may be done in it; its answer comes with the upload.
  const mayAdd =
    item.kind !== 'folder' || item.capabilities.addChildren || SHARED_DRIVE.test(item.path);
  return mayAdd ? null : 'denied';
}

/**
 * Outside of shared drives a service account can create no file, but may replace one that another person
 * owns (docs/reference/drive.md, "Uploads"). Only names tell whether that is meant: each
 * must be among the rows shown.
 * Where a shortcut leads is known when it is followed; then the proxy says the same.
 */
function lacksStorage({ inSharedDrive, kind }: DriveItem, { paths, rows }: UploadSource): boolean {
  const replaces = (path: string): boolean =>
    rows.some(row => isReplaceable(row) && row.title === PathExt.basename(path));
  return (
    !inSharedDrive &&
    kind !== 'shortcut' &&
    !(paths.length > 0 && paths.every(path => replaces(path)))
  );
}

function isReplaceable({ kind, capabilities, ownedByMe }: DriveItem): boolean {
  return kind === 'file' && capabilities.edit && !ownedByMe;
}

function isFile({ kind, target }: DriveItem): boolean {
  return (
    kind === 'file' || kind === 'document' || (kind === 'shortcut' && target?.kind !== 'folder')
  );
}

function toFolder({ id, kind, path, target }: DriveItem): UploadFolder {
  return { id: kind === 'view' ? MY_DRIVE_ID : (target?.id ?? id), path };
}
