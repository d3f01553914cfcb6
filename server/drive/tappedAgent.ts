/** Agents whose sockets have a tap on them. */
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { connectTapped } from './tap';

export function createTappedAgent(url: string, options: http.AgentOptions): http.Agent {
  return url.startsWith('https:') ? new TappedHttpsAgent(options) : new TappedHttpAgent(options);
}

type OnConnected = (error: Error | null, stream: Duplex) => void;

class TappedHttpsAgent extends https.Agent {
  override createConnection(
    options: https.RequestOptions,
    connected?: OnConnected
  ): Duplex | null | undefined {
    return connectTapped(onread => {
      const tapped = { ...options, onread };
      return super.createConnection(tapped, connected);
    });
  }
}

class TappedHttpAgent extends http.Agent {
  override createConnection(
    options: http.ClientRequestArgs,
    connected?: OnConnected
  ): Duplex | null | undefined {
    return connectTapped(onread => {
      const tapped = { ...options, onread };
      return super.createConnection(tapped, connected);
    });
  }
}
