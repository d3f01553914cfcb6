/** What every request to Google needs: a token, the agent, the governor's turn, failures as GoogleApiError. */
import type http from 'node:http';
import { toBrokenConnection, toApiError, type GoogleApiError } from '../google/apiErrors';
import type { Call, Governor } from '../governor/governor';

/** Hands out access tokens. */
export interface ITokens {
  token(signal: AbortSignal): Promise<string>;
}

export type RequestParts = {
  /** Origin of the API, with a trailing slash: Google's, or an emulator's. */
  readonly rootUrl: string;
  readonly agent: http.Agent;
  readonly tokens: ITokens;
  readonly governor: Governor;
  /** A body that brings no bytes for this long counts as broken. Milliseconds. */
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
  const { governor, tokens, agent, idleMs } = parts;
  const { signal } = call.caller;
  return governor.run(call, async () => {
    const token = await tokens.token(signal);
    const headers = { authorization: `Bearer ${token}` };
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
  });
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
