import { createHash } from 'node:crypto';

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** A seeded generator (xoshiro128**): the same seed gives the same latencies, faults and ids. */
export class Random {
  private state: [number, number, number, number];

  constructor(seed: number) {
    const digest = createHash('sha256').update(`emulator ${seed}`).digest();
    this.state = [
      digest.readUInt32LE(0),
      digest.readUInt32LE(4),
      digest.readUInt32LE(8),
      digest.readUInt32LE(12)
    ];
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.word() / 2 ** 32;
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return p > 0 && this.uniform() < p;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Lognormal with this median; `sigma` is the deviation of the logarithm. */
  lognormal(median: number, sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const normal = radius * Math.cos(2 * Math.PI * this.uniform());
    return median * Math.exp(sigma * normal);
  }

  letters(count: number): string {
    // Through a buffer: a string put together from letters takes thirty times the memory.
    const bytes = Buffer.allocUnsafe(count);
    for (let at = 0; at < count; at += 1) {
      bytes[at] = ID_LETTERS.charCodeAt(this.word() >>> 26);
    }
    return bytes.toString('latin1');
  }

  private word(): number {
    const [a, b, c, d] = this.state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const c2 = c ^ a;
    const d2 = d ^ b;
    this.state = [(a ^ d2) >>> 0, (b ^ c2) >>> 0, (c2 ^ (b << 9)) >>> 0, rotate(d2, 11) >>> 0];
    return result;
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
