import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../clock';
import { Cache } from './cache';

let now: number;
let cache: Cache<string>;
const kept = (): string[] => ['a', 'b', 'c'].filter(key => cache.get(key) !== null);

beforeEach(() => {
  now = 1_000;
  cache = new Cache({ ...systemClock, now: () => now }, { ttlMs: 100, most: 2 });
  cache.set('a', 'A');
  cache.set('b', 'B');
});

describe('a cache', () => {
  it('keeps an answer for its time, counted from when it was given', () => {
    now += 50;
    cache.get('a');
    cache.set('b', 'B2');
    now += 50;
    expect([cache.get('a'), cache.get('b')]).toEqual([null, 'B2']);
    now += 50;
    expect(cache.get('b')).toBeNull();
  });

  it('lets the longest unused go when there are too many', () => {
    cache.get('a');
    cache.set('c', 'C');
    expect(kept()).toEqual(['a', 'c']);
  });

  it('forgets what is outdated, and nothing else', () => {
    cache.forget(value => value === 'A');
    expect(kept()).toEqual(['b']);
  });

  it('does not know what was deleted', () => {
    cache.delete('b');
    expect(kept()).toEqual(['a']);
  });
});
