/** What Google's libraries fetch with: one agent, no redirects, and answers that are counted while they come. */
import { BrokenConnection } from './apiErrors';
import type { ConnectionOptions } from './connecting';
import { exchange, failureOf } from './sendBody';
import type { Reading } from './wholeAnswer';

/** Handed to gaxios in place of its own. */
export type LibraryFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Answers that are no success reject with GoogleApiError, so that nothing but our own code looks at them.
 * The library gets of a success what `read` returns.
 */
export function libraryFetch(
  connection: ConnectionOptions,
  reading: Reading<string>
): LibraryFetch {
  return async (input, init = {}) => {
    const { method = 'GET', signal } = init;
    const head = toBytes(init.body);
    const headers = Object.fromEntries(new Headers(init.headers));
    const answer = await exchange(
      {
        url: new URL(input instanceof Request ? input.url : input),
        method,
        headers: head === null ? headers : { ...headers, 'content-length': String(head.length) },
        body: { head, stream: null, tail: null },
        signal: signal ?? new AbortController().signal
      },
      connection,
      reading
    );
    if (answer.status < 200 || answer.status >= 300) {
      throw failureOf(answer);
    }
    return wholeResponse(answer.text, answer.status);
  };
}

/** The text as it is: a Response of the platform would copy it twice. */
function wholeResponse(text: string, status: number): Response {
  const response = new Response(null, { status });
  return Object.defineProperty(response, 'text', { value: () => Promise.resolve(text) });
}

function toBytes(body: RequestInit['body']): Buffer | null {
  if (body === null || body === undefined) {
    return null;
  }
  if (typeof body === 'string' || body instanceof URLSearchParams) {
    return Buffer.from(body.toString());
  }
  throw new BrokenConnection(false, 'a body that the libraries never send');
}
