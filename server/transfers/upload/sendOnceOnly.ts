/** Of two uploads to one place that nobody heard the end of, Drive gets one file. */
import type { DriveFile } from '../../drive/drive';
import type { UploadItem } from '../item';
import type { JobParts } from '../job';
import { doubtOf } from './doubts';
import { changeItem } from './ownFile';
import { sendFile } from './sendFile';

export function sendOnceOnly(item: UploadItem, parts: JobParts): Promise<DriveFile> {
  const { targets } = parts;
  const before = targets.inDoubt('file', item);
  if (before !== null && isUntouched(item)) {
    const { id, md5: sentMd5 } = before;
    changeItem(item, { id, sentMd5 }, parts);
  }
  return targets.orInDoubt(
    item,
    () => doubtOf(item),
    () => sendFile(item, parts)
  );
}

/** A new file of which nothing was sent yet. */
function isUntouched({ replace, sentMd5, session, madeRevision }: UploadItem): boolean {
  return !replace && [sentMd5, session, madeRevision].every(sign => sign === null);
}
