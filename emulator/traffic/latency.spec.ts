import { describe, expect, it } from '@jest/globals';

import { Random } from '../random';
import { latencyOf } from './latency';

describe('the latency model', () => {
  const median = (values: number[]): number =>
    values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const sample = (
    ...args: [Parameters<typeof latencyOf>[0], Parameters<typeof latencyOf>[1]]
  ): number => {
    const random = new Random(1);
    return median(Array.from({ length: 2001 }, () => latencyOf(...args, random)));
  };

  it.each([
    ['get', {}, 290],
    ['list', { items: 1000 }, 620],
    ['list', { isGrouped: true }, 1520],
    ['media', { bytes: 20_000 }, 560],
    ['media', { bytes: 87e6, isRange: true }, 1300],
    ['media', { bytes: 4 * 1024 * 1024 }, 930],
    ['createSmall', {}, 2000],
    ['none', {}, 0]
  ] as const)('of %s %j has the measured median', (kind, effort, expected) => {
    expect(Math.abs(sample(kind, effort) - expected)).toBeLessThanOrEqual(expected * 0.03);
  });

  it('follows from the seed', () => {
    const first = (seed: number): number => latencyOf('list', {}, new Random(seed));
    expect([first(5) === first(5), first(5) === first(6)]).toEqual([true, false]);
  });
});
