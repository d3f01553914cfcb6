import type { IContent } from '../contents/content';
import { ApiError } from '../drive/refusals';
import type { Json } from '../json';
import type { Effort } from '../traffic/latency';
import { isBroken } from './request';

export type Body =
  | { kind: 'none' }
  | { kind: 'json'; value: Json; isCompact?: boolean }
  | { kind: 'bytes'; bytes: Buffer }
  /** Of a length that nobody says. */
  | { kind: 'pieces'; pieces: AsyncIterable<Buffer> }
  /** Part of a file's content; `isChunked` leaves the length out. */
  | { kind: 'content'; content: IContent; start: number; end: number; isChunked?: boolean };

/** What a route answers; the server writes it. */
export type Reply = {
  status: number;
  headers: Record<string, string>;
  body: Body;
  effort?: Effort;
};

export function json(value: Json, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: { kind: 'json', value } };
}

export function empty(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: { kind: 'none' } };
}

export function text(
  status: number,
  content: string,
  contentType = 'text/plain; charset=UTF-8'
): Reply {
  const headers = { 'Content-Type': contentType };
  return { status, headers, body: { kind: 'bytes', bytes: Buffer.from(content) } };
}

export function html(status: number, content: string): Reply {
  return text(status, content, 'text/html; charset=UTF-8');
}

export function refusal(error: ApiError): Reply {
  return json(error.body(), error.refusal.status, error.refusal.headers ?? {});
}

/** The page for addresses that nothing is behind. */
export function unknownPage(path: string): Reply {
  const shown = path.slice(0, 200).replace(/[<>&"]/g, char => `&#${char.charCodeAt(0)};`);
  return html(
    404,
    `<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error 404 (Not Found)!!1</title>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n  <p>The requested URL <code>${shown}</code> was not found on this server.  <ins>That’s all we know.</ins>\n`
  );
}

/** A reply for whatever a route threw: refusals as they are, the rest as Google's own 500. */
export function replyToError(error: unknown): Reply {
  if (error instanceof ApiError) {
    return refusal(error);
  }
  if (!isBroken(error)) {
    console.error('emulator: a route failed:', error);
  }
  return refusal(new ApiError({ status: 500, message: 'Internal Error', reason: 'internalError' }));
}
