import { beforeEach, describe, expect, it } from '@jest/globals';
import type { IClock } from '../clock';
import { Tokens, type AccessToken } from './tokens';

const HOUR = 3_600_000;
const EARLY = 300_000;
const { signal } = new AbortController();

let now: number;
let fetched: number;
let fails: boolean;
let tokens: Tokens;

const clock: IClock = {
  now: () => now,
  sleep: () => Promise.reject(new Error('Nobody should wait here.')),
  random: () => 0
};
async function fetchToken(): Promise<AccessToken> {
  await Promise.resolve();
  if (fails) {
    throw new Error('refused');
  }
  fetched += 1;
  return { token: `token ${fetched}`, expiresAt: now + HOUR };
}

beforeEach(() => {
  [now, fetched, fails] = [0, 0, false];
  tokens = new Tokens(fetchToken, clock, EARLY);
});

describe('an access token', () => {
  it.each([
    ['is kept', 0, 'token 1'],
    ['is kept until shortly before its end', HOUR - EARLY - 1, 'token 1'],
    ['is renewed early', HOUR - EARLY, 'token 2'],
    ['is renewed after its end', 2 * HOUR, 'token 2']
  ])('%s', async (_, later, expected) => {
    await tokens.token(signal);
    now = later;
    expect(await tokens.token(signal)).toBe(expected);
  });

  it('is asked for once, for all who wait', async () => {
    const all = await Promise.all([1, 2, 3].map(() => tokens.token(signal)));
    expect(all).toEqual(['token 1', 'token 1', 'token 1']);
  });

  it('is asked for anew when it was dropped', async () => {
    await tokens.token(signal);
    tokens.drop();
    expect(await tokens.token(signal)).toBe('token 2');
  });

  it('is asked for again after a failure', async () => {
    fails = true;
    await expect(tokens.token(signal)).rejects.toThrow('refused');
    fails = false;
    expect(await tokens.token(signal)).toBe('token 1');
  });

  it('is not for one who left, but for those who stay', async () => {
    const leaving = new AbortController();
    const left = tokens.token(leaving.signal);
    const stays = tokens.token(signal);
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    await expect(tokens.token(leaving.signal)).rejects.toThrow('left');
    expect([await stays, fetched]).toEqual(['token 1', 1]);
  });
});
