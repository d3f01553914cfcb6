import type { Hash } from 'node:crypto';
import { createCipheriv, createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import type { DigestKind, IContent } from './content';
import { PIECE_BYTES } from './content';

/** No multiple of a power of two: a piece written at the wrong offset never fits by accident. */
const BLOCK_BYTES = 8 * 1024 * 1024 - 3;
const ROTATIONS = 64;
const TAIL_BYTES = 32;
/** Digests of whole prefixes are remembered, so that 200,000 files of one size cost 64 of them. */
const REMEMBERED_PREFIXES = 4096;

/**
 * Bytes that follow from a seed and a size: a rotation of one pseudo-random block, and 32 bytes at the end
 * that are this seed's alone. Reading hands out slices of the block, so that a file of any size streams at
 * the speed of the socket and holds no memory.
 */
export class GeneratedContent implements IContent {
  private digests: Partial<Record<DigestKind, string | Promise<string>>> | undefined;

  constructor(
    readonly seed: number,
    readonly size: number
  ) {}

  async *read(start: number, end: number): AsyncIterable<Buffer> {
    yield* pieces(this.seed, this.size, start, Math.min(end, this.size));
    await Promise.resolve();
  }

  digest(kind: DigestKind): string | Promise<string> {
    this.digests ??= {};
    const known = this.digests[kind];
    if (known !== undefined) {
      return known;
    }
    const { digests } = this;
    const prefix = prefixHash(kind, this.seed, this.size);
    const finish = (hash: Hash): string => {
      const value = hash.copy().update(tailOf(this.seed, this.size)).digest('hex');
      digests[kind] = value;
      return value;
    };
    if (!(prefix instanceof Promise)) {
      return finish(prefix);
    }
    const coming = prefix.then(finish);
    digests[kind] = coming;
    return coming;
  }
}

let block: Buffer | undefined;

/** One block and a piece more of the same, so that any piece is one slice. */
function theBlock(): Buffer {
  if (block === undefined) {
    const cipher = createCipheriv('aes-128-ctr', 'emulator-of-file', Buffer.alloc(16));
    const bytes = cipher.update(Buffer.alloc(BLOCK_BYTES));
    block = Buffer.concat([bytes, bytes.subarray(0, PIECE_BYTES)]);
  }
  return block;
}

function rotationOf(seed: number): number {
  const turn = ((seed % ROTATIONS) + ROTATIONS) % ROTATIONS;
  return Math.floor((turn * BLOCK_BYTES) / ROTATIONS) + turn;
}

function tailOf(seed: number, size: number): Buffer {
  const tail = createHash('sha256').update(`tail of ${seed}`).digest();
  return tail.subarray(0, Math.min(TAIL_BYTES, size));
}

function* pieces(seed: number, size: number, start: number, end: number): Generator<Buffer> {
  const bodyEnd = Math.max(0, size - TAIL_BYTES);
  yield* body(rotationOf(seed), start, Math.min(end, bodyEnd));
  if (end > bodyEnd) {
    const tail = tailOf(seed, size).subarray(Math.max(0, start - bodyEnd), end - bodyEnd);
    if (tail.length > 0) {
      yield tail;
    }
  }
}

function* body(rotation: number, start: number, end: number): Generator<Buffer> {
  const bytes = theBlock();
  for (let at = start; at < end; at += PIECE_BYTES) {
    const from = (rotation + at) % BLOCK_BYTES;
    yield bytes.subarray(from, from + Math.min(PIECE_BYTES, end - at));
  }
}

const prefixes = new Map<string, Hash | Promise<Hash>>();

function prefixHash(kind: DigestKind, seed: number, size: number): Hash | Promise<Hash> {
  const bodyBytes = Math.max(0, size - TAIL_BYTES);
  const key = `${kind} ${rotationOf(seed)} ${bodyBytes}`;
  const known = prefixes.get(key);
  if (known !== undefined) {
    return known;
  }
  if (prefixes.size >= REMEMBERED_PREFIXES) {
    prefixes.clear();
  }
  const hash =
    bodyBytes <= PIECE_BYTES
      ? hashNow(kind, rotationOf(seed), bodyBytes)
      : hashInTurns(kind, rotationOf(seed), bodyBytes);
  prefixes.set(key, hash);
  return hash;
}

function hashNow(kind: DigestKind, rotation: number, bodyBytes: number): Hash {
  const hash = createHash(kind);
  for (const piece of body(rotation, 0, bodyBytes)) {
    hash.update(piece);
  }
  return hash;
}

/** Large files are digested a piece at a time, so that other requests are answered in between. */
async function hashInTurns(kind: DigestKind, rotation: number, bodyBytes: number): Promise<Hash> {
  const hash = createHash(kind);
  for (const piece of body(rotation, 0, bodyBytes)) {
    hash.update(piece);
    await setImmediate();
  }
  return hash;
}
