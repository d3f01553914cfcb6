import { STATUS_CODES } from 'node:http';

import { badRequest } from '../drive/refusals';
import { writeJson, setOwn } from '../json';
import type { Dispatcher } from './dispatch';
import type { Part } from './multipart';
import { boundaryOf, splitParts } from './multipart';
import { QueryParameters } from './query';
import type { Reply } from './reply';
import { replyToError } from './reply';
import type { ApiRequest } from './request';
import { header, readBody } from './request';
import type { IOpenRoute } from './routes';

/** The most calls, and the most characters in the address of each (docs/reference/drive.md, "Batch and discovery"). */
const MOST_CALLS = 100;
const LONGEST_URL = 8000;
const BOUNDARY = 'batch_7Hk2mQ9vXw-AA4ZbTq1fFs8';

/** Many calls in one request. They run in no order and each counts as itself; media is not served here. */
export function batchRoutes(dispatcher: () => Dispatcher): IOpenRoute[] {
  return ['/batch/drive/v3', '/batch'].map(path => ({
    method: 'POST',
    path,
    latency: 'none',
    answer: request => runBatch(dispatcher(), request)
  }));
}

async function runBatch(dispatcher: Dispatcher, request: ApiRequest): Promise<Reply> {
  const contentType = header(request, 'content-type');
  if (!/^multipart\/mixed\b/i.test(contentType ?? '')) {
    throw badRequest('Failed to parse batch request, error: wrong content type.');
  }
  const parts = splitParts(await readBody(request), boundaryOf(contentType));
  if (parts.length === 0) {
    throw badRequest('Failed to parse batch request, error: 0 items in batch.');
  }
  if (parts.length > MOST_CALLS) {
    throw badRequest(`The batch request has more than the maximum of ${MOST_CALLS} calls.`);
  }
  const answers = await Promise.all(parts.map(part => answerPart(dispatcher, request, part)));
  const lines = answers.map(answer => `--${BOUNDARY}\r\n${answer}\r\n`);
  return {
    status: 200,
    headers: { 'Content-Type': `multipart/mixed; boundary=${BOUNDARY}` },
    body: { kind: 'bytes', bytes: Buffer.from(`${lines.join('')}--${BOUNDARY}--\r\n`) }
  };
}

async function answerPart(dispatcher: Dispatcher, outer: ApiRequest, part: Part): Promise<string> {
  const { reply } = await dispatchPart(dispatcher, outer, part);
  const id = part.headers.get('content-id');
  const head = ['Content-Type: application/http'];
  if (id !== undefined) {
    head.push(`Content-ID: ${id.startsWith('<') ? `<response-${id.slice(1)}` : `response-${id}`}`);
  }
  return `${head.join('\r\n')}\r\n\r\n${writeHttp(reply)}`;
}

async function dispatchPart(
  dispatcher: Dispatcher,
  outer: ApiRequest,
  part: Part
): Promise<{ reply: Reply }> {
  try {
    const request = readHttp(outer, part.body.toString('utf8'));
    if (request.query.value('alt')?.toLowerCase() === 'media' || /\/upload\//.test(request.path)) {
      return { reply: mediaReply(request) };
    }
    return await dispatcher.dispatch(request);
  } catch (error) {
    return { reply: replyToError(error) };
  }
}

/** A download inside a batch is a redirect to itself with an error's body (docs/reference/drive.md, "Batch and discovery"). */
function mediaReply(request: ApiRequest): Reply {
  return {
    status: 302,
    headers: { Location: `${request.origin}${request.path}?${request.query.text}` },
    body: {
      kind: 'json',
      value: {
        error: {
          code: 302,
          message: 'Unknown Error.',
          errors: [{ message: 'Unknown Error.', domain: 'global', reason: 'backendError' }]
        }
      }
    }
  };
}

/** Reads `GET /drive/v3/… HTTP/1.1`, headers and body; the version may be left out. */
function readHttp(outer: ApiRequest, text: string): ApiRequest {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
  const [first = '', ...lines] = head.trim().split(/\r?\n/);
  const match = /^([A-Z]+)\s+(\S+)(?:\s+HTTP\/[\d.]+)?$/.exec(first.trim());
  const [, method = '', target = ''] = match ?? [];
  if (match === null || target.length > LONGEST_URL) {
    throw badRequest('Failed to parse batch request, error: bad request line.');
  }
  const url = new URL(target, outer.origin);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    setOwn(headers, line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const { authorization } = outer.headers;
  return {
    method,
    path: url.pathname,
    query: new QueryParameters(url.search.slice(1)),
    headers: authorization === undefined ? headers : { authorization, ...headers },
    origin: outer.origin,
    body: bodyOf(rest.join('\r\n\r\n'))
  };
}

async function* bodyOf(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

function writeHttp(reply: Reply): string {
  const { status, body } = reply;
  const text =
    body.kind === 'json'
      ? writeJson(body.value, body.isCompact !== true || status >= 400)
      : body.kind === 'bytes'
        ? body.bytes.toString('utf8')
        : '';
  const headers = Object.entries({
    ...(body.kind === 'json' ? { 'Content-Type': 'application/json; charset=UTF-8' } : {}),
    ...reply.headers,
    'Content-Length': String(Buffer.byteLength(text))
  }).map(([name, value]) => `${name}: ${value}`);
  const phrase = STATUS_CODES[status] ?? '';
  return `HTTP/1.1 ${status} ${phrase}\r\n${headers.join('\r\n')}\r\n\r\n${text}`;
}
