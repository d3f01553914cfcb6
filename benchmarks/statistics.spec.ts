import { describe, expect, it } from '@jest/globals';
import { median, percentile } from './statistics';

describe('statistics', () => {
  it('takes the middle, or the mean of the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });

  it('finds what 95 of 100 do not exceed', () => {
    const values = Array.from({ length: 101 }, (_, n) => n);
    expect(percentile(values, 0.95)).toBe(95);
  });
});
