/**
 * The bytes of one file for the browser: always an attachment, never a page. What Drive holds must
 * not run on Jupyter's origin, whatever its type says (docs/reference/proxy.md, "Forwarding").
 */
import { Readable } from 'node:stream';
import { DriveError, OPEN_LIMIT_BYTES } from '../../protocol';
import type { DriveFile } from '../drive/drive';
import type { Caller } from '../google/caller';
import type { IPlace } from '../transfers/place';

const SAFE_HEADERS = {
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cache-control': 'no-store'
} as const;

function tooLarge({ name }: DriveFile, bytes: number): DriveError {
  return new DriveError(
    'tooLarge',
    `“${name}” is too large to open in place. Copy it to the workspace and open it there.`,
    { details: { name, bytes } }
  );
}

function longerThanTold({ name }: DriveFile): DriveError {
  return new DriveError(
    'corrupt',
    `More came for “${name}” than Drive holds of it: it changed meanwhile. Open it again.`,
    { details: { name } }
  );
}

export async function contentOf(
  id: string,
  { account: { drive }, browser }: IPlace,
  caller: Caller
): Promise<Response> {
  const file = await browser.file(id, caller);
  if (file.kind !== 'file') {
    throw new DriveError('notSupported', `“${file.name}” has no bytes of its own to open.`, {
      details: { name: file.name, kind: file.kind }
    });
  }
  if ((file.size ?? 0) > OPEN_LIMIT_BYTES) {
    throw tooLarge(file, file.size ?? 0);
  }
  const parts: Buffer[] = [];
  let size = 0;
  await drive.download(
    {
      id: file.id,
      resourceKey: file.resourceKey,
      resumeAt: () => size,
      consume: ({ pipeTo, offset }) => {
        if (offset !== size) {
          parts.length = 0;
          size = 0;
        }
        return pipeTo(bytes => {
          size += bytes.length;
          if (size > (file.size ?? OPEN_LIMIT_BYTES)) {
            throw file.size === null ? tooLarge(file, size) : longerThanTold(file);
          }
          parts.push(Buffer.from(bytes));
          return null;
        });
      }
    },
    caller
  );
  return new Response(Readable.toWeb(Readable.from(parts)) as ReadableStream, {
    headers: { ...SAFE_HEADERS, 'content-type': file.mimeType, 'content-length': String(size) }
  });
}
