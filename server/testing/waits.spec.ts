import { describe, expect, it } from '@jest/globals';
import { Waits } from './waits';

describe('a wait', () => {
  it('looks again until it is so, and tells what it saw then', async () => {
    let looks = 0;
    const seen = await new Waits().until(
      'three',
      () => (looks += 1),
      count => count === 3
    );
    expect([seen, looks]).toEqual([3, 3]);
  });

  it('that is given up says what it waited for and saw last, once', async () => {
    const waits = new Waits();
    const waiting = waits.until(
      'the end of abc',
      () => ({ state: 'running' }),
      ({ state }) => state === 'done'
    );
    await new Promise(resolve => setImmediate(resolve)); // it has looked by then
    const sentence = "Waited in vain for the end of abc. Seen last: { state: 'running' }";
    expect(waits.giveUp()).toEqual([sentence]);
    await expect(waiting).rejects.toThrow();
    expect(waits.giveUp()).toEqual([]);
  });

  it('ends with the failure of the look', async () => {
    const waits = new Waits();
    const look = (): Promise<never> => Promise.reject(new Error('the proxy is gone'));
    await expect(waits.until('anything', look, () => true)).rejects.toThrow('the proxy is gone');
    expect(waits.giveUp()).toEqual([]);
  });
});
