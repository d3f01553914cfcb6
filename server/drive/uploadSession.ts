/** One upload in a session, which can be taken further from wherever it stands. */
import { brokenAnswer, GoogleApiError } from '../google/apiErrors';
import type { Caller } from '../google/caller';
import { exchange, failureOf, type Exchange, type RawAnswer } from '../google/sendBody';
import type { AuthorizationHeader } from './authorized';
import type { DriveFile, UploadRequest } from './drive';
import type { RequestParts } from './requests';
import { addressOf, assertRevision, metadataOf, methodOf, NOTHING, toFile } from './uploadRequests';

/** A request that is not a session’s last one has a multiple of this (docs/reference/drive.md, "Uploads"). Bytes. */
const UNIT = 256 * 1024;

export function uploadResumable(
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
