/**
 * How many calls may be under way: additive increase, multiplicative decrease. Pure.
 * It grows by one for each full round of successes, and shrinks once for each round of refusals.
 */
export class Concurrency {
  private limit: number;
  private shrunkAt = Number.NEGATIVE_INFINITY;

  constructor(
    start: number,
    private readonly most: number,
    private readonly calmMs: number
  ) {
    this.limit = Math.min(start, most);
  }

  get now(): number {
    return Math.max(1, Math.floor(this.limit));
  }

  succeeded(): void {
    this.limit = Math.min(this.most, this.limit + 1 / this.limit);
  }

  /** Answers that were under way together count as one refusal. */
  refused(now: number): void {
    if (now - this.shrunkAt >= this.calmMs) {
      this.limit = Math.max(1, this.limit * 0.7);
      this.shrunkAt = now;
    }
  }
}
