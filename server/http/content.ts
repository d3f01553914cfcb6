/**
 * The bytes of one file for the browser: always an attachment, never a page. What Drive holds must
 * not run on Jupyter's origin, whatever its type says (docs/reference/proxy.md, "Forwarding").
 */
import { Readable } from 'node:stream';
import { DriveError, OPEN_LIMIT_BYTES } from '../../protocol';
import type { Caller } from '../google/caller';
import type { IPlace } from '../transfers/place';

const SAFE_HEADERS = {
  'content-disposition': 'attachment',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cache-control': 'no-store'
} as const;

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
    throw new DriveError(
      'tooLarge',
      `“${file.name}” is too large to open in place. Copy it to the workspace and open it there.`,
      { details: { name: file.name, bytes: file.size ?? 0 } }
    );
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
          parts.push(Buffer.from(bytes));
          size += bytes.length;
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
