/** Requests for metadata, by Google's library: what each must say, and its failures as GoogleApiError. */
import type http from 'node:http';
import { toBrokenConnection, toApiError, type GoogleApiError } from '../google/apiErrors';
import type { Call } from '../governor/governor';
import type { AuthorizationHeader, Authorized } from './authorized';

export type RequestParts = {
  /** Origin of the API, with a trailing slash: Google's, or an emulator's. */
  readonly rootUrl: string;
  readonly agent: http.Agent;
  readonly authorized: Authorized;
  /** A body that stays silent for this long is broken. */
  readonly idleMs: number;
};

/** What every request must say, or items of shared drives are 404 (docs/reference/drive.md, "Shared drives"). */
export const ALL_DRIVES = { supportsAllDrives: true } as const;

export type LibraryAnswer<T> = {
  readonly status: number;
  readonly data: T;
  readonly headers: Headers | http.IncomingHttpHeaders;
};

export type CallOptions = {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly agent: http.Agent;
  /** Of the whole call, which is short: a silent connection must not hang for ever. Milliseconds. */
  readonly timeout: number;
  readonly retry: false;
  readonly validateStatus: () => true;
};

/** One metadata call by the library: no retry of its own, failures as GoogleApiError. */
export function ask<T>(
  parts: RequestParts,
  call: Call,
  send: (options: CallOptions) => Promise<LibraryAnswer<T>>
): Promise<T> {
  return parts.authorized(call, header => askOnce(header, call.caller.signal, parts, send));
}

async function askOnce<T>(
  headers: AuthorizationHeader,
  signal: AbortSignal,
  { agent, idleMs }: RequestParts,
  send: (options: CallOptions) => Promise<LibraryAnswer<T>>
): Promise<T> {
  const answer = await send({
    headers,
    signal,
    agent,
    timeout: idleMs,
    retry: false,
    validateStatus: () => true
  }).catch((error: unknown) => {
    throw signal.aborted ? error : toBrokenConnection(error);
  });
  if (answer.status >= 200 && answer.status < 300) {
    return answer.data;
  }
  throw failureOf(answer);
}

function failureOf(answer: LibraryAnswer<unknown>): GoogleApiError {
  const body = typeof answer.data === 'string' ? answer.data : JSON.stringify(answer.data);
  return toApiError(answer.status, body, {
    retryAfter: headerOf(answer, 'retry-after'),
    date: headerOf(answer, 'date')
  });
}

/** HTTP/2 has a plain object; else it is like Headers, but of a class of the library's own. */
function headerOf(
  { headers }: LibraryAnswer<unknown>,
  name: 'retry-after' | 'date'
): string | null {
  return isHeaders(headers) ? headers.get(name) : (headers[name] ?? null);
}

function isHeaders(headers: Headers | http.IncomingHttpHeaders): headers is Headers {
  return typeof headers.get === 'function';
}

/** The same call, with further headers. */
export function withHeaders(
  options: CallOptions,
  headers: Readonly<Record<string, string>>
): CallOptions {
  return { ...options, headers: { ...options.headers, ...headers } };
}
