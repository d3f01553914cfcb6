import { setTimeout as sleep } from 'node:timers/promises';

/** Lets bytes pass no faster than it should. */
export interface IBrake {
  pass(bytes: number): Promise<void>;
}

/** A line of `rate()` bytes a second; 0 does not brake. Those who share it wait for one another. */
export class Line implements IBrake {
  private freeAt = 0;

  constructor(private readonly rate: () => number) {}

  async pass(bytes: number): Promise<void> {
    const rate = this.rate();
    if (rate === 0) {
      return;
    }
    const now = performance.now();
    this.freeAt = Math.max(this.freeAt, now) + (bytes / rate) * 1000;
    const wait = this.freeAt - now;
    if (wait > 1) {
      await sleep(wait);
    }
  }
}

/** Several brakes one after the other. */
export function inSeries(...brakes: IBrake[]): IBrake {
  return {
    pass: async bytes => {
      for (const brake of brakes) {
        await brake.pass(bytes);
      }
    }
  };
}

export const NO_BRAKE: IBrake = {
  pass: async () => {
    // Admin answers are as fast as they can be.
  }
};
