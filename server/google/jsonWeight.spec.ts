import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonWeight } from './jsonWeight';

const MOST = 500_000;

/** Whether it bears this, handed over in pieces of so many bytes. */
function bears(json: string, pieceLength: number): boolean {
  const weight = new JsonWeight();
  const bytes = Buffer.from(json);
  let verdict = true;
  for (let at = 0; at < bytes.length; at += pieceLength) {
    verdict = weight.bears(bytes.subarray(at, at + pieceLength));
  }
  return verdict;
}

describe('the weight of JSON', () => {
  it.each([
    ['as many values as it bears', '[' + '0,'.repeat(MOST - 1), true],
    ['one more', '[' + '0,'.repeat(MOST), false],
    ['more signs, but in a text', `["${',['.repeat(MOST)}"]`, true],
    ['more signs after an escaped quote', `["\\"${',['.repeat(MOST)}"]`, true],
    [
      'more signs after an escaped backslash and the end of a text',
      `["\\\\"${','.repeat(MOST)}`,
      false
    ]
  ])('counts %s alike, however it arrives', (_what, json, expected) => {
    expect([1, 2, 3, 1_000, json.length].map(length => bears(json, length))).toEqual(
      Array.from({ length: 5 }, () => expected)
    );
  });

  it('takes any real JSON with few values', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 20 }), (json, length) => {
        expect(bears(json, length)).toBe(true);
      })
    );
  });
});
