import { describe, expect, it } from '@jest/globals';
import { Shared } from './shared';

/** What is made and closed, in its order; closing waits until it is let. */
function createThings() {
  const told: string[] = [];
  let count = 0;
  const closings: (() => void)[] = [];
  const make = (): Promise<{ name: string; close: () => Promise<void> }> => {
    count += 1;
    const name = `thing ${count}`;
    told.push(`made ${name}`);
    const close = async (): Promise<void> => {
      told.push(`closing ${name}`);
      await new Promise<void>(resolve => closings.push(resolve));
      told.push(`closed ${name}`);
    };
    return Promise.resolve({ name, close });
  };
  const finishClosing = (): void => closings.splice(0).forEach(finish => finish());
  return { told, make, finishClosing };
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('what is shared', () => {
  it('is made once for all who use it, and closed when the last has let go', async () => {
    const { told, make } = createThings();
    const shared = new Shared();
    const first = await shared.use('a', make);
    const second = await shared.use('a', make);
    const third = shared.keep('a');
    first.release();
    first.release(); // has no effect
    second.release();
    await settled();
    expect([second.value === first.value, told]).toEqual([true, ['made thing 1']]);
    third();
    await settled();
    expect(told).toEqual(['made thing 1', 'closing thing 1']);
  });

  it('is made anew only after the one before is closed', async () => {
    const { told, make, finishClosing } = createThings();
    const shared = new Shared();
    (await shared.use('a', make)).release();
    const next = shared.use('a', make);
    await settled();
    expect(() => shared.keep('a')).toThrow('in use');
    expect(told).toEqual(['made thing 1', 'closing thing 1']);
    finishClosing();
    await next;
    expect(told.slice(2)).toEqual(['closed thing 1', 'made thing 2']);
  });

  it('is one for each key', async () => {
    const { told, make } = createThings();
    const shared = new Shared();
    await shared.use('a', make);
    await shared.use('b', make);
    expect(told).toEqual(['made thing 1', 'made thing 2']);
  });

  it('can be tried again where it could not be made', async () => {
    const { told, make } = createThings();
    const shared = new Shared();
    const fail = (): Promise<never> => Promise.reject(new Error('no disk'));
    await expect(shared.use('a', fail)).rejects.toThrow('no disk');
    await shared.use('a', make);
    expect(told).toEqual(['made thing 1']);
  });

  it('is closed with all the others at the end, whoever uses it still', async () => {
    const { told, make, finishClosing } = createThings();
    const shared = new Shared();
    await shared.use('a', make);
    const end = shared.dispose();
    await settled();
    finishClosing();
    await end;
    expect(told).toEqual(['made thing 1', 'closing thing 1', 'closed thing 1']);
  });
});
