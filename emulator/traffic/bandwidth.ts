import { setTimeout as sleep } from 'node:timers/promises';

/** Lets bytes pass no faster than it should. */
export interface IBrake {
  pass(bytes: number): Promise<void>;
  /** The number of bytes at a time that keeps the flow even. */
  grainBytes(): number;
}

/** Time that passes, in milliseconds. */
interface ITime {
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

const REAL_TIME: ITime = { now: () => performance.now(), sleep: ms => sleep(ms) };

/** Bytes flow in steps of this length. */
const STEP_SECONDS = 0.05;

/** A line of `rate()` bytes a second; 0 does not brake. Those who share it wait for one another. */
export class Line implements IBrake {
  private freeAt = 0;

  constructor(
    private readonly rate: () => number,
    private readonly time: ITime = REAL_TIME
  ) {}

  async pass(bytes: number): Promise<void> {
    const rate = this.rate();
    if (rate === 0) {
      return;
    }
    const now = this.time.now();
    this.freeAt = Math.max(this.freeAt, now) + (bytes / rate) * 1000;
    const wait = this.freeAt - now;
    if (wait > 1) {
      await this.time.sleep(wait);
    }
  }

  grainBytes(): number {
    const rate = this.rate();
    return rate === 0 ? Infinity : Math.max(1, Math.ceil(rate * STEP_SECONDS));
  }
}

/** As fast as the slowest of these brakes. */
export function together(...brakes: IBrake[]): IBrake {
  return {
    pass: async bytes => {
      await Promise.all(brakes.map(brake => brake.pass(bytes)));
    },
    grainBytes: () => Math.min(...brakes.map(brake => brake.grainBytes()))
  };
}

/** Admin answers are as fast as they can be. */
export const NO_BRAKE: IBrake = new Line(() => 0);

/** The piece in parts of at most `grain` bytes. */
export function* inGrains(piece: Buffer, grain: number): Generator<Buffer> {
  for (let at = 0; at < piece.length; at += grain) {
    yield piece.subarray(at, Math.min(piece.length, at + grain));
  }
}
