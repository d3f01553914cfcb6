/** Prints the first of some free ports in a row: `node scripts/free_ports.mjs COUNT`. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what systems give to outgoing connections (from 32768 on), so that these stay free. */
const [LOWEST, HIGHEST] = [20_000, 30_000];

const isFree = port =>
  new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

const count = Number(process.argv[2] ?? 1);
for (;;) {
  const first = randomInt(LOWEST, HIGHEST);
  const ports = Array.from({ length: count }, (_, n) => first + n);
  const free = await Promise.all(ports.map(isFree));
  if (free.every(Boolean)) {
    console.log(first);
    break;
  }
}
