/** The proxy's HTTP server: compares the secret, finds the route, sends the reply. */
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { randomBytes, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import { DriveError } from '../../protocol';
import type { ILog } from '../log';
import type { Parts } from './parts';
import { replyWithError } from './replyWithError';
import { createByteHandlers, createHandlers, type ByteHandlers, type Handlers } from './routes';

export type ServerOptions = { readonly secret: string; readonly log: ILog };

const PREFIX = '/api';

/** A fetch-like function: what a request is answered. */
export type App = { readonly fetch: (request: Request) => Response | Promise<Response> };

export function createApp(parts: Parts, { secret, log }: ServerOptions): App {
  const app = new Hono().basePath(PREFIX);
  const expected = Buffer.from(`Bearer ${secret}`);
  app.use(async (context, next) => {
    const given = Buffer.from(context.req.header('authorization') ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return new Response(null, { status: 401 });
    }
    await next();
    return undefined;
  });
  addRoutes(app, createHandlers(parts));
  addByteRoutes(app, createByteHandlers(parts));
  app.notFound(() => new Response(null, { status: 404 }));
  app.onError((error, context) =>
    replyWithError(error, context, randomBytes(4).toString('hex'), log)
  );
  return { fetch: request => app.fetch(request) };
}

type Router = ReturnType<Hono['basePath']>;

function addRoutes(app: Router, handlers: Handlers): void {
  for (const [route, handle] of Object.entries(handlers)) {
    const [method = '', path = ''] = route.split(' ');
    app.on(method, path, async context => {
      const { req } = context;
      const hasBody = method === 'POST' || method === 'PUT';
      const body = hasBody ? parseBody(await readBody(req.raw)) : undefined;
      const id = req.param('id') ?? '';
      const reply = await handle({ id, query: req.query(), body, signal: req.raw.signal });
      return context.json(reply);
    });
  }
}

function addByteRoutes(app: Router, handlers: ByteHandlers): void {
  for (const [route, handle] of Object.entries(handlers)) {
    const [method = '', path = ''] = route.split(' ');
    app.on(method, path, ({ req }) => handle({ query: req.query(), signal: req.raw.signal }));
  }
}

/** The longest list of items to copy takes some 800,000. Bytes. */
const LARGEST_BODY = 1024 * 1024;

/** Counted while it comes: what is too long is not taken to its end. */
async function readBody(request: Request): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of piecesOf(request)) {
    size += part.byteLength;
    if (size > LARGEST_BODY) {
      throw new DriveError(
        'badRequest',
        'The request is longer than 1 MB. Choose fewer items at once, or a folder around them.',
        { details: { fields: 'body' } }
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts, size).toString('utf8');
}

async function* piecesOf({ body }: Request): AsyncGenerator<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = body?.getReader();
  try {
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      yield next.value;
    }
  } finally {
    await reader?.cancel().catch(() => undefined); // the browser may have gone
  }
}

/** Undefined for none, as some routes take none. */
function parseBody(text: string): unknown {
  if (text === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DriveError('badRequest', 'The body of the request is not JSON. Send it as JSON.', {
      details: { fields: 'body' },
      cause
    });
  }
}

/** What the parent is told: where the proxy can be reached. */
export type Address = { readonly socket: string } | { readonly port: number };
export type Listening = { readonly address: Address; readonly close: () => void };

/** Listens on a unix socket, or on a free port of loopback. */
export async function listen(app: App, socket: string | null): Promise<Listening> {
  const answer = getRequestListener(app.fetch);
  const server = http.createServer((request, response) => void answer(request, response));
  // The one client closes what it no longer needs. Closed here, after Node's 5 s, a connection would now
  // and then take the next request with it, most likely while the proxy has much to do.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (socket === null) {
      server.listen(0, '127.0.0.1', resolve);
    } else {
      server.listen(socket, resolve);
    }
  });
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: addressOf(server), close };
}

function addressOf(server: http.Server): Address {
  const address = server.address();
  if (address === null) {
    throw new Error('the server does not listen');
  }
  return typeof address === 'string' ? { socket: address } : { port: address.port };
}
