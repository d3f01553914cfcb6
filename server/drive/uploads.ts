/**
 * Uploads, hand-written, since Google's Node client has no resumable ones (docs/reference/drive.md, "Uploads"):
 * small files in one multipart request, larger ones in a session that can be resumed. Creating is
 * idempotent: the id is chosen before, so that a lost answer never makes a second file.
 */
import { buffer } from 'node:stream/consumers';
import { DriveError } from '../../protocol';
import { brokenAnswer, GoogleApiError } from '../google/apiErrors';
import { FILE_FIELDS, toDriveFile } from './adapter';
import type { DriveFile, UploadRequest } from './drive';
import type { Caller } from '../google/caller';
import type { AuthorizationHeader } from './authorized';
import { readAnswer } from './fields';
import type { RequestParts } from './requests';
import { exchange, failureOf, type Exchange, type RawAnswer } from '../google/sendBody';

/** The documented limit of uploads in one request (docs/reference/drive.md, "Uploads"). Bytes. */
export const RESUMABLE_ABOVE = 5_000_000;
/** A request that is not a session’s last one has a multiple of this (docs/reference/drive.md, "Uploads"). Bytes. */
const UNIT = 256 * 1024;

const NOTHING = { head: null, stream: null, tail: null };

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

/**
 * Drive has no compare-and-swap (docs/reference/drive.md, "Uploads"): right before a revision is replaced it is asked
 * whether it is still the latest. A moment remains; what somebody puts there then stays in the history.
 */
async function assertRevision(
  { target }: UploadRequest,
  header: AuthorizationHeader,
  signal: AbortSignal,
  parts: RequestParts
): Promise<void> {
  if (target.kind === 'create') {
    return;
  }
  const query = new URLSearchParams({ supportsAllDrives: 'true', fields: FILE_FIELDS });
  const path = `drive/v3/files/${encodeURIComponent(target.id)}?${query.toString()}`;
  const url = new URL(path, parts.rootUrl);
  const found = toFile(
    await exchange({ url, method: 'GET', headers: header, body: NOTHING, signal }, parts)
  );
  if (found.headRevisionId !== target.replaces || found.trashed) {
    throw new DriveError(
      'conflict',
      `“${found.name}” was changed in Drive meanwhile, so it was not replaced. Look at it, then upload again.`,
      { details: { name: found.name } }
    );
  }
}

function uploadResumable(
  request: UploadRequest,
  caller: Caller,
  parts: RequestParts
): Promise<DriveFile> {
  const upload = new ResumableUpload(request, caller.signal, parts);
  const call = { class: 'edit', caller, progress: () => upload.offset } as const;
  return parts.authorized(call, header => upload.advance(header));
}

type SessionState = { readonly offset: number } | { readonly file: DriveFile } | 'gone';

/** One upload session: it can be taken further from wherever it stands. */
class ResumableUpload {
  private session: string | null;
  /** Bytes that Drive has said it keeps, at the most: what is lost and sent again is no progress. */
  private furthest = 0;

  constructor(
    private readonly request: UploadRequest,
    private readonly signal: AbortSignal,
    private readonly parts: RequestParts
  ) {
    this.session = request.session;
  }

  get offset(): number {
    return this.furthest;
  }

  /** Begins the session, or asks it where it stands, and sends the rest. */
  async advance(header: AuthorizationHeader): Promise<DriveFile> {
    const { source, onSession } = this.request;
    if (this.session === null) {
      this.session = await this.begin(header);
      onSession(this.session);
      source.onOffset(0);
      return this.send(this.session, 0, header);
    }
    const state = await this.ask(this.session);
    if (state === 'gone') {
      this.session = null; // after a week, or refused: begin anew
      throw new GoogleApiError(503, 'sessionGone', 'The upload session is gone.');
    }
    if ('file' in state) {
      return state.file;
    }
    this.reached(state.offset);
    return this.send(this.session, state.offset, header);
  }

  private reached(offset: number): void {
    this.furthest = Math.max(this.furthest, offset);
    this.request.source.onOffset(offset);
  }

  /** What replaces a revision is not whole before it is certain that it is still the one to be replaced. */
  private async send(
    session: string,
    from: number,
    header: AuthorizationHeader
  ): Promise<DriveFile> {
    const { request, signal, parts } = this;
    let offset = from;
    if (request.target.kind === 'update') {
      const held = from + Math.floor((request.source.size - 1 - from) / UNIT) * UNIT;
      offset = held > from ? await this.sendPart(session, from, held) : from;
      await assertRevision(request, header, signal, parts);
    }
    return this.sendRest(session, offset);
  }

  private async begin(header: AuthorizationHeader): Promise<string> {
    const { request, parts, signal } = this;
    const body = Buffer.from(JSON.stringify(metadataOf(request)));
    const answer = await exchange(
      {
        url: addressOf(request, 'resumable', parts.rootUrl),
        method: methodOf(request),
        headers: {
          ...header,
          'content-type': 'application/json; charset=UTF-8',
          'content-length': String(body.length),
          'x-upload-content-type': request.mimeType,
          'x-upload-content-length': String(request.source.size)
        },
        body: { ...NOTHING, head: body },
        signal
      },
      parts
    );
    const { location } = answer.headers;
    if (answer.status !== 200 || location === undefined) {
      throw failureOf(answer);
    }
    return location;
  }

  /** How much Drive has: after any failure it is asked, never assumed. */
  private async ask(session: string): Promise<SessionState> {
    const answer = await this.put(session, {
      headers: {
        'content-length': '0',
        'content-range': `bytes */${this.request.source.size}`
      },
      body: NOTHING
    });
    if (answer.status === 308) {
      const offset = keptOf(answer);
      if (offset > this.request.source.size) {
        throw brokenAnswer('Drive says to have more bytes than there are.', answer.webProxy);
      }
      return { offset };
    }
    if (isGone(answer)) {
      return 'gone';
    }
    return { file: toFile(answer) };
  }

  /** All but the end. */
  private async sendPart(session: string, from: number, to: number): Promise<number> {
    const { source } = this.request;
    const answer = await this.put(session, {
      headers: {
        'content-length': String(to - from),
        'content-range': `bytes ${from}-${to - 1}/${source.size}`
      },
      body: { ...NOTHING, stream: source.read(from, to) }
    });
    if (answer.status !== 308) {
      throw isGone(answer) ? notAllKept() : failureOf(answer);
    }
    const kept = keptOf(answer);
    this.reached(kept);
    if (kept !== to) {
      throw notAllKept();
    }
    return kept;
  }

  /** The whole rest in one PUT: the fastest way. */
  private async sendRest(session: string, offset: number): Promise<DriveFile> {
    const { source } = this.request;
    const answer = await this.put(session, {
      headers: {
        'content-length': String(source.size - offset),
        'content-range': `bytes ${offset}-${source.size - 1}/${source.size}`
      },
      body: { ...NOTHING, stream: source.read(offset, source.size) }
    });
    if (answer.status === 308 || isGone(answer)) {
      throw notAllKept();
    }
    return toFile(answer);
  }

  /** The address is the permission: no token goes with it. It came from the server: only its own origin gets our bytes. */
  private put(session: string, sent: Pick<Exchange, 'headers' | 'body'>): Promise<RawAnswer> {
    const { parts, signal } = this;
    const url = URL.canParse(session, parts.rootUrl) ? new URL(session, parts.rootUrl) : null;
    if (url?.origin !== new URL(parts.rootUrl).origin) {
      sent.body.stream?.destroy();
      const message = 'The upload session is at a foreign address.';
      throw new GoogleApiError(502, 'foreignAddress', message);
    }
    return exchange({ url, method: 'PUT', ...sent, signal }, parts);
  }
}

/** How many bytes a session has; without the header it has none. */
function keptOf({ headers }: RawAnswer): number {
  const last = /bytes=0-(\d+)/.exec(headers.range ?? '')?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}

const isGone = ({ status }: RawAnswer): boolean => status === 404 || status === 410;

function notAllKept(): GoogleApiError {
  return new GoogleApiError(503, 'notAllKept', 'Drive did not keep all bytes.');
}

function toFile(answer: RawAnswer): DriveFile {
  if (answer.status !== 200 && answer.status !== 201) {
    throw failureOf(answer);
  }
  return readAnswer(answer.text, answer.webProxy, toDriveFile);
}
