/** One agent for every call to Google: keep-alive, and through the proxy that the environment names. */
import type http from 'node:http';
import { createRawBodyAgent } from './rawBodyAgent';
import { TunnelAgent, webProxyFor } from './webProxy';

/** `url` is where the calls go; HTTPS_PROXY and NO_PROXY decide (proxy-from-env's rules). */
export function createAgent(url: string, maxSockets: number, connectMs: number): http.Agent {
  const options = {
    keepAlive: true,
    maxSockets,
    maxFreeSockets: maxSockets,
    scheduling: 'lifo'
  } as const;
  const proxy = webProxyFor(url);
  return proxy === null
    ? createRawBodyAgent(url, options, connectMs)
    : new TunnelAgent(proxy.url, { ...options, connectMs, fault: proxy.fault });
}
