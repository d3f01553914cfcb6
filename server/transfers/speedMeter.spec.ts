import { describe, expect, it } from '@jest/globals';
import { SpeedMeter } from './speedMeter';

type Bytes = readonly (readonly [at: number, bytes: number])[];

describe('the speed', () => {
  it.each<[string, Bytes, number, number | null]>([
    ['is unknown before the first bytes', [], 1_000, null],
    ['of the first moment counts as a quarter of a second', [[1_000, 100]], 1_000, 400],
    [
      'is bytes a second',
      [
        [0, 1_000],
        [1_000, 1_000]
      ],
      2_000,
      1_000
    ],
    [
      'forgets what is older than five seconds',
      [
        [0, 9_999_999],
        [6_000, 500]
      ],
      6_500,
      1_000
    ],
    ['falls while nothing comes', [[0, 4_000]], 4_000, 1_000],
    ['is unknown again after a long pause', [[0, 4_000]], 5_001, null],
    [
      'gathers what comes at once',
      [
        [0, 1],
        [1, 1],
        [249, 1],
        [250, 1]
      ],
      1_000,
      4
    ]
  ])('%s', (_name, bytes, now, speed) => {
    const meter = new SpeedMeter();
    bytes.forEach(([at, count]) => meter.add(count, at));
    expect(meter.speed(now)).toBe(speed);
  });
});
