/**
 * A socket whose bytes can be taken before they become a stream. Node makes a buffer, an event and a
 * pass through the HTTP parser of every TLS record, that is of every 16 kB: for a large body that costs
 * two thirds of the processor time and a hundred megabytes of garbage. So the head of an answer is read
 * as ever, and a large body is tapped; afterwards the connection can't serve another request.
 */
import type { IncomingMessage } from 'node:http';
import { Socket, type OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';

const BUFFER_BYTES = 1 << 16;
/** One for all sockets: what arrives is taken, or copied, before the next socket is read. */
const arriving = Buffer.allocUnsafeSlow(BUFFER_BYTES);

/** Takes bytes that are good only until it returns; false asks for a pause, but a few more may come. */
export type TakeNow = (bytes: Buffer) => boolean;

export class Tap {
  private take: TakeNow | null = null;
  private readonly held: Buffer[] = [];

  constructor(private readonly socket: Socket) {}

  /** Called by the socket for whatever arrives; false pauses it. */
  arrived(bytes: Buffer): boolean {
    if (this.take !== null) {
      return this.take(bytes);
    }
    const goesOn = this.socket.push(Buffer.from(bytes));
    return goesOn && !this.isHeld; // it may have been the head of a body that is tapped
  }

  private get isHeld(): boolean {
    return this.take !== null;
  }

  /** From now on nothing reaches the stream. */
  hold(): void {
    this.take = bytes => {
      this.held.push(Buffer.from(bytes));
      return false;
    };
  }

  /** Hands over `first`, which the stream had before, then what was held, then what arrives. */
  open(first: Buffer | null, take: TakeNow): void {
    this.take = take;
    const waiting = first === null ? this.held.splice(0) : [first, ...this.held.splice(0)];
    const wishes = waiting.map(take);
    if (!wishes.includes(false)) {
      this.resume();
    }
  }

  resume(): void {
    this.socket.resume();
  }
}

const taps = new WeakMap<Socket, Tap>();

/** Makes a socket by `connect`, with a tap on it. */
export function connectTapped(
  connect: (onread: OnReadOpts) => Duplex | null | undefined
): Duplex | null | undefined {
  const made: { tap: Tap | null } = { tap: null };
  const socket = connect({
    buffer: arriving,
    callback: (count, buffer) =>
      made.tap?.arrived(Buffer.from(buffer.buffer, buffer.byteOffset, count)) ?? true
  });
  if (socket instanceof Socket) {
    made.tap = new Tap(socket);
    taps.set(socket, made.tap);
  }
  return socket;
}

/** null where the agent made no tap: behind a proxy. */
export function tapOf({ socket }: IncomingMessage): Tap | null {
  return taps.get(socket) ?? null;
}
