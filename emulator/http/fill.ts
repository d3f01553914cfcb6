/** Bodies of any length for faults: made while they are sent, so that a gigabyte takes no memory. */
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

export type Fill = {
  head?: string;
  /** Repeated `times` times; without end where that is left out. */
  piece: string;
  times?: number;
  tail?: string;
  /** Zipped on the way: few bytes there, many here. */
  gzip?: boolean;
};

const BLOCK_BYTES = 1 << 16;

export function filled(fill: Fill): AsyncIterable<Buffer> {
  const plain = Readable.from(blocks(fill), { objectMode: false });
  return fill.gzip === true ? plain.pipe(createGzip()) : plain;
}

function* blocks({ head = '', piece, times = Infinity, tail = '' }: Fill): Generator<Buffer> {
  yield Buffer.from(head);
  const inBlock = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, piece.length)));
  const block = Buffer.from(piece.repeat(inBlock));
  for (let left = times; left > 0; left -= inBlock) {
    yield left < inBlock ? Buffer.from(piece.repeat(left)) : block;
  }
  yield Buffer.from(tail);
}
