import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { parseContentRange } from './contentRange';
import { CHUNK_UNIT, keptAfterBreak, nextStep } from './uploadState';

describe('parseContentRange', () => {
  it.each([
    [undefined, { kind: 'whole' }],
    ['bytes 0-9/100', { kind: 'chunk', first: 0, last: 9, total: 100 }],
    ['bytes 0-9/*', { kind: 'chunk', first: 0, last: 9 }],
    ['bytes */100', { kind: 'query', total: 100 }],
    ['bytes */*', { kind: 'query' }],
    ['bytes 0--1/0', { kind: 'bad' }],
    ['bytes 5-4/9', { kind: 'bad' }],
    ['bytes 0-9/9', { kind: 'bad' }],
    ['bytes 0-9', { kind: 'bad' }],
    ['0-9/10', { kind: 'bad' }]
  ])('reads %s', (header, expected) => {
    expect(parseContentRange(header)).toEqual(expected);
  });

  it('reads or refuses any text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(parseContentRange(text).kind).toMatch(/^(query|chunk|bad)$/);
      })
    );
  });
});

describe('nextStep', () => {
  const MIB = 1024 * 1024;
  const state = { received: MIB, total: 4 * MIB };

  it.each([
    ['bytes */*', 'report'],
    [`bytes */${4 * MIB}`, 'report'],
    [`bytes ${MIB}-${2 * MIB - 1}/${4 * MIB}`, 'take'],
    [`bytes ${MIB}-${4 * MIB - 1}/${4 * MIB}`, 'take'],
    [`bytes 0-${2 * MIB - 1}/*`, 'take']
  ])('goes on with %s', (header, kind) => {
    expect(nextStep(state, parseContentRange(header), undefined, 0).kind).toBe(kind);
  });

  it.each([
    [`bytes ${2 * MIB}-${3 * MIB - 1}/${4 * MIB}`, undefined, 503, 'exceeds already uploaded size'],
    [`bytes ${MIB}-${MIB + 99}/${4 * MIB}`, undefined, 400, 'multiple of 262144'],
    [`bytes ${MIB}-${2 * MIB - 1}/${5 * MIB}`, undefined, 400, 'differs from'],
    [`bytes ${MIB}-${2 * MIB - 1}/${4 * MIB}`, 7, 400, 'There were 7 byte(s)'],
    ['bytes 0--1/0', 0, 400, 'Failed to parse']
  ])('refuses %s', (header, length, status, words) => {
    expect(nextStep(state, parseContentRange(header), length, 0)).toEqual({
      kind: 'refuse',
      status,
      text: expect.stringContaining(words)
    });
  });

  it('finishes when the last byte was there already', () => {
    const whole = { received: 100, total: undefined };
    expect(nextStep(whole, parseContentRange('bytes */100'), 0, 0)).toEqual({ kind: 'finish' });
  });

  it('never skips a byte, whatever a client sends and whatever is lost', () => {
    const size = 5 * CHUNK_UNIT + 77;
    const act = fc.record({
      first: fc.nat(6 * CHUNK_UNIT),
      units: fc.integer({ min: 1, max: 6 }),
      total: fc.constantFrom(size, undefined, size + 1),
      lost: fc.nat(3 * CHUNK_UNIT),
      keep: fc.constantFrom(0, CHUNK_UNIT, 2 * CHUNK_UNIT)
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), acts => {
        const upload = { received: 0, total: size };
        for (const { first, units, total, lost, keep } of acts) {
          const last = Math.min(size, first + units * CHUNK_UNIT) - 1;
          const header = `bytes ${first}-${last}/${total ?? '*'}`;
          const step = nextStep(upload, parseContentRange(header), undefined, keep);
          if (step.kind !== 'take') {
            continue;
          }
          // What is taken begins exactly where the kept bytes end.
          expect(first + step.skip).toBe(upload.received);
          const sent = last - first + 1;
          const arrived = Math.max(0, Math.min(step.keep, sent - lost - step.skip));
          const isWhole = arrived === step.keep;
          const taken = upload.received + arrived;
          upload.received = isWhole ? taken : Math.max(upload.received, keptAfterBreak(taken));
          expect(upload.received).toBeLessThanOrEqual(size);
          if (step.isLast && isWhole) {
            expect(upload.received).toBe(size);
          }
        }
      })
    );
  });
});
