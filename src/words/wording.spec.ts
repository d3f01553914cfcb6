import { describe, expect, it } from '@jest/globals';
import { detail, folder, size } from './wording';

const failure = (details: Record<string, string | number | boolean>) => ({
  code: 'internal',
  message: '',
  details
});

describe('the details of a failure', () => {
  it.each([
    [{}, 'otherwise'],
    [{ key: '' }, 'otherwise'],
    [{ key: 'text' }, 'text'],
    [{ key: 0 }, '0'],
    [{ key: false }, 'false']
  ])('%j are worded as %s', (details, text) => {
    expect(detail(failure(details), 'key', 'otherwise')).toBe(text);
  });

  it.each([
    [{ key: 2048 }, '2 KB'],
    [{ key: '2048' }, 'otherwise'],
    [{}, 'otherwise']
  ])('%j are written as the size %s', (details, text) => {
    expect(size(failure(details), 'key', 'otherwise')).toBe(text);
  });

  it('name the root of the workspace by a slash', () => {
    expect([folder(failure({ path: '' })), folder(failure({ path: 'data' }))]).toEqual([
      '/',
      'data'
    ]);
  });
});
