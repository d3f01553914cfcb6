import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Lock, Verdict } from './lock';
import { LockWatch } from './lockWatch';

const TIMES = { lockRenewMs: 10_000, lockStaleMs: 60_000 };
const nobody = { pid: 1, born: null };
const lock = (renewedAt: number): Lock => ({
  ...{ token: 't', machine: 'there', child: nobody, server: null, serverId: 'one', root: '/w' },
  renewedAt
});

let now: number;
let watch: LockWatch;

beforeEach(() => {
  now = 5_000_000;
  watch = new LockWatch(TIMES, () => now);
});

/** What each look tells, at the renewals handed in, one every ten seconds. */
function looks(...renewals: number[]): Verdict[] {
  return renewals.map(renewedAt => {
    const verdict = watch.look('one', lock(renewedAt));
    now += TIMES.lockRenewMs;
    return verdict;
  });
}
const unclear = (times: number): Verdict[] => Array.from({ length: times }, () => 'unclear');

describe('a lock of another machine', () => {
  it.each([
    ['an hour behind ours', 1_400_000],
    ['right', 5_000_000],
    ['an hour ahead of ours', 8_600_000]
  ])('is free when it stands still for a minute of our own, its clock being %s', (_, renewedAt) => {
    const same = Array.from({ length: 8 }, () => renewedAt);
    expect(looks(...same)).toEqual([...unclear(7), 'free']);
  });

  it('is not its owner’s for good after one renewal: that may be the last', () => {
    expect(looks(1, 2, 2, 2, 2, 2, 2, 2, 2)).toEqual([...unclear(8), 'free']);
  });

  it('is its owner’s when that renews it again and again, or set its clock back', () => {
    expect(looks(3, 2, 1)).toEqual(['unclear', 'unclear', 'held']);
  });

  it('is not free because we, or the disk, stood still for an hour', () => {
    expect(looks(1)).toEqual(['unclear']);
    now += 3_600_000;
    expect(looks(1, 1)).toEqual(['unclear', 'unclear']);
  });
});
