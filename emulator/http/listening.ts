import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Server as NetServer } from 'node:net';

/** Starts listening; resolves with the port. */
export async function listen(server: NetServer, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Stops listening and cuts what is open. */
export async function close(server: Server | TlsServer): Promise<void> {
  const closed = new Promise<void>(resolve => {
    server.close(() => {
      resolve();
    });
  });
  server.closeAllConnections();
  await closed;
}

/** Clients keep connections for long; so does Google. */
export const KEEP_ALIVE_MS = 240_000;
