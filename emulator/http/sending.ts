import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { writeJson } from '../json';
import type { FaultAction } from '../traffic/faults';
import type { IBrake } from '../traffic/bandwidth';
import { inGrains } from '../traffic/bandwidth';
import type { ApiRequest } from './request';
import { header } from './request';
import type { Reply } from './reply';

const compress = promisify(gzip);

/** How a reply leaves: through which brake, and what goes wrong on the way. */
type Sending = {
  response: ServerResponse;
  request: ApiRequest;
  fault: FaultAction;
  /** Google's time, for the Date header: clients tell by it how wrong their clock is. */
  now: number;
  brake: IBrake;
  /** Told how many bytes of the body have left. */
  sent: (bytes: number) => void;
};

/** Writes the reply; resolves when it is written, cut or the client has gone. */
export async function send(reply: Reply, sending: Sending): Promise<void> {
  const { response, fault } = sending;
  const [headers, pieces] = await encode(reply, sending);
  response.setHeader('Date', new Date(sending.now).toUTCString());
  response.writeHead(reply.status, { ...headers, ...fault.headers });
  if (sending.request.method === 'HEAD') {
    response.end();
    return;
  }
  let left = limitOf(fault);
  for await (const piece of pieces) {
    const part = piece.length > left ? piece.subarray(0, left) : piece;
    left -= part.length;
    await write(fault.wrongBytes === true ? inverted(part) : part, sending);
    if (response.destroyed || response.socket?.destroyed !== false) {
      return;
    }
    if (left === 0) {
      break;
    }
  }
  if (left === 0 || limitOf(fault) === 0) {
    await breakOff(sending);
    return;
  }
  response.end();
}

async function write(piece: Buffer, { response, brake, sent }: Sending): Promise<void> {
  for (const grain of inGrains(piece, brake.grainBytes())) {
    await brake.pass(grain.length);
    if (response.destroyed) {
      return;
    }
    const hasRoom = response.write(grain);
    sent(grain.length);
    if (!hasRoom) {
      await room(response);
    }
  }
}

/** Waits until the client has taken what was written, or has gone. */
async function room(response: ServerResponse): Promise<void> {
  await new Promise<void>(resolve => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

/** Head and body of the reply as they go over the wire. */
async function encode(
  reply: Reply,
  { request, fault }: Sending
): Promise<[Record<string, string>, Iterable<Buffer> | AsyncIterable<Buffer>]> {
  const headers: Record<string, string> = { ...COMMON, ...reply.headers };
  const { body } = reply;
  switch (body.kind) {
    case 'none':
      return [{ ...headers, ...(reply.status === 204 ? {} : { 'Content-Length': '0' }) }, []];
    case 'json': {
      const isPretty = body.isCompact !== true || reply.status >= 400;
      const text = Buffer.from(writeJson(body.value, isPretty));
      headers['Content-Type'] ??= 'application/json; charset=UTF-8';
      return whole(headers, text, wantsGzip(request), fault);
    }
    case 'pieces':
      return [headers, body.pieces];
    case 'bytes':
      return whole(headers, body.bytes, false, fault);
    case 'content': {
      const { content, start, end } = body;
      const isText = /^(text\/|application\/(json|javascript|xml))/.test(
        headers['Content-Type'] ?? ''
      );
      if (isText && reply.status === 200 && wantsGzip(request) && end - start < LARGEST_GZIP) {
        const pieces: Buffer[] = [];
        for await (const piece of content.read(start, end)) {
          pieces.push(piece);
        }
        const [zippedHeaders, zipped] = await whole(headers, Buffer.concat(pieces), true, fault);
        if (body.isChunked === true) {
          delete zippedHeaders['Content-Length'];
        }
        return [zippedHeaders, zipped];
      }
      if (fault.gzipCut === true) {
        return whole(headers, await firstBytes(content.read(start, end)), true, fault);
      }
      if (body.isChunked !== true && fault.endAfterBytes === undefined) {
        headers['Content-Length'] = String(end - start);
      }
      return [headers, content.read(start, end)];
    }
  }
}

const COMMON = {
  'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate',
  Pragma: 'no-cache',
  Expires: 'Mon, 01 Jan 1990 00:00:00 GMT',
  Vary: 'Origin, X-Origin',
  'X-Content-Type-Options': 'nosniff',
  Server: 'ESF'
};

/** Media of text types is compressed up to this size; larger files are sent as they are. */
const LARGEST_GZIP = 16 * 1024 * 1024;

async function whole(
  headers: Record<string, string>,
  bytes: Buffer,
  isGzip: boolean,
  fault: FaultAction
): Promise<[Record<string, string>, Buffer[]]> {
  if (!isGzip && fault.gzipCut !== true) {
    headers['Content-Length'] = String(bytes.length);
    return [headers, bytes.length === 0 ? [] : [bytes]];
  }
  const zipped = await compress(bytes, { level: 4 });
  headers['Content-Encoding'] = 'gzip';
  if (fault.gzipCut === true) {
    // Chunked, with a clean end: only the reader of the gzip stream can notice.
    return [headers, [zipped.subarray(0, Math.max(10, zipped.length >> 1))]];
  }
  headers['Content-Length'] = String(zipped.length);
  return [headers, [zipped]];
}

/** Google compresses when the client says so and its User-Agent says `gzip` (docs/reference/drive.md, "Downloads"). */
function wantsGzip(request: ApiRequest): boolean {
  const accepts = header(request, 'accept-encoding') ?? '';
  return accepts.includes('gzip') && (header(request, 'user-agent') ?? '').includes('gzip');
}

async function firstBytes(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  for await (const piece of pieces) {
    return piece;
  }
  return Buffer.alloc(0);
}

function inverted(piece: Buffer): Buffer {
  const copy = Buffer.from(piece);
  for (let at = 0; at < copy.length; at += 1) {
    copy[at] = (copy[at] ?? 0) ^ 0x5a;
  }
  return copy;
}

function limitOf(fault: FaultAction): number {
  const stall = fault.stall === true ? 0 : fault.stall === false ? undefined : fault.stall;
  return fault.cutAfterBytes ?? fault.resetAfterBytes ?? fault.endAfterBytes ?? stall ?? Infinity;
}

/** What happens where the bytes stop. */
async function breakOff({ response, fault }: Sending): Promise<void> {
  if (fault.stall !== undefined && fault.stall !== false) {
    if (response.closed) {
      return;
    }
    await once(response, 'close');
    return;
  }
  if (fault.endAfterBytes !== undefined) {
    response.end();
    return;
  }
  // What was written is on its way before the connection goes.
  await sleep(5);
  if (fault.resetAfterBytes !== undefined) {
    response.socket?.resetAndDestroy();
  } else {
    response.socket?.destroySoon();
  }
}
