import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Quota, UNITS, type CallClass } from './quota';

const PER_MINUTE = 325_000;
const MINUTE = 60_000;
const RECOVER_MS = 180_000;

type Spent = { readonly at: number; readonly units: number };

/** Spends as early as is allowed, after each of the pauses; when and what was spent. */
function spendAll(
  calls: readonly { class: CallClass; pause: number }[],
  forPanel: boolean
): Spent[] {
  const quota = new Quota(10_000, RECOVER_MS);
  let now = 0;
  return calls.map(call => {
    now += call.pause;
    const units = UNITS[call.class];
    for (let wait = quota.waitMs(units, forPanel, now); wait > 0;) {
      now += wait;
      wait = quota.waitMs(units, forPanel, now);
    }
    quota.spend(units, now);
    return { at: now, units };
  });
}

function mostInAnyMinute(spent: readonly Spent[]): number {
  const inMinuteFrom = (start: number): number =>
    spent
      .filter(({ at }) => at >= start && at < start + MINUTE)
      .reduce((sum, { units }) => sum + units, 0);
  return Math.max(0, ...spent.map(({ at }) => inMinuteFrom(at)));
}

describe('the quota', () => {
  it('is never exceeded in any sliding minute, whoever asks and whenever', () => {
    const call = fc.record({
      class: fc.constantFrom<CallClass>('get', 'list', 'download', 'edit'),
      pause: fc.nat({ max: 2_000 })
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 200 }), fc.boolean(), (calls, forPanel) => {
        expect(mostInAnyMinute(spendAll(calls, forPanel))).toBeLessThanOrEqual(10_000);
      })
    );
  });

  it('is used to 97 % by transfers alone', () => {
    const quota = new Quota(PER_MINUTE, RECOVER_MS);
    let downloads = 0;
    for (let now = 0; now < 10 * MINUTE; now += 10) {
      while (quota.waitMs(UNITS.download, false, now) === 0) {
        quota.spend(UNITS.download, now);
        downloads += 1;
      }
    }
    expect(downloads).toBeGreaterThanOrEqual(0.97 * 10 * (PER_MINUTE / UNITS.download));
  });

  it('keeps a part for people when transfers have used theirs', () => {
    const quota = new Quota(PER_MINUTE, RECOVER_MS);
    while (quota.waitMs(UNITS.download, false, 0) === 0) {
      quota.spend(UNITS.download, 0);
    }
    expect([
      quota.waitMs(UNITS.download, false, 0) > 0,
      quota.waitMs(UNITS.download, true, 0)
    ]).toEqual([true, 0]);
  });

  it('shrinks with every refusal, never below a twentieth, and is whole again after three minutes', () => {
    const quota = new Quota(PER_MINUTE, RECOVER_MS);
    quota.shrink(0);
    expect(quota.ceiling(0)).toBeCloseTo(0.85 * PER_MINUTE);
    for (let n = 0; n < 50; n += 1) {
      quota.shrink(0);
    }
    expect(quota.ceiling(0)).toBeCloseTo(0.05 * PER_MINUTE);
    expect(quota.ceiling(RECOVER_MS)).toBe(PER_MINUTE);
  });
});
