/** One agent for every call to Google: keep-alive, and through the proxy that the environment names. */
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { connectTapped } from './tap';

/** `url` is where the calls go; HTTPS_PROXY and NO_PROXY decide (proxy-from-env's rules). */
export function createAgent(url: string, maxSockets: number): http.Agent {
  const options = {
    keepAlive: true,
    maxSockets,
    maxFreeSockets: maxSockets,
    scheduling: 'lifo'
  } as const;
  const proxy = getProxyForUrl(url);
  if (proxy !== '') {
    return new HttpsProxyAgent(proxy, options);
  }
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
