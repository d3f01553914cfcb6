import { expect, it } from '@jest/globals';
import { Interruption, untilAborted } from './interruption';

const GONE = new Interruption('readerGone');

it('gives the result of the work', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
  expect(await untilAborted(Promise.resolve(8))).toBe(8);
});

it('does not wait for work that goes on', async () => {
  const abort = new AbortController();
  const waiting = untilAborted(new Promise<never>(() => undefined), abort.signal);
  abort.abort(GONE);
  await expect(waiting).rejects.toBe(GONE);
  await expect(untilAborted(Promise.resolve(7), abort.signal)).rejects.toBe(GONE);
});
