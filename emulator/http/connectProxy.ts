import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

import { GOOGLE_HOSTS } from './certificates';

/**
 * A proxy that leads CONNECT requests for Google's hosts to the TLS port and refuses all others, so that
 * unmodified clients need `HTTPS_PROXY` and nothing else.
 */
export function createConnectProxy(
  host: string,
  tlsPort: number
): { server: Server; /** Cuts all tunnels. */ cut: () => void } {
  const open = new Set<Socket | Duplex>();
  const keep = (socket: Socket | Duplex): void => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  const proxy = createServer((_, response) => {
    response.writeHead(403, { 'Content-Type': 'text/plain' });
    response.end('Only CONNECT to hosts of Google is served here.\n');
  });
  proxy.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    keep(client);
    client.on('error', () => client.destroy());
    const [name = '', port] = (request.url ?? '').split(':');
    if (!GOOGLE_HOSTS.includes(name) || port !== '443') {
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const server = connect(tlsPort, host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.write(head);
      server.pipe(client);
      client.pipe(server);
    });
    keep(server);
    server.on('error', () => client.destroy());
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  });
  const cut = (): void => {
    open.forEach(socket => socket.destroy());
  };
  return { server: proxy, cut };
}
