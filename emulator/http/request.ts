import type { IncomingHttpHeaders } from 'node:http';

import { ApiError } from '../drive/refusals';
import type { JsonObject } from '../json';
import { isRecord, parseObject, ownValue } from '../json';
import type { QueryParameters } from './query';

/** A request as routes see it, from the wire or from inside a batch. */
export type ApiRequest = {
  method: string;
  /** Path as sent, still encoded. */
  path: string;
  query: QueryParameters;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Buffer>;
  /** Scheme and host that the client used, without a slash at the end; links are made with it. */
  origin: string;
};

const MAX_JSON_BYTES = 8 * 1024 * 1024;

export function header(request: ApiRequest, name: string): string | undefined {
  const value = ownValue(request.headers, name);
  return Array.isArray(value) ? value[0] : value;
}

/** The whole body, at most `limit` bytes; more is 413. */
export async function readBody(request: ApiRequest, limit = MAX_JSON_BYTES): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request.body) {
    size += piece.length;
    if (size > limit) {
      throw new ApiError({
        status: 413,
        message: 'Request entity too large',
        reason: 'uploadTooLarge'
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Did the client's connection break, rather than something of ours? */
export function isBroken(error: unknown): boolean {
  return isRecord(error) && error.code === 'ECONNRESET';
}

/** The JSON object of the body, `{}` when it is empty; anything else is 400 `parseError`. */
export async function readJson(request: ApiRequest): Promise<JsonObject> {
  return parseMetadata((await readBody(request)).toString('utf8'));
}

export function parseMetadata(text: string): JsonObject {
  const body = text.trim() === '' ? {} : parseObject(text);
  if (body === undefined) {
    throw new ApiError({ status: 400, message: 'Parse Error', reason: 'parseError' });
  }
  return body;
}

/** The fields of a form-encoded body. */
export async function readForm(request: ApiRequest): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request)).toString('utf8'));
}

/** Where docs.google.com is for this client: itself behind the TLS front, else our one address. */
export function docsOriginOf(request: ApiRequest): string {
  return request.origin.endsWith('.googleapis.com') ? 'https://docs.google.com' : request.origin;
}
