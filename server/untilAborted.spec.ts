import { expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { isOverWithin, onAbort, untilAborted } from './untilAborted';

const GONE = new Error('gone');
const never = new Promise<never>(() => undefined);

it('gives the result of the work', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
  expect(await untilAborted(Promise.resolve(8))).toBe(8);
});

it('does not wait for work that goes on', async () => {
  const abort = new AbortController();
  const waiting = untilAborted(never, abort.signal);
  abort.abort(GONE);
  await expect(waiting).rejects.toBe(GONE);
});

it('does not wait for a signal that was aborted before anybody listened', async () => {
  const { signal } = abortedNow();
  await expect(untilAborted(never, signal)).rejects.toBe(GONE);
  await expect(untilAborted(Promise.resolve(7), signal)).rejects.toBe(GONE);
  const heard: unknown[] = [];
  onAbort(signal, reason => heard.push(reason));
  expect(heard).toEqual([GONE]);
});

it('tells of an abort once, and not after the listener was taken away', () => {
  const abort = new AbortController();
  const heard: string[] = [];
  onAbort(abort.signal, () => heard.push('kept'));
  onAbort(abort.signal, () => heard.push('taken away'))();
  abort.abort(GONE);
  expect(heard).toEqual(['kept']);
});

it('is not ended by work that fails after nobody waits for it', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): unknown => unhandled.push(reason);
  process.on('unhandledRejection', note);
  const failed = Promise.reject(new Error('too late'));
  await expect(untilAborted(failed, abortedNow().signal)).rejects.toBe(GONE);
  await setImmediate(); // Node tells of what nobody handled when it has nothing else to do
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

it('bounds the wait for work that never ends, and takes a failure for an end', async () => {
  expect(await isOverWithin(1, never)).toBe(false);
  expect(await isOverWithin(60_000, Promise.resolve())).toBe(true);
  expect(await isOverWithin(60_000, Promise.reject(GONE))).toBe(true);
});

function abortedNow(): AbortController {
  const abort = new AbortController();
  abort.abort(GONE);
  return abort;
}
