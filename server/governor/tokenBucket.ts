/**
 * Drive takes three writes a second of an account, beside its quota units, and a few more at first
 * (docs/reference/drive.md, "Quota and pace"). A token bucket. Pure but for the times handed in.
 */
export class TokenBucket {
  private tokens: number;
  private filledAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number
  ) {
    this.tokens = burst;
  }

  /** Milliseconds until a write may go; 0 if now. */
  waitMs(now: number): number {
    this.fill(now);
    return this.tokens >= 1 ? 0 : Math.ceil(((1 - this.tokens) / this.perSecond) * 1000);
  }

  take(now: number): void {
    this.fill(now);
    this.tokens -= 1;
  }

  /** Drive said "too fast": the burst is used up, by us or by another user of the account. */
  empty(now: number): void {
    this.fill(now);
    this.tokens = Math.min(this.tokens, 0);
  }

  private fill(now: number): void {
    const seconds = Number.isFinite(this.filledAt) ? Math.max(0, now - this.filledAt) / 1000 : 0;
    this.tokens = Math.min(this.burst, this.tokens + seconds * this.perSecond);
    this.filledAt = now;
  }
}
