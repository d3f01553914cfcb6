/** Agents whose sockets have a tap on them, and are given up where nobody answers the first packet. */
import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { connectTapped } from './tap';

export function createTappedAgent(
  url: string,
  options: http.AgentOptions,
  connectMs: number
): http.Agent {
  return url.startsWith('https:')
    ? new TappedHttpsAgent(options, connectMs)
    : new TappedHttpAgent(options, connectMs);
}

type OnConnected = (error: Error | null, stream: Duplex) => void;

/** As the operating system says it, which takes minutes: there is no way to the other side. */
const NO_WAY = Object.freeze({ code: 'ETIMEDOUT' });

class TappedHttpsAgent extends https.Agent {
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
    const socket = connectTapped(onread => {
      const tapped = { ...options, onread };
      return super.createConnection(tapped, connected);
    });
    return limitConnecting(socket, this.connectMs);
  }
}

class TappedHttpAgent extends http.Agent {
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
    const socket = connectTapped(onread => {
      const tapped = { ...options, onread };
      return super.createConnection(tapped, connected);
    });
    return limitConnecting(socket, this.connectMs);
  }
}

/** Without this a lost network would look like a slow answer, and count as a try. */
function limitConnecting(
  socket: Duplex | null | undefined,
  connectMs: number
): Duplex | null | undefined {
  if (socket instanceof Socket) {
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('nobody answers'), NO_WAY));
    }, connectMs);
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () =>
      clearTimeout(timer)
    );
    socket.once('close', () => clearTimeout(timer));
  }
  return socket;
}
