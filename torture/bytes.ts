/** Contents that no other file has: bytes that follow from a number, so that half a file fits no version. */
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

const PIECE_BYTES = 1 << 20;

/** The content with this number; two numbers have no piece in common. */
export function bytesOf(number: number, size: number): Buffer {
  const key = createHash('md5').update(`version ${number}`).digest();
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

export function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** From the beginning to the end, wherever the descriptor stands. */
export function md5OfOpen(descriptor: number): string {
  const hash = createHash('md5');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let offset = 0; ;) {
    const read = readSync(descriptor, piece, 0, piece.length, offset);
    if (read === 0) {
      return hash.digest('hex');
    }
    hash.update(piece.subarray(0, read));
    offset += read;
  }
}

export function md5OfFile(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    return md5OfOpen(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export const EMPTY_MD5 = md5Of(Buffer.alloc(0));
