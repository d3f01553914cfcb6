import { describe, expect, it } from '@jest/globals';
import { TokenBucket } from './tokenBucket';

/** Times at which writes go, if they go as early as they may. */
function times(pace: TokenBucket, count: number): number[] {
  let now = 0;
  return Array.from({ length: count }, () => {
    now += pace.waitMs(now);
    pace.take(now);
    return now;
  });
}

describe('the pace of writes', () => {
  it('lets a burst go at once, then three a second', () => {
    const gone = times(new TokenBucket(3, 40), 70);
    expect(gone[39]).toBe(0);
    expect(gone[69]).toBeGreaterThanOrEqual(10_000);
    expect(gone[69]).toBeLessThan(10_100);
  });

  it('has no burst left after a refusal', () => {
    const pace = new TokenBucket(3, 40);
    pace.empty(0);
    expect(pace.waitMs(0)).toBe(334);
  });
});
