import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { RunningMd5 } from './runningMd5';

describe('a running MD5', () => {
  it('is that of all bytes, however often it steps back', () => {
    const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, n) => n % 251));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(300), fc.nat(5_000)), { maxLength: 60 }), steps => {
        const running = new RunningMd5();
        for (const [length, back] of steps) {
          running.add(bytes.subarray(running.offset, running.offset + length));
          running.stepBack(Math.max(back, running.offset - 600));
        }
        running.add(bytes.subarray(running.offset));
        expect([running.offset, running.digest()]).toEqual([
          bytes.length,
          createHash('md5').update(bytes).digest('hex')
        ]);
      })
    );
  });

  it('never steps back further than it was asked to, but to the beginning', () => {
    const running = new RunningMd5();
    for (let n = 0; n < 100; n += 1) {
      running.add(Buffer.from('x'));
    }
    running.stepBack(90);
    expect(running.offset).toBe(90);
    running.stepBack(3);
    expect(running.offset).toBe(0);
  });
});
