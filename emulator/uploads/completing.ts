import type { SceneParts } from '../calls/fileReply';
import { lookUp } from '../calls/lookup';
import type { UploadFolder } from '../contents/stored';
import type { Item } from '../drive/items';
import type { Call } from '../http/routes';
import type { Quota } from '../traffic/quota';
import { updateItem } from '../writes/changing';
import type { WriteParts } from '../writes/creating';
import { createItem } from '../writes/creating';
import type { Metadata } from '../writes/metadata';
import type { Upload } from '../writes/upload';

/** What an upload of any kind needs. */
export type UploadParts = WriteParts &
  SceneParts & {
    readonly quota: Quota;
    readonly uploadFolder: UploadFolder;
  };

/** Makes the file of a finished upload, or its new revision. */
export function complete(
  google: UploadParts,
  call: Call,
  fileId: string | undefined,
  metadata: Metadata,
  upload: Upload
): Item {
  const refused = google.quota.chargeBytes(call.viewer.email, upload.content.size);
  if (refused !== undefined) {
    throw refused;
  }
  if (fileId === undefined) {
    return createItem(google, call, metadata, upload);
  }
  const item = lookUp(google, call, fileId);
  updateItem(google, call, item, metadata, upload);
  return item;
}
