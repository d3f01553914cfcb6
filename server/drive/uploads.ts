/**
 * Uploads, hand-written, since Google's Node client has no resumable ones (docs/reference/drive.md, "Uploads"):
 * small files in one multipart request, larger ones in a session that can be resumed. Creating is
 * idempotent: the id is chosen before, so that a lost answer never makes a second file.
 */
import { GoogleApiError } from '../google/apiErrors';
import { FILE_FIELDS, toDriveFile } from './adapter';
import type { DriveFile, UploadRequest } from './drive';
import type { Caller } from '../google/caller';
import type { RequestParts } from './requests';
import { exchange, failureOf, type RawAnswer } from '../google/sendBody';

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

function metadataOf({ target, modified, mimeType }: UploadRequest): Record<string, unknown> {
  const common = { modifiedTime: modified, mimeType };
  return target.kind === 'update'
    ? { modifiedTime: modified }
    : { ...common, id: target.id, name: target.name, parents: [target.parent] };
}

function addressOf({ target }: UploadRequest, uploadType: string, rootUrl: string): URL {
  const id = target.kind === 'update' ? `/${encodeURIComponent(target.id)}` : '';
  const query = new URLSearchParams({
    uploadType,
    supportsAllDrives: 'true',
    fields: FILE_FIELDS
  });
  return new URL(`upload/drive/v3/files${id}?${query.toString()}`, rootUrl);
}

const methodOf = ({ target }: UploadRequest): 'POST' | 'PATCH' =>
  target.kind === 'update' ? 'PATCH' : 'POST';

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
  return parts.governor.run({ class: 'edit', caller }, async () => {
    const token = await parts.tokens.token(caller.signal);
    const answer = await exchange(
      {
        url: addressOf(request, 'multipart', parts.rootUrl),
        method: methodOf(request),
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': `multipart/related; boundary=${boundary}`,
          'content-length': String(head.length + source.size + tail.length)
        },
        body: { head, stream: source.size > 0 ? source.read(0) : null, tail },
        signal: caller.signal
      },
      parts
    );
    return toFile(answer);
  });
}

async function uploadResumable(
  request: UploadRequest,
  caller: Caller,
  parts: RequestParts
): Promise<DriveFile> {
  let session = request.session;
  let isFresh = false;
  return parts.governor.run({ class: 'edit', caller }, async progressed => {
    if (session === null) {
      session = await beginSession(request, caller, parts);
      isFresh = true;
      request.onSession(session);
    }
    const state = isFresh ? { offset: 0 } : await askSession(session, request, caller, parts);
    isFresh = false;
    if ('file' in state) {
      return state.file;
    }
    if (state.offset === null) {
      session = null; // gone after a week, or refused: begin anew
      throw new GoogleApiError(503, 'sessionGone', 'The upload session is gone.');
    }
    if (state.offset > 0) {
      progressed();
    }
    request.source.onOffset(state.offset);
    return sendRest(session, state.offset, request, caller, parts);
  });
}

async function beginSession(
  request: UploadRequest,
  caller: Caller,
  parts: RequestParts
): Promise<string> {
  const token = await parts.tokens.token(caller.signal);
  const body = Buffer.from(JSON.stringify(metadataOf(request)));
  const answer = await exchange(
    {
      url: addressOf(request, 'resumable', parts.rootUrl),
      method: methodOf(request),
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=UTF-8',
        'content-length': String(body.length),
        'x-upload-content-type': request.mimeType,
        'x-upload-content-length': String(request.source.size)
      },
      body: { head: body, stream: null, tail: null },
      signal: caller.signal
    },
    parts
  );
  const { location } = answer.headers;
  if (answer.status !== 200 || location === undefined) {
    throw failureOf(answer);
  }
  return location;
}

type SessionState = { readonly offset: number | null } | { readonly file: DriveFile };

/** How much Drive has: after any failure it is asked, never assumed. */
async function askSession(
  session: string,
  request: UploadRequest,
  caller: Caller,
  parts: RequestParts
): Promise<SessionState> {
  const headers = { 'content-length': '0', 'content-range': `bytes */${request.source.size}` };
  const body = { head: null, stream: null, tail: null };
  const url = sessionUrl(session, parts);
  const answer = await exchange(
    { url, method: 'PUT', headers, body, signal: caller.signal },
    parts
  );
  if (answer.status === 308) {
    const range = /bytes=0-(\d+)/.exec(answer.headers.range ?? '')?.[1];
    return { offset: range === undefined ? 0 : Number(range) + 1 };
  }
  if (answer.status === 404 || answer.status === 410) {
    return { offset: null };
  }
  return { file: toFile(answer) };
}

/** The whole rest in one PUT: the fastest way. */
async function sendRest(
  session: string,
  offset: number,
  { source }: UploadRequest,
  caller: Caller,
  parts: RequestParts
): Promise<DriveFile> {
  const headers = {
    'content-length': String(source.size - offset),
    'content-range': `bytes ${offset}-${source.size - 1}/${source.size}`
  };
  const body = { head: null, stream: source.read(offset), tail: null };
  const url = sessionUrl(session, parts);
  const answer = await exchange(
    { url, method: 'PUT', headers, body, signal: caller.signal },
    parts
  );
  if (answer.status === 308 || answer.status === 404 || answer.status === 410) {
    throw new GoogleApiError(503, 'notAllKept', 'Drive did not keep all bytes.');
  }
  return toFile(answer);
}

/** The address came from the server: only its own origin gets our bytes. */
function sessionUrl(session: string, { rootUrl }: RequestParts): URL {
  const url = new URL(session, rootUrl);
  if (url.origin !== new URL(rootUrl).origin) {
    throw new GoogleApiError(502, 'foreignAddress', 'The upload session is at a foreign address.');
  }
  return url;
}

function toFile(answer: RawAnswer): DriveFile {
  if (answer.status !== 200 && answer.status !== 201) {
    throw failureOf(answer);
  }
  try {
    const file: unknown = JSON.parse(answer.text);
    return toDriveFile(file as Parameters<typeof toDriveFile>[0]);
  } catch {
    throw new GoogleApiError(502, '', 'Drive’s answer to an upload can’t be read.');
  }
}
