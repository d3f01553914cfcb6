/** Why nothing can be dropped somewhere on the panel, or from there on the workspace. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { DriveItem } from '../../protocol/items';
import type { Status } from '../../protocol/status';
import { refusalText, type UploadRefusal } from './uploadTarget';

/**
 * `moving`: rows of Drive over another folder of Drive. `desktop`: files of the person's computer.
 * `unknown`: a folder that only its crumb stands for. `otherDrive`: neither workspace nor Drive.
 */
export type DropRefusal = UploadRefusal | 'moving' | 'desktop' | 'unknown' | 'otherDrive';

/** The reason, as a sentence with what to do. */
export function dropRefusalText(refusal: DropRefusal, trans: TranslationBundle): string {
  switch (refusal) {
    case 'moving':
      return trans.__('Nothing can be moved within Google Drive here.');
    case 'desktop':
      return trans.__(
        'Drop it onto the workspace first; from there it can be dragged into Google Drive.'
      );
    case 'unknown':
      return trans.__('Open this folder first, then drop it there.');
    case 'otherDrive':
      return trans.__('Only files of the workspace can be dragged into Google Drive.');
    default:
      return refusalText(refusal, trans);
  }
}

/** Why rows of Drive can't be copied into the workspace; '' if they can. */
export function copyRefusal(
  items: readonly DriveItem[],
  status: Status | null,
  trans: TranslationBundle
): string {
  if (status?.workspaceOnDisk === false) {
    return trans.__('This workspace is not on disk: nothing can be copied.');
  }
  return items.length > 0 && items.every(({ kind }) => kind !== 'view')
    ? ''
    : trans.__('This is no folder of Drive. Open it and choose what to copy.');
}
