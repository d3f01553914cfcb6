import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { codeOf, isSameTime } from './fsErrors';

describe('the code of a failure', () => {
  it.each<[string, unknown, string]>([
    ['of an error', Object.assign(new Error('x'), { code: 'EACCES' }), 'EACCES'],
    ['of an object', { code: 'ENOSPC' }, 'ENOSPC'],
    ['none', new Error('x'), ''],
    ['a number', { code: 7 }, ''],
    ['of null', null, ''],
    ['of words', 'ENOENT', ''],
    ['of nothing', undefined, '']
  ])('%s', (_, error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  it('of Node’s own errors', async () => {
    expect(codeOf(await readFile('/nowhere/at/all').catch((error: unknown) => error))).toBe(
      'ENOENT'
    );
  });
});

describe('two times of a file', () => {
  it.each([
    ['the same', 1_000, 1_000, true],
    ['a fraction apart', 1_000.7, 1_000, true],
    ['less than two milliseconds apart', 1_000, 1_001.9, true],
    ['two milliseconds apart', 1_000, 1_002, false],
    ['a second apart', 2_000, 1_000, false]
  ])('%s', (_, one, other, isSame) => {
    expect([isSameTime(one, other), isSameTime(other, one)]).toEqual([isSame, isSame]);
  });
});
