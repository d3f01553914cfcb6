/**
 * Bytes of Drive by node:https, not by the library: no gzip, an idle timer instead of a total one,
 * one keep-alive agent, and a body whose end is checked (docs/reference/drive.md, "Downloads").
 */
import http from 'node:http';
import https from 'node:https';
import { BrokenConnection, toApiError, toBrokenConnection, type GoogleApiError } from './apiErrors';
import { bodyOf, type PipeTo } from './body';
import type { Download } from './caller';
import type { ConnectionOptions } from './connecting';
import { webProxyOf } from './webProxy';
import { readStart } from './wholeAnswer';

type MediaRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Where to start; 0 asks for the whole, without a Range. */
  readonly offset: number;
  readonly signal: AbortSignal;
};

/**
 * Sends the request and hands its body to `consume`. Rejects with GoogleApiError where Google answers
 * with a failure, with BrokenConnection if the body did not end as promised, else with what `consume` threw.
 */
export async function fetchMedia<T>(
  request: MediaRequest,
  options: ConnectionOptions,
  consume: (download: Download) => Promise<T>
): Promise<T> {
  const { answer, pipeTo } = await send(request, options);
  const broken: { error: Error | null } = { error: null };
  answer.once('error', error => (broken.error = error));
  answer.setTimeout(options.idleMs, () => answer.destroy(new Error('silent')));
  try {
    if (answer.statusCode !== 200 && answer.statusCode !== 206) {
      throw await toFailure(answer, options);
    }
    return await consume(toDownload(answer, request.offset, pipeTo));
  } catch (error) {
    throw broken.error === null
      ? error
      : toBrokenConnection(broken.error, webProxyOf(options.agent));
  } finally {
    answer.destroy();
  }
}

type ArrivingAnswer = { readonly answer: http.IncomingMessage; readonly pipeTo: PipeTo };

function send(request: MediaRequest, options: ConnectionOptions): Promise<ArrivingAnswer> {
  const { url, offset, signal } = request;
  const range = offset > 0 ? { range: `bytes=${offset}-` } : {};
  const transport = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = transport.request(
      url,
      {
        agent: options.agent,
        headers: { ...request.headers, ...range, 'accept-encoding': 'identity' },
        signal,
        timeout: options.idleMs
      },
      answer => resolve({ answer, pipeTo: bodyOf(answer) })
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error('silent')));
    outgoing.once('error', error =>
      reject(signal.aborted ? error : toBrokenConnection(error, webProxyOf(options.agent)))
    );
    outgoing.end();
  });
}

/** Some servers answer a Range with the whole, which is as good; never with another part. */
function toDownload(answer: http.IncomingMessage, asked: number, pipeTo: PipeTo): Download {
  const isPart = answer.statusCode === 206;
  const range = /^bytes (\d+)-\d*\/(\d+|\*)$/.exec(answer.headers['content-range'] ?? '');
  const offset = isPart ? Number(range?.[1] ?? Number.NaN) : 0;
  if (offset !== asked && offset !== 0) {
    throw new BrokenConnection(false, 'another range than asked for');
  }
  const total = isPart ? range?.[2] : answer.headers['content-length'];
  return {
    pipeTo,
    offset,
    total: total === undefined || total === '*' ? null : Number(total),
    contentType: answer.headers['content-type'] ?? 'application/octet-stream'
  };
}

async function toFailure(
  answer: http.IncomingMessage,
  connection: ConnectionOptions
): Promise<GoogleApiError> {
  const text = await readStart(answer, connection);
  return toApiError(answer.statusCode ?? 0, text, {
    retryAfter: answer.headers['retry-after'] ?? null,
    date: answer.headers.date ?? null,
    webProxy: webProxyOf(connection.agent)
  });
}
