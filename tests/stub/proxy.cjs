// A stand-in for the child alone: what the shim does is what its tests look at.
const http = require('node:http');
const { createInterface } = require('node:readline');
const { rmSync } = require('node:fs');
const path = require('node:path');

const lines = createInterface({ input: process.stdin });
let config;
let held = 0;
let dropped = 0;
const gone = [];
let waiting = [];
const tellWaiting = () => {
  waiting = waiting.filter(tell => !tell());
};
const tellWhen = (response, isTrue) => {
  waiting.push(() => isTrue() && Boolean(response.end(JSON.stringify({ gone }))));
  tellWaiting();
};
const bye = () => {
  if (config?.listen) rmSync(path.dirname(config.listen), { recursive: true, force: true });
  process.exit(0);
};
lines.on('close', bye);
process.on('SIGTERM', bye);
lines.once('line', line => {
  config = JSON.parse(line);
  if (config.subject === 'never-ready') return;
  if (config.subject === 'dies') process.exit(3);
  console.error(JSON.stringify({ level: 40, msg: 'a line of the log', extra: 1 }));
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    if (request.headers.authorization !== `Bearer ${config.secret}`) {
      response.writeHead(401).end();
    } else if (url.pathname === '/api/die') {
      process.exit(1);
    } else if (url.pathname === '/api/drop') {
      // The first ones are not answered, and their connections closed; the child goes on.
      dropped += 1;
      if (dropped <= Number(url.searchParams.get('times'))) request.socket.destroy();
      else response.end(JSON.stringify({ dropped, pid: process.pid }));
    } else if (url.pathname === '/api/halfway') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => process.exit(1));
    } else if (url.pathname === '/api/hang') {
      // Never answered. `hanging?n=` answers once that many are held, `gone?method=` once such a one left.
      held += 1;
      response.on('close', () => {
        gone.push(request.method);
        tellWaiting();
      });
      tellWaiting();
    } else if (url.pathname === '/api/hanging') {
      tellWhen(response, () => held >= Number(url.searchParams.get('n')));
    } else if (url.pathname === '/api/gone') {
      tellWhen(response, () => gone.includes(url.searchParams.get('method')));
    } else if (url.pathname === '/api/busy') {
      console.log(JSON.stringify({ busy: Number(url.searchParams.get('n')) }));
      response.end('{}');
    } else if (url.pathname === '/api/big') {
      const block = Buffer.alloc(1 << 20, 7);
      let left = Number(url.searchParams.get('blocks'));
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      const pump = () => {
        while (left > 0) {
          left -= 1;
          if (!response.write(block)) return response.once('drain', pump);
        }
        response.end();
      };
      pump();
    } else {
      const parts = [];
      request.on('data', part => parts.push(part));
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' });
        response.end(
          JSON.stringify({
            method: request.method,
            url: request.url,
            headers: request.headers,
            body: Buffer.concat(parts).toString(),
            config: { ...config, secret: undefined },
            argv: process.argv.slice(2),
            env: Object.keys(process.env),
            pid: process.pid
          })
        );
      });
    }
  });
  const where = config.listen ?? { port: 0, host: '127.0.0.1' };
  server.listen(where, () => {
    const ready = config.listen ? { socket: config.listen } : { port: server.address().port };
    console.log(JSON.stringify(ready));
  });
});
