/** The one source of chance (sfc32): the same words give the same numbers, on every machine. */
import { createHash } from 'node:crypto';

export class Random {
  private state: [number, number, number, number];

  constructor(private readonly words: string) {
    const digest = createHash('sha256').update(words).digest();
    this.state = [
      digest.readUInt32LE(0),
      digest.readUInt32LE(4),
      digest.readUInt32LE(8),
      digest.readUInt32LE(12)
    ];
  }

  /** Another one, which does not notice how often this one was asked. */
  fork(name: string): Random {
    return new Random(`${this.words}/${name}`);
  }

  /** In [0, 1). */
  uniform(): number {
    const [a, b, c, count] = this.state;
    const sum = (a + b + count) >>> 0;
    const turned = ((c << 21) | (c >>> 11)) >>> 0;
    this.state = [
      (b ^ (b >>> 9)) >>> 0,
      (c + (c << 3)) >>> 0,
      (turned + sum) >>> 0,
      (count + 1) >>> 0
    ];
    return sum / 2 ** 32;
  }

  /** A whole number in [0, end). */
  below(end: number): number {
    return Math.floor(this.uniform() * end);
  }

  chance(share: number): boolean {
    return this.uniform() < share;
  }

  of<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }
}

/** The element that a number in [0, 1) points at; undefined of an empty list. */
export function at<T>(list: readonly T[], share: number): T | undefined {
  return list[Math.floor(share * list.length)];
}
