import { describe, expect, it } from '@jest/globals';
import { SharedWork } from './sharedWork';

/** Work that ends when told to, and is seen being aborted. */
function createWork() {
  let signal = new AbortController().signal;
  let finish = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  const shared = new SharedWork(given => {
    signal = given;
    return new Promise((resolve, reject) => {
      finish = resolve;
      fail = reject;
      given.addEventListener('abort', () => reject(new Error('aborted')));
    });
  });
  return {
    shared,
    finish: () => finish(),
    fail: (error: Error) => fail(error),
    isAborted: () => signal.aborted
  };
}

describe('work that several wait for', () => {
  it('goes on while one of them waits, and ends with the last', async () => {
    const { shared, isAborted } = createWork();
    const [first, second] = [new AbortController(), new AbortController()];
    const outcomes = Promise.allSettled([shared.join(first.signal), shared.join(second.signal)]);
    first.abort(new Error('first left'));
    await Promise.resolve();
    expect([isAborted(), shared.isOver]).toEqual([false, false]);
    second.abort(new Error('second left'));
    expect(await outcomes).toEqual([
      { status: 'rejected', reason: new Error('first left') },
      { status: 'rejected', reason: new Error('second left') }
    ]);
    expect([isAborted(), shared.isOver]).toEqual([true, true]);
  });

  it('comes to its end for who stayed', async () => {
    const { shared, finish, isAborted } = createWork();
    const first = new AbortController();
    const left = shared.join(first.signal);
    const stayed = shared.join(new AbortController().signal);
    first.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    finish();
    await expect(stayed).resolves.toBeUndefined();
    expect([isAborted(), shared.isOver]).toEqual([true, true]); // nothing is under way any more
  });

  it('tells all of them when it fails', async () => {
    const { shared, fail } = createWork();
    const both = [1, 2].map(() => shared.join(new AbortController().signal));
    const gone = new Error('gone');
    fail(gone);
    expect(await Promise.allSettled(both)).toEqual([
      { status: 'rejected', reason: gone },
      { status: 'rejected', reason: gone }
    ]);
  });

  it('lets nobody in who has gone already', async () => {
    const { shared, finish } = createWork();
    await expect(shared.join(AbortSignal.abort('gone'))).rejects.toBe('gone');
    expect(shared.isOver).toBe(false);
    finish();
  });
});
