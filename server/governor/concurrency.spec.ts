import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Concurrency } from './concurrency';

const CALM_MS = 1_000;

describe('concurrency', () => {
  it('grows by about one for each full round of successes', () => {
    const concurrency = new Concurrency(16, 32, CALM_MS);
    for (let n = 0; n < 17; n += 1) {
      concurrency.succeeded();
    }
    expect(concurrency.now).toBe(17);
  });

  it('counts refusals that were under way together as one', () => {
    const concurrency = new Concurrency(20, 32, CALM_MS);
    for (const at of [0, 1, 500, 999]) {
      concurrency.refused(at);
    }
    expect(concurrency.now).toBe(14);
    concurrency.refused(1_000);
    expect(concurrency.now).toBe(9);
  });

  it('stays between one and the most, whatever happens', () => {
    const event = fc.oneof(fc.constant(null), fc.nat({ max: 5_000 }));
    fc.assert(
      fc.property(fc.array(event), fc.integer({ min: 1, max: 64 }), (events, most) => {
        const concurrency = new Concurrency(16, most, CALM_MS);
        let now = 0;
        for (const pause of events) {
          if (pause === null) {
            concurrency.succeeded();
          } else {
            now += pause;
            concurrency.refused(now);
          }
          expect(concurrency.now).toBeGreaterThanOrEqual(1);
          expect(concurrency.now).toBeLessThanOrEqual(most);
        }
      })
    );
  });
});
