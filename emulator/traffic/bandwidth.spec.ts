import { describe, expect, it } from '@jest/globals';

import { Line, inGrains, together } from './bandwidth';

describe('a line of limited bandwidth', () => {
  it('passes bytes in steps of a twentieth of a second, the slowest line’s', () => {
    const slow = new Line(() => 1000);
    const free = new Line(() => 0);
    expect([slow.grainBytes(), free.grainBytes(), together(free, slow).grainBytes()]).toEqual([
      50,
      Infinity,
      50
    ]);
  });

  it('takes the time that its rate asks for, shared by all who use it', async () => {
    const waits: number[] = [];
    const time = {
      now: () => 5000,
      sleep: (ms: number) => Promise.resolve(waits.push(ms))
    };
    const line = new Line(() => 100_000, time);
    await Promise.all([line.pass(2000), line.pass(3000)]);
    expect(waits).toEqual([20, 50]);
  });

  it('cuts a piece without losing a byte', () => {
    const piece = Buffer.from('0123456789');
    const grains = [...inGrains(piece, 4)].map(String);
    expect([grains, [...inGrains(piece, Infinity)].map(String)]).toEqual([
      ['0123', '4567', '89'],
      ['0123456789']
    ]);
  });
});
