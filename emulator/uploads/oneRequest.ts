import { fileReply } from '../calls/fileReply';
import { lookUp } from '../calls/lookup';
import { MemoryContent } from '../contents/content';
import { badRequest } from '../drive/refusals';
import { boundaryOf, splitParts } from '../http/multipart';
import type { Reply } from '../http/reply';
import { header, parseMetadata, readBody } from '../http/request';
import type { Call } from '../http/routes';
import { checkUpdate } from '../writes/changing';
import { checkCreate } from '../writes/creating';
import { readMetadata, refuseParents } from '../writes/metadata';
import type { UploadParts } from './completing';
import { complete } from './completing';

/** Google names 5 MB; clients send more and get away with it (docs/reference/drive.md, "Uploads"). */
const LARGEST_MULTIPART = 128 * 1024 * 1024;

/** `uploadType=media`: the body is the file, its name is "Untitled". */
export async function uploadMedia(google: UploadParts, call: Call): Promise<Reply> {
  const { fileId } = call.params;
  const { request } = call;
  if (fileId === undefined) {
    checkCreate(google, call, {}, 0);
  } else {
    checkUpdate(google, call, lookUp(google, call, fileId), {}, 0);
  }
  const writer = google.uploadFolder.write();
  try {
    for await (const piece of request.body) {
      await writer.append(piece);
    }
  } catch (error) {
    await writer.discard();
    throw error;
  }
  const upload = { content: await writer.finish(), mimeType: header(request, 'content-type') };
  return fileReply(google, call, complete(google, call, fileId, {}, upload));
}

/** `uploadType=multipart`: metadata as JSON, then the bytes. */
export async function uploadMultipart(google: UploadParts, call: Call): Promise<Reply> {
  const { request } = call;
  const boundary = boundaryOf(header(request, 'content-type'));
  const parts = splitParts(await readBody(request, LARGEST_MULTIPART), boundary);
  const [first, second, ...more] = parts;
  if (first === undefined || second === undefined || more.length > 0) {
    throw badRequest('Malformed multipart body.');
  }
  const body = parseMetadata(first.body.toString('utf8'));
  const { fileId } = call.params;
  if (fileId !== undefined) {
    refuseParents(body);
  }
  const upload = {
    content: new MemoryContent(second.body),
    mimeType: second.headers.get('content-type')
  };
  const item = complete(google, call, fileId, readMetadata(body), upload);
  return fileReply(google, call, item);
}
