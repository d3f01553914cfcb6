/** What a test can do to servers and network: over HTTP, since tests run in another process. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';

/** The way from JupyterLab to Google, which can be cut: then nobody listens. */
export async function createWay(to) {
  const target = new URL(to);
  const sockets = new Set();
  const server = net.createServer(near => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near]
    ]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const listen = port => new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () =>
      new Promise(resolve => {
        server.close(resolve);
        sockets.forEach(socket => socket.destroy());
      }),
    mend: () => (server.listening ? undefined : listen(port))
  };
}

/** Each action by its path; the answer comes when it is done. */
export async function listenForSteering(actions) {
  const server = http.createServer((request, response) => {
    const action = actions[(request.url ?? '').slice(1)];
    Promise.resolve(action?.()).then(
      () => response.writeHead(action ? 204 : 404).end(),
      error => response.writeHead(500).end(String(error))
    );
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

/** Kills the proxies that a server started, as a lack of memory would. */
export function killChildren(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  for (const child of children.filter(isProxy)) {
    process.kill(Number(child), 'SIGKILL');
  }
}

function isProxy(pid) {
  return pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('server.cjs');
}
