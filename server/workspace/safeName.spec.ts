import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { cutName } from '../../protocol';
import { toSegment } from '../browse/segments';
import { nameKey, toFileName, toFreeName } from './safeName';

describe('a name from Drive in the workspace', () => {
  it.each([
    ['plain', 'a b.csv', 'a b.csv'],
    ['separators', '../..\\.bashrc', '_.._.._.bashrc'],
    ['hidden', '.env', '_.env'],
    ['a dot', '.', '_'],
    ['two dots', '..', '_'],
    ['empty', '', '_'],
    ['a device', 'NUL.txt', '_NUL.txt'],
    ['a device without ending', 'com¹', '_com¹'],
    ['no device', 'console.log', 'console.log'],
    ['refused by Windows', 'a<b>c:d"e|f?g*h', 'a_b_c_d_e_f_g_h'],
    ['ends in dots and blanks', ' a. . ', 'a'],
    ['control characters', 'a\u0000\n\u202eb', 'ab'],
    ['a device before a blank and an ending', 'CON .txt', '_CON .txt'],
    ['a device before several endings', 'aux.tar.gz', '_aux.tar.gz'],
    ['the input of the console', 'CONIN$', '_CONIN$'],
    ['a drive of Windows', 'C:foo', 'C_foo'],
    ['a second stream of Windows', 'foo:bar', 'foo_bar'],
    ['decomposed', 'e\u0301', 'é']
  ])('%s', (_name, title, name) => {
    expect(toFileName(title, false)).toBe(name);
  });

  it('may be hidden where Jupyter shows hidden files', () => {
    expect(toFileName('.env', true)).toBe('.env');
  });

  it('is cut to what a file system takes, and keeps its ending', () => {
    const name = toFileName(`${'é'.repeat(200)}.csv`, false);
    expect([Buffer.byteLength(name), name.endsWith('é.csv')]).toEqual([240, true]);
  });
});

describe('a free name', () => {
  it.each([
    ['a.csv', [], 'a (2).csv'],
    ['a.csv', ['a (2).csv', 'a (3).csv'], 'a (4).csv'],
    ['a.tar.gz', [], 'a (2).tar.gz'],
    ['none', [], 'none (2)']
  ])('beside %s and %j is %s', (name, taken, free) => {
    const names: readonly string[] = taken;
    expect(toFreeName(name, candidate => names.includes(candidate))).toBe(free);
  });
});

it.each([
  ['A.CSV', 'a.csv', true],
  ['e\u0301', 'É', true],
  ['I', 'i', true],
  ['İ', 'i', false],
  ['σ', 'ς', true],
  ['Straße', 'STRASSE', true],
  ['µ', 'μ', true],
  ['ﬁ', 'FI', true],
  ['ΐ', 'Ϊ́', true],
  ['a', 'b', false]
])('%s and %s are one name: %s', (one, other, isOne) => {
  expect(nameKey(one) === nameKey(other)).toBe(isOne);
});

describe('a name of any length', () => {
  afterEach(() => void jest.restoreAllMocks());

  /** Calls that look at characters: each of them takes time. */
  function stepsOf(work: () => unknown): number {
    const looks = [
      jest.spyOn(Buffer, 'byteLength'),
      jest.spyOn(Array, 'from'),
      jest.spyOn(String.prototype, 'slice')
    ];
    work();
    const steps = looks.reduce((sum, look) => sum + look.mock.calls.length, 0);
    jest.restoreAllMocks();
    return steps;
  }

  const strange = fc.constantFrom(
    'x',
    ' ',
    '.',
    'é',
    '😀',
    'a b.',
    '\u0301',
    '-',
    '.tar',
    '\ud800'
  );
  const many = fc.integer({ min: 1, max: 100_000 });

  it('takes no more steps than a short one', () => {
    fc.assert(
      fc.property(strange, many, (piece, length) => {
        const title = `${piece.repeat(Math.ceil(length / piece.length))}x.csv`;
        expect(stepsOf(() => toFileName(title, false))).toBeLessThan(1_100);
        expect(stepsOf(() => toSegment(title))).toBeLessThan(100);
        expect(stepsOf(() => toFreeName(title, () => false))).toBeLessThan(1_100);
      }),
      { numRuns: 60 }
    );
  });

  it('becomes what its beginning and its ending become', () => {
    fc.assert(
      fc.property(strange, many, (piece, length) => {
        const title = `${piece.repeat(length)}x.csv`;
        const name = toFileName(title, false);
        expect(name).toBe(toFileName(cutName(title), false));
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
        expect(name).toMatch(/\.csv$/);
        expect(toSegment(title)).toBe(toSegment(cutName(title)));
      }),
      { numRuns: 60 }
    );
  });

  it('ends in no blank and no dot, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 260 }), length => {
        const name = toFileName(`${'x'.repeat(length)} . . . ${'y'.repeat(50)}`, false);
        expect(name).toMatch(/[xy]$/);
      })
    );
  });
});
