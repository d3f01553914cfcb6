/** The folder of Drive that an upload goes into, as it is when the upload begins or goes on. */
import { DriveError } from '../../../protocol';
import type { Browser } from '../../browse/browser';
import type { DriveFile } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { targetInTrash } from './failures';

/** Throws where nothing can be put into it. */
export async function findTarget(id: string, browser: Browser, caller: Caller): Promise<DriveFile> {
  const target = await browser.target(await browser.file(id, caller), caller);
  assertWritable(target);
  return target;
}

function assertWritable(folder: DriveFile): void {
  if (folder.kind !== 'folder') {
    throw new DriveError(
      'badRequest',
      `“${folder.name}” is not a folder of Drive. Choose a folder.`
    );
  }
  if (folder.trashed) {
    throw targetInTrash(folder.name);
  }
  if (!folder.capabilities.addChildren) {
    throw new DriveError(
      'accessDenied',
      `This account may not add anything to “${folder.name}”. Ask its owner for the right to edit, or choose another folder.`,
      { details: { name: folder.name } }
    );
  }
}
