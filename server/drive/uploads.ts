/**
 * Uploads, hand-written, since Google's Node client has no resumable ones (docs/reference/drive.md, "Uploads"):
 * small files in one multipart request, larger ones in a session that can be resumed. Creating is
 * idempotent: the id is chosen before, so that a lost answer never makes a second file.
 */
import { buffer } from 'node:stream/consumers';
import type { Caller } from '../google/caller';
import { exchange } from '../google/sendBody';
import type { DriveFile, UploadRequest } from './drive';
import type { RequestParts } from './requests';
import { addressOf, assertRevision, metadataOf, methodOf, NOTHING, toFile } from './uploadRequests';
import { uploadResumable } from './uploadSession';

/** The documented limit of uploads in one request (docs/reference/drive.md, "Uploads"). Bytes. */
export const RESUMABLE_ABOVE = 5_000_000;
/** Resolves with the file as Drive has it then; the caller compares size and md5. */
export function uploadFile(
  request: UploadRequest,
  caller: Caller,
  parts: RequestParts
): Promise<DriveFile> {
  return request.source.size > RESUMABLE_ABOVE
    ? uploadResumable(request, caller, parts)
    : uploadMultipart(request, caller, parts);
}

function uploadMultipart(
  request: UploadRequest,
  caller: Caller,
  parts: RequestParts
): Promise<DriveFile> {
  const { source, mimeType } = request;
  const boundary = `gdrive-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n` +
      `${JSON.stringify(metadataOf(request))}\r\n--${boundary}\r\nContent-Type: ${mimeType}\r\n\r\n`
  );
  const tail = Buffer.from(`\r\n--${boundary}--`);
  return parts.authorized({ class: 'edit', caller }, async header => {
    // Whole, before anything is sent: what turns out to be unreadable or changed makes no file.
    const bytes = await buffer(source.read(0, source.size));
    const body = Buffer.concat([head, bytes, tail]);
    await assertRevision(request, header, caller.signal, parts);
    const answer = await exchange(
      {
        url: addressOf(request, 'multipart', parts.rootUrl),
        method: methodOf(request),
        headers: {
          ...header,
          'content-type': `multipart/related; boundary=${boundary}`,
          'content-length': String(body.length)
        },
        body: { ...NOTHING, head: body },
        signal: caller.signal
      },
      parts
    );
    return toFile(answer);
  });
}
