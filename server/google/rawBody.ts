/**
 * A socket whose bytes can be taken before they become a stream. Of every TLS record (16 kB) Node makes a
 * buffer, an event and a pass through the HTTP parser: for a large body that costs two thirds of the
 * processor time and a hundred megabytes of garbage. So the head of an answer is read as ever, and a large
 * body is taken raw from the socket; afterwards the connection can't serve another request.
 */
import type { IncomingMessage } from 'node:http';
import { Socket, type OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';

const BUFFER_BYTES = 1 << 16;
/** One for all sockets: what arrives is taken, or copied, before the next socket is read. */
const arriving = Buffer.allocUnsafeSlow(BUFFER_BYTES);

/** Takes bytes that are good only until it returns; false asks for a pause, but a few more may come. */
type ImmediateSink = (bytes: Buffer) => boolean;

export class RawBody {
  private sink: ImmediateSink | null = null;
  private readonly held: Buffer[] = [];

  constructor(private readonly socket: Socket) {}

  /** Called by the socket for whatever arrives; false pauses it. */
  arrived(bytes: Buffer): boolean {
    if (this.sink !== null) {
      return this.sink(bytes);
    }
    const goesOn = this.socket.push(Buffer.from(bytes));
    return goesOn && !this.isHeld; // it may have been the head of a body that is taken raw
  }

  private get isHeld(): boolean {
    return this.sink !== null;
  }

  /** From now on nothing reaches the stream. */
  hold(): void {
    this.sink = bytes => {
      this.held.push(Buffer.from(bytes));
      return false;
    };
  }

  /** Hands over `first`, which the stream had before, then what was held, then what arrives. */
  open(first: Buffer | null, sink: ImmediateSink): void {
    this.sink = sink;
    const waiting = first === null ? this.held.splice(0) : [first, ...this.held.splice(0)];
    const wishes = waiting.map(sink);
    if (!wishes.includes(false)) {
      this.resume();
    }
  }

  resume(): void {
    this.socket.resume();
  }
}

const rawBodies = new WeakMap<Socket, RawBody>();

/** Makes a socket by `connect`, whose body can be taken raw. */
export function connectRaw(
  connect: (onread: OnReadOpts) => Duplex | null | undefined
): Duplex | null | undefined {
  const made: { rawBody: RawBody | null } = { rawBody: null };
  const socket = connect({
    buffer: arriving,
    callback: (count, buffer) =>
      made.rawBody?.arrived(Buffer.from(buffer.buffer, buffer.byteOffset, count)) ?? true
  });
  if (socket instanceof Socket) {
    made.rawBody = new RawBody(socket);
    rawBodies.set(socket, made.rawBody);
  }
  return socket;
}

/** null where the agent did not prepare the socket for it: behind a proxy. */
export function rawBodyOf({ socket }: IncomingMessage): RawBody | null {
  return rawBodies.get(socket) ?? null;
}
