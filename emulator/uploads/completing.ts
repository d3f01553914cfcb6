import { fileResource } from '../drive/fileResource';
import type { Item } from '../drive/items';
import { FILE } from '../drive/shapes';
import type { Google } from '../google';
import { sceneOf } from '../google';
import type { Reply } from '../http/reply';
import { json } from '../http/reply';
import type { Call } from '../http/routes';
import { FILE_BASICS, maskOf } from '../calls/masked';
import { lookUp } from '../calls/lookup';
import { updateItem } from '../writes/changing';
import type { Upload } from '../writes/creating';
import { createItem } from '../writes/creating';
import type { Metadata } from '../writes/metadata';

/** Makes the file of a finished upload, or its new revision. */
export function complete(
  google: Google,
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

/** The File resource as the first request asked for it. */
export async function fileReply(google: Google, call: Call, item: Item): Promise<Reply> {
  const mask = maskOf(call, FILE, FILE_BASICS);
  return json(await fileResource(item, sceneOf(google, call.request, call.viewer), mask));
}
