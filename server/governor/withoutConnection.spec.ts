/** What the governor does while Google can't be reached. */
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { BrokenConnection } from '../google/apiErrors';
import { call, clock, failing, log, OPTIONS } from '../testing/governing';
import { Governor } from './governor';

const NO_NETWORK = new BrokenConnection(true, 'ENOTFOUND');
let governor: Governor;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  governor = new Governor(OPTIONS, clock, log, () => undefined);
});
afterEach(() => {
  governor.dispose();
  jest.useRealTimers();
});
const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

it('pauses everything, probes with one call, and goes on when a probe comes through', async () => {
  const attempts = Array.from({ length: 6 }, () => failing(NO_NETWORK, NO_NETWORK, NO_NETWORK));
  const all = attempts.map(({ attempt }) => governor.run(call(), attempt));
  const made = (): number => attempts.reduce((sum, each) => sum + each.made, 0);
  await pass(0);
  expect([governor.connection, made()]).toEqual(['offline', 4]);
  await pass(22_499);
  expect(made()).toBe(4);
  await pass(1);
  expect(made()).toBe(5);
  await pass(3_600_000);
  expect([await Promise.all(all), governor.connection]).toEqual([
    ['done', 'done', 'done', 'done', 'done', 'done'],
    'online'
  ]);
});

it('does not count it as a try', async () => {
  const counted = failing(...Array.from({ length: 20 }, () => NO_NETWORK));
  const result = governor.run(call(), counted.attempt);
  await pass(3_600_000);
  expect([await result, counted.made]).toEqual(['done', 21]);
});

it('survives ten minutes with every call under way and waiting, and goes on within half a minute', async () => {
  const lost = clock.now() + 600_000;
  let made = 0;
  const attempt = (): Promise<string> => {
    made += 1;
    return clock.now() < lost ? Promise.reject(NO_NETWORK) : Promise.resolve('done');
  };
  const all = Promise.all(Array.from({ length: 50 }, () => governor.run(call(), attempt)));
  await pass(600_000);
  expect(governor.connection).toBe('offline');
  expect(made).toBeGreaterThan(OPTIONS.maxTries + 20);
  expect(made).toBeLessThan(50);
  await pass(30_000);
  expect([governor.connection, new Set(await all)]).toEqual(['online', new Set(['done'])]);
});

it('tells a person at once', async () => {
  await expect(governor.run(call('panel'), failing(NO_NETWORK).attempt)).rejects.toMatchObject({
    code: 'offline'
  });
});

it('gives up after a day', async () => {
  const counted = failing(...Array.from({ length: 10_000 }, () => NO_NETWORK));
  const result = governor.run(call(), counted.attempt);
  const outcome = expect(result).rejects.toMatchObject({ code: 'offline' });
  await pass(OPTIONS.times.offlineLimitMs + 60_000);
  await outcome;
});
