/** Requests for metadata, by Google's library: what each must say, and its failures as GoogleApiError. */
import type http from 'node:http';
import { brokenAnswer, toBrokenConnection } from '../google/apiErrors';
import { libraryFetch, type LibraryFetch } from '../google/libraryFetch';
import { webProxyOf } from '../google/webProxy';
import { LARGEST_JSON } from '../google/wholeAnswer';
import type { Call } from '../governor/governor';
import type { AuthorizationHeader, Authorized } from './authorized';
import { readAnswer, type Fields } from './fields';

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

export type LibraryAnswer = { readonly data: unknown };

export type CallOptions = {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly fetchImplementation: LibraryFetch;
  /** The library asks for nothing by it, but without one it would look for a web proxy itself. */
  readonly agent: http.Agent;
  /** It is parsed by us, as it arrives: what is no JSON must not pass for some. */
  readonly responseType: 'text';
  /** Of the whole call, which is short: a silent connection must not hang for ever. Milliseconds. */
  readonly timeout: number;
  readonly retry: false;
};

type Question<T> = {
  readonly send: (options: CallOptions) => Promise<LibraryAnswer>;
  /** What the answer says; throws brokenAnswer where it has not the documented shape. */
  readonly read: (answer: Fields) => T;
};

/** One metadata call by the library: no retry of its own, failures as GoogleApiError. */
export function ask<T>(parts: RequestParts, call: Call, question: Question<T>): Promise<T> {
  return parts.authorized(call, header => askOnce(header, call.caller.signal, parts, question));
}

async function askOnce<T>(
  headers: AuthorizationHeader,
  signal: AbortSignal,
  { agent, idleMs }: RequestParts,
  { send, read }: Question<T>
): Promise<T> {
  const webProxy = webProxyOf(agent);
  const taken: T[] = [];
  const take = (text: string): string => {
    taken.push(readAnswer(text, webProxy, read));
    return ''; // the library would keep the text for as long as its answer is known to anybody
  };
  await send({
    headers,
    signal,
    agent,
    fetchImplementation: libraryFetch({ agent, idleMs }, { most: LARGEST_JSON, read: take }),
    responseType: 'text',
    timeout: idleMs,
    retry: false
  }).catch((error: unknown) => {
    throw signal.aborted ? error : toBrokenConnection(error, webProxy);
  });
  const [value] = taken;
  if (value === undefined) {
    throw brokenAnswer('There is no answer.', webProxy);
  }
  return value;
}

/** The same call, with further headers. */
export function withHeaders(
  options: CallOptions,
  headers: Readonly<Record<string, string>>
): CallOptions {
  return { ...options, headers: { ...options.headers, ...headers } };
}
