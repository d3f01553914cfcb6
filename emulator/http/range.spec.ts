import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseRange } from './range';

describe('parseRange', () => {
  it.each([
    [undefined, 10, 'whole'],
    ['bytes=0-4', 10, { start: 0, end: 5 }],
    ['bytes=5-', 10, { start: 5, end: 10 }],
    ['bytes=5-99', 10, { start: 5, end: 10 }],
    ['bytes=-3', 10, { start: 7, end: 10 }],
    ['bytes=-30', 10, { start: 0, end: 10 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=0-104857600', 0, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=4-2', 10, 'whole'],
    ['bytes=0-1,3-4', 10, 'whole'],
    ['items=0-1', 10, 'whole'],
    ['bytes=a-b', 10, 'whole'],
    ['bytes=-', 10, 'whole']
  ])('reads %s of %i bytes', (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected);
  });

  it('gives a part of the file, or none, for any text', () => {
    const header = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => `bytes=${a}-${b}`),
      fc.nat(60).map(a => `bytes=${a}-`),
      fc.nat(60).map(a => `bytes=-${a}`)
    );
    fc.assert(
      fc.property(header, fc.nat(50), (text, size) => {
        const range = parseRange(text, size);
        if (typeof range === 'object') {
          expect(range.start).toBeLessThan(range.end);
          expect(range.end).toBeLessThanOrEqual(size);
        }
      })
    );
  });
});
