/**
 * One request with a short answer, for all but content; its body may be a stream
 * (docs/reference/drive.md, "The client libraries"). Redirects are not followed: they would take the token along.
 */
import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { toApiError, toBrokenConnection, type GoogleApiError } from './apiErrors';
import type { ConnectionOptions } from './connecting';
import { webProxyOf } from './webProxy';
import { readStart, readWhole, type Reading } from './wholeAnswer';

export type Exchange = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly head: Buffer | null;
    readonly stream: Readable | null;
    readonly tail: Buffer | null;
  };
  readonly signal: AbortSignal;
};

export type RawAnswer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** What `read` kept of a success; of anything else, its beginning. */
  readonly text: string;
  /** Host of the web proxy that it came through; null for a direct way. */
  readonly webProxy: string | null;
};

/** What is said of one item: a list is read by those who ask for it. */
const ONE_ITEM: Reading<string> = { most: 1024 * 1024, read: text => text };

export function exchange(
  request: Exchange,
  connection: ConnectionOptions,
  reading = ONE_ITEM
): Promise<RawAnswer> {
  const { url, method, headers, body, signal } = request;
  const { agent, idleMs } = connection;
  const webProxy = webProxyOf(agent);
  const transport = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      body.stream?.destroy();
      outgoing.destroy();
      reject(signal.aborted ? (signal.reason as Error) : toBrokenConnection(error, webProxy));
    };
    const outgoing = transport.request(
      url,
      { agent, method, headers, signal, timeout: idleMs },
      answer => {
        const { statusCode: status = 0, headers: marks } = answer;
        const isSuccess = status >= 200 && status < 300;
        const told = isSuccess
          ? readWhole(answer, reading, connection)
          : readStart(answer, connection);
        told.then(text => {
          endEarly(outgoing, body); // Drive may answer before it has all
          resolve({ status, headers: marks, text, webProxy });
        }, fail);
      }
    );
    outgoing.once('timeout', () => fail(new Error('silent')));
    outgoing.on('error', fail); // further ones come of ending it, and mean nothing
    send(outgoing, body, reject);
  });
}

/** A request that was answered before its end would hold its connection for nothing. */
function endEarly(outgoing: http.ClientRequest, { stream }: Exchange['body']): void {
  stream?.destroy();
  if (!outgoing.writableEnded) {
    outgoing.destroy();
  }
}

/** A failure of the disk is not one of the connection: it is passed on as it is. */
function send(
  outgoing: http.ClientRequest,
  { head, stream, tail }: Exchange['body'],
  onDiskError: (error: Error) => void
): void {
  if (head !== null) {
    outgoing.write(head);
  }
  if (stream === null) {
    outgoing.end(tail ?? undefined);
    return;
  }
  const refused = (error: Error): void => {
    onDiskError(error);
    outgoing.destroy();
  };
  if (stream.destroyed) {
    refused(stream.errored ?? new Error('The file was closed before it was read.'));
    return;
  }
  stream.on('error', refused); // it may tell of more than one
  stream.once('end', () => outgoing.end(tail ?? undefined));
  stream.pipe(outgoing, { end: false });
}

export function failureOf({ status, text, headers, webProxy }: RawAnswer): GoogleApiError {
  return toApiError(status, text, {
    retryAfter: headers['retry-after'] ?? null,
    date: headers.date ?? null,
    webProxy
  });
}
