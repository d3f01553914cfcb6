import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokenConnection, GoogleApiError } from './apiErrors';
import { createRawBodyAgent } from './rawBodyAgent';
import type { Download, Sink } from './caller';
import { fetchMedia } from './download';
import { Waits } from '../testing/waits';

const MIB = 1024 * 1024;
/** Above and below what is raw from the socket. */
const SIZES = { large: 40 * MIB + 17, small: 3 * MIB + 17 };
/** Sender and taker share this thread, which may be kept waiting: only where silence is the point is it short. */
const IDLE_MS = { silent: 500, usual: 60_000 };

let server: http.Server;
let agent: http.Agent;
let origin: string;
let sockets: Set<Socket>;

/** Bytes that tell where they stand. */
function bytesFrom(start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(end - start);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = ((start + at) * 2_654_435_761) >>> 24;
  }
  return bytes;
}
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

/** `/SIZE` serves that many bytes; `?cut=N` breaks off after N, `?stall=N` says nothing more, `?status=N` refuses. */
async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  sockets.add(request.socket);
  const url = new URL(request.url ?? '', origin);
  const size = Number(url.pathname.slice(1));
  const limit = Number(url.searchParams.get('cut') ?? url.searchParams.get('stall') ?? size);
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(Number(url.searchParams.get('status') ?? (start > 0 ? 206 : 200)), {
    'content-length': size - start,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${size - 1}/${size}` } : {})
  });
  for (let at = start; at < limit && !response.destroyed; at += MIB) {
    if (!response.write(bytesFrom(at, Math.min(limit, at + MIB)))) {
      await drained(response);
    }
  }
  if (url.searchParams.has('cut')) {
    response.socket?.destroy();
  } else if (!url.searchParams.has('stall')) {
    response.end();
  }
}

/** Until the client has taken what was written, or has gone. */
function drained(response: http.ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

beforeAll(async () => {
  server = http.createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  agent = createRawBodyAgent(origin, { keepAlive: true, maxSockets: 4 }, 10_000);
});
afterAll(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  sockets = new Set();
});

function get<T>(
  target: string,
  consume: (download: Download) => Promise<T>,
  { offset = 0, signal = new AbortController().signal, idleMs = IDLE_MS.usual } = {}
): Promise<T> {
  const url = new URL(target, origin);
  return fetchMedia({ url, headers: {}, offset, signal }, { agent, idleMs }, consume);
}

/** Keeps copies, as the bytes are good only during the call. */
function keeping(parts: Buffer[], drained: () => Promise<void> | null = () => null): Sink {
  return bytes => {
    parts.push(Buffer.from(bytes));
    return drained();
  };
}

describe.each(Object.entries(SIZES))('a %s body', (_name, size) => {
  it('arrives byte by byte', async () => {
    const parts: Buffer[] = [];
    await get(`/${size}`, ({ pipeTo }) => pipeTo(keeping(parts)));
    expect(md5(Buffer.concat(parts))).toBe(md5(bytesFrom(0, size)));
  });

  it('arrives as well at a taker that often needs time', async () => {
    const parts: Buffer[] = [];
    let calls = 0;
    const drained = (): Promise<void> | null => ((calls += 1) % 40 === 0 ? sleep(1) : null);
    await get(`/${size}`, ({ pipeTo }) => pipeTo(keeping(parts, drained)));
    expect(md5(Buffer.concat(parts))).toBe(md5(bytesFrom(0, size)));
  });

  it('begins where it is asked to', async () => {
    const parts: Buffer[] = [];
    const offset = 1_000_001;
    const told = await get(
      `/${size + offset}`,
      async ({ pipeTo, offset: at, total }) => {
        await pipeTo(keeping(parts));
        return [at, total];
      },
      { offset }
    );
    expect(told).toEqual([offset, size + offset]);
    expect(md5(Buffer.concat(parts))).toBe(md5(bytesFrom(offset, size + offset)));
  });

  it('that breaks off is a broken connection; what came before was handed over', async () => {
    const parts: Buffer[] = [];
    const broken = get(`/${size}?cut=${2 * MIB}`, ({ pipeTo }) => pipeTo(keeping(parts)));
    await expect(broken).rejects.toBeInstanceOf(BrokenConnection);
    const came = Buffer.concat(parts);
    expect(came.equals(bytesFrom(0, came.length))).toBe(true);
  });

  it('that falls silent is a broken connection', async () => {
    const silent = get(`/${size}?stall=${MIB}`, ({ pipeTo }) => pipeTo(keeping([])), {
      idleMs: IDLE_MS.silent
    });
    await expect(silent).rejects.toBeInstanceOf(BrokenConnection);
  });

  it('that broke while its taker was at the disk is a broken connection, not waited for', async () => {
    const late = get(
      `/${size}?stall=1000`,
      async ({ pipeTo }) => {
        await new Waits().until(
          'the end of the connection',
          () => Object.keys(agent.sockets),
          ({ length }) => length === 0
        );
        await pipeTo(keeping([]));
      },
      { idleMs: IDLE_MS.silent }
    );
    await expect(late).rejects.toBeInstanceOf(BrokenConnection);
  });

  it('ends with what the taker throws, or rejects with', async () => {
    const thrown = get(`/${size}`, ({ pipeTo }) =>
      pipeTo(() => {
        throw new Error('no more');
      })
    );
    await expect(thrown).rejects.toThrow('no more');
    const rejected = get(`/${size}`, ({ pipeTo }) =>
      pipeTo(() => Promise.reject(new Error('full')))
    );
    await expect(rejected).rejects.toThrow('full');
  });

  it('ends when it is cancelled', async () => {
    const cancel = new AbortController();
    const cancelled = get(
      `/${size}`,
      ({ pipeTo }) =>
        pipeTo(() => {
          cancel.abort();
          return null;
        }),
      { signal: cancel.signal }
    );
    await expect(cancelled).rejects.toThrow();
  });

  it('of a refusal is read for its reason', async () => {
    const refused = get(`/${size}?status=403`, () => Promise.resolve());
    await expect(refused).rejects.toBeInstanceOf(GoogleApiError);
  });
});

describe('a connection', () => {
  it('serves one small body after the other', async () => {
    for (let n = 0; n < 3; n += 1) {
      await get(`/${SIZES.small}`, ({ pipeTo }) => pipeTo(keeping([])));
      await sleep(5);
    }
    expect(sockets.size).toBe(1);
  });
});
