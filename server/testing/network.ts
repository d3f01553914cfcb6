/** The network between a proxy and the emulator, to be cut in the middle of something. For specs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';

/** A listener whose queue is full: the kernel drops the first packet of whoever connects. */
const BLACK_HOLE = `
import socket, sys
hole = socket.socket()
hole.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
hole.bind(("127.0.0.1", int(sys.argv[1])))
hole.listen(0)
queue = [socket.socket() for _ in range(4)]
for each in queue:
    each.setblocking(False)
    each.connect_ex(hole.getsockname())
print(hole.getsockname()[1], flush=True)
sys.stdin.read()
`;

/** Connecting to this port of loopback gets no answer until `close`; 0 is any port. */
export async function openBlackHole(
  port = 0
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const child = spawn('python3', ['-c', BLACK_HOLE, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit']
  });
  const lines = createInterface({ input: child.stdout });
  const first: unknown[] = await once(lines, 'line');
  return {
    port: Number(first[0]),
    close: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    }
  };
}

type Direction = 'up' | 'down';

/** Passes everything on to a server of loopback, until it is cut; `mend` makes it whole again. */
export class Network {
  private readonly sockets = new Set<net.Socket>();
  private readonly server: net.Server;
  private limit: { direction: Direction; bytes: number; reached: () => void } | null = null;
  private port = 0;

  private constructor(private readonly target: URL) {
    this.server = net.createServer(socket => this.connect(socket));
  }

  static async to(url: string): Promise<Network> {
    const network = new Network(new URL(url));
    await network.mend();
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get portNumber(): number {
    return this.port;
  }

  /** Cuts the network as soon as that many more bytes passed; resolves then. */
  async cutAfter(direction: Direction, bytes: number): Promise<void> {
    await new Promise<void>(reached => (this.limit = { direction, bytes, reached }));
    await this.cut();
  }

  /** From now on connections are refused. */
  async cut(): Promise<void> {
    if (this.server.listening) {
      const closed = once(this.server, 'close');
      this.server.close();
      this.sockets.forEach(socket => socket.destroy());
      await closed;
    }
  }

  async mend(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  private connect(near: net.Socket): void {
    const far = net.connect(Number(this.target.port), this.target.hostname);
    this.pass(near, far, 'up');
    this.pass(far, near, 'down');
  }

  private pass(from: net.Socket, to: net.Socket, direction: Direction): void {
    this.sockets.add(from);
    from.on('data', (bytes: Buffer) => this.count(direction, bytes.length));
    from.once('error', () => to.destroy());
    from.once('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
    from.pipe(to);
  }

  private count(direction: Direction, bytes: number): void {
    if (this.limit?.direction === direction) {
      this.limit.bytes -= bytes;
      if (this.limit.bytes <= 0) {
        this.limit.reached();
        this.limit = null;
      }
    }
  }
}
