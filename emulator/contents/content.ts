import { createHash } from 'node:crypto';

export type DigestKind = 'md5' | 'sha1' | 'sha256';

/** The bytes of one revision. Nothing promises that they are in memory. */
export interface IContent {
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` up to but not including `end`, in pieces that must not be written to. */
  read(start: number, end: number): AsyncIterable<Buffer>;
  /** Lower-case hexadecimal; at once when it is known, computed once otherwise. */
  digest(kind: DigestKind): string | Promise<string>;
}

/** Longest piece that `read` gives: large enough that a socket, not we, is the limit. */
export const PIECE_BYTES = 1024 * 1024;

/** Bytes held in memory: small files that tests hand in, exports, samples. */
export class MemoryContent implements IContent {
  private readonly digests = new Map<DigestKind, string>();

  constructor(readonly bytes: Buffer) {}

  get size(): number {
    return this.bytes.length;
  }

  async *read(start: number, end: number): AsyncIterable<Buffer> {
    for (let at = start; at < end; at += PIECE_BYTES) {
      yield await Promise.resolve(this.bytes.subarray(at, Math.min(end, at + PIECE_BYTES)));
    }
  }

  digest(kind: DigestKind): string {
    const known = this.digests.get(kind) ?? createHash(kind).update(this.bytes).digest('hex');
    this.digests.set(kind, known);
    return known;
  }
}

export const EMPTY_CONTENT: IContent = new MemoryContent(Buffer.alloc(0));
