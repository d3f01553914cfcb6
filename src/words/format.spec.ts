import { describe, expect, it } from '@jest/globals';
import { trans } from '../testing/samples';
import { formatBytes, formatCount, formatDuration, formatTime } from './format';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [1024 ** 2, '1 MB'],
    [1024 ** 3, '1 GB'],
    [1024 ** 4, '1 TB'],
    [209_715_200, '200 MB']
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatCount', () => {
  it('sets thousands apart, in any language', () => {
    expect([formatCount(0), formatCount(999)]).toEqual(['0', '999']);
    expect(formatCount(100_000)).toMatch(/^100\D000$/);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '1 s'],
    [0.4, '1 s'],
    [6.5, '7 s'],
    [59, '59 s'],
    [60, '1 min'],
    [89, '1 min'],
    [3_570, '1 h 0 min'],
    [3_600, '1 h 0 min'],
    [5_400, '1 h 30 min']
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds, trans)).toBe(text);
  });
});

describe('formatTime', () => {
  it('is empty where no time is known', () => {
    expect(formatTime(null)).toBe('');
  });

  it('tells apart what is a minute or a day apart, in any language and zone', () => {
    const times = ['2026-01-02T12:04:05Z', '2026-01-02T12:05:05Z', '2026-01-03T12:04:05Z'];
    expect(new Set(times.map(formatTime)).size).toBe(times.length);
  });

  it.each([
    ['0001-01-01T00:00:00.000Z', /\d/],
    ['9999-12-31T23:59:59.999Z', /\d/],
    ['yesterday', /^–$/],
    ['', /^–$/]
  ])('is a date or a dash for strange times: %s', (time, text) => {
    expect(formatTime(time)).toMatch(text);
  });
});
