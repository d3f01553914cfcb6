/** Agents whose sockets hand out raw bodies, and which give up a connection that nothing answers in time. */
import http from 'node:http';
import https from 'node:https';
import { Socket, type OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { NO_WAY } from './connecting';
import { connectRaw } from './rawBody';

export function createRawBodyAgent(
  url: string,
  options: http.AgentOptions,
  connectMs: number
): http.Agent {
  return url.startsWith('https:')
    ? new RawBodyHttpsAgent(options, connectMs)
    : new RawBodyHttpAgent(options, connectMs);
}

type OnConnected = (error: Error | null, stream: Duplex) => void;

class RawBodyHttpsAgent extends https.Agent {
  constructor(
    options: https.AgentOptions,
    private readonly connectMs: number
  ) {
    super(options);
  }

  override createConnection(
    options: https.RequestOptions,
    connected?: OnConnected
  ): Duplex | null | undefined {
    return connectLimited(options, this.connectMs, raw => super.createConnection(raw, connected));
  }
}

class RawBodyHttpAgent extends http.Agent {
  constructor(
    options: http.AgentOptions,
    private readonly connectMs: number
  ) {
    super(options);
  }

  override createConnection(
    options: http.ClientRequestArgs,
    connected?: OnConnected
  ): Duplex | null | undefined {
    return connectLimited(options, this.connectMs, raw => super.createConnection(raw, connected));
  }
}

/** Without the limit a lost network would look like a slow answer, and count as a try. */
function connectLimited<Options extends object>(
  options: Options,
  connectMs: number,
  connect: (raw: Options & { readonly onread: OnReadOpts }) => Duplex | null | undefined
): Duplex | null | undefined {
  const socket = connectRaw(onread => connect({ ...options, onread }));
  if (socket instanceof Socket) {
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('connecting took too long'), NO_WAY));
    }, connectMs);
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () =>
      clearTimeout(timer)
    );
    socket.once('close', () => clearTimeout(timer));
  }
  return socket;
}
