import type { IClock } from '../clock';

/** A clock that stands still until it is told; who sleeps can be waited for. */
export class StandingClock implements IClock {
  private time = 1_000_000;
  private sleepers: { until: number; wake: () => void }[] = [];
  private waiting: (() => void)[] = [];

  now = (): number => this.time;
  random = (): number => 0.5;

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const sleeper = { until: this.time + ms, wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.sleepers = this.sleepers.filter(other => other !== sleeper);
        reject(new Error('stopped'));
      });
      this.waiting.splice(0).forEach(look => look());
    });

  pass(ms: number): void {
    this.time += ms;
    const due = this.sleepers.filter(({ until }) => until <= this.time);
    this.sleepers = this.sleepers.filter(({ until }) => until > this.time);
    due.forEach(({ wake }) => wake());
  }

  /** Resolves when that many sleep: whatever the last ones did is done. */
  async asleep(count: number): Promise<void> {
    while (this.sleepers.length < count) {
      await new Promise<void>(resolve => this.waiting.push(resolve));
    }
  }
}
