import { expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
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

it('is not ended by work that fails after nobody waits for it', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): unknown => unhandled.push(reason);
  process.on('unhandledRejection', note);
  const abort = new AbortController();
  abort.abort(GONE);
  const failed = Promise.reject(new Error('too late'));
  await expect(untilAborted(failed, abort.signal)).rejects.toBe(GONE);
  await setImmediate(); // Node tells of what nobody handled when it has nothing else to do
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
