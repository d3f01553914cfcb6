/** A company's web proxy, as the way to the emulator leads through it: it connects, refuses, or answers itself. For specs. */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';

export type WebProxyAnswer = {
  /** To CONNECT; 200 leads on. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** After the tunnel stands, in Google's place, to the requests whose head this fits. */
  readonly instead?: { readonly of: RegExp; readonly answer: string };
  /** Says nothing at all. */
  readonly isSilent?: boolean;
};

export class WebProxy {
  /** Heads of the CONNECT requests. */
  readonly asked: string[] = [];
  private readonly open = new Set<Duplex>();

  private constructor(
    private readonly server: http.Server,
    readonly host: string
  ) {}

  static async start(answer: () => WebProxyAnswer): Promise<WebProxy> {
    const server = http.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const proxy = new WebProxy(server, `127.0.0.1:${port}`);
    server.on('connect', (request: http.IncomingMessage, client: Duplex) =>
      proxy.connect(request, client, answer)
    );
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    this.cut();
    await closed;
  }

  /** Ends all tunnels that stand. */
  cut(): void {
    this.open.forEach(socket => socket.destroy());
  }

  private connect(
    request: http.IncomingMessage,
    client: Duplex,
    answer: () => WebProxyAnswer
  ): void {
    const { status, headers = {}, isSilent = false } = answer();
    this.asked.push(JSON.stringify(request.headers));
    this.keep(client);
    if (isSilent) {
      return;
    }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    client.write(`HTTP/1.1 ${status} x\r\n${lines.join('')}\r\n`);
    if (status !== 200) {
      client.end('<html>Blocked by policy</html>');
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const server = net.connect(Number(port), host);
    this.keep(server);
    client.on('data', (bytes: Buffer) => {
      const { instead } = answer();
      if (instead?.of.test(bytes.toString('latin1')) === true) {
        client.end(instead.answer);
      } else {
        server.write(bytes);
      }
    });
    server.pipe(client);
    client.once('close', () => server.destroy());
  }

  private keep(socket: Duplex): void {
    this.open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.open.delete(socket));
  }
}
