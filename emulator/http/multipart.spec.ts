import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ApiError } from '../drive/refusals';
import { boundaryOf, splitParts } from './multipart';

const parts = (text: string, boundary = 'b'): [Record<string, string>, string][] =>
  splitParts(Buffer.from(text), boundary).map(part => [
    Object.fromEntries(part.headers),
    part.body.toString()
  ]);

describe('boundaryOf', () => {
  it.each([
    ['multipart/related; boundary=abc', 'abc'],
    ['multipart/related; boundary="===12=="; charset=x', '===12=='],
    ['multipart/related;BOUNDARY=abc; x=y', 'abc']
  ])('finds it in %s', (header, boundary) => {
    expect(boundaryOf(header)).toBe(boundary);
  });

  it('refuses a header without one', () => {
    expect(() => boundaryOf('multipart/related')).toThrow(ApiError);
  });
});

describe('splitParts', () => {
  it('reads CRLF and LF alike', () => {
    const expected = [
      [{ 'content-type': 'application/json' }, '{}'],
      [{ 'content-type': 'text/plain' }, 'hello']
    ];
    const lines = ['--b', 'Content-Type: application/json', '', '{}', '--b'];
    lines.push('Content-Type: text/plain', '', 'hello', '--b--', '');
    expect([parts(lines.join('\r\n')), parts(lines.join('\n'))]).toEqual([expected, expected]);
  });

  it('keeps a delimiter that does not begin a line', () => {
    expect(parts('--b\n\nx--b y\n--b--')).toEqual([[{}, 'x--b y']]);
  });

  it('decodes base64', () => {
    expect(parts('--b\nContent-Transfer-Encoding: base64\n\naGk=\n--b--')[0]?.[1]).toBe('hi');
  });

  it.each(['', 'nothing here', '--b\n\nno end', '--b\n\nx\n--c--'])('refuses %j', text => {
    expect(() => parts(text)).toThrow(ApiError);
  });

  it('gives back any two bodies as they were sent', () => {
    const body = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(body, body, (first, second) => {
        const boundary = '=====fence=====';
        const sent = Buffer.concat([
          Buffer.from(`--${boundary}\r\nA: b\r\n\r\n`),
          first,
          Buffer.from(`\r\n--${boundary}\r\nA: b\r\n\r\n`),
          second,
          Buffer.from(`\r\n--${boundary}--\r\n`)
        ]);
        const got = splitParts(sent, boundary).map(part => part.body);
        expect(got).toEqual([Buffer.from(first), Buffer.from(second)]);
      })
    );
  });

  it('refuses or reads any bytes, and nothing else', () => {
    const pieces = fc.constantFrom('--b', '\n', '\r\n', '--', 'x', ': ', 'A: b', '--b--');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), texts => {
        try {
          splitParts(Buffer.from(texts.join('')), 'b');
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      })
    );
  });
});
