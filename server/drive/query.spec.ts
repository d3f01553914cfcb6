import { describe, expect, it } from '@jest/globals';
import { childrenOf, childrenOfAny, literal, nameContains, nameIs } from './query';

describe('a string in Drive’s search language', () => {
  it.each([
    ['plain', "'plain'"],
    ['', "''"],
    ["O'Neil", String.raw`'O\'Neil'`],
    ['back\\slash', String.raw`'back\\slash'`],
    ["\\'", String.raw`'\\\''`],
    ['"double" and \n line', '\'"double" and \n line\''],
    ["' or trashed = true or name = '", String.raw`'\' or trashed = true or name = \''`]
  ])('%j is written as %s', (text, written) => {
    expect(literal(text)).toBe(written);
  });
});

it.each([
  ['children of one', childrenOf('a'), "'a' in parents and trashed = false"],
  ['of one of many', childrenOfAny(['a']), "('a' in parents) and trashed = false"],
  ['of two', childrenOfAny(['a', 'b']), "('a' in parents or 'b' in parents) and trashed = false"],
  ['a beginning of a name', nameContains("it's"), String.raw`name contains 'it\'s'`],
  ['a whole name', nameIs("it's"), String.raw`name = 'it\'s'`]
])('asks for %s', (_what, query, expected) => {
  expect(query).toBe(expected);
});
