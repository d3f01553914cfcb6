import { describe, expect, it } from '@jest/globals';
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
  ['a', 'b', false]
])('%s and %s are one name: %s', (one, other, isOne) => {
  expect(nameKey(one) === nameKey(other)).toBe(isOne);
});
