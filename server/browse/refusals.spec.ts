import { describe, expect, it } from '@jest/globals';
import { ambiguous, dangling, missing, noView } from './refusals';

describe('a path that leads nowhere', () => {
  it.each([
    ['to no view', noView('x'), 'notFound', /no view “x”.*My Drive, .*Trash\./],
    [
      'in the root folder',
      missing('x', ''),
      'notFound',
      /“x” was not found in the root folder\. L/
    ],
    ['in a folder', missing('x', 'a/b'), 'notFound', /“x” was not found in “a\/b”\. Look/],
    ['past a shortcut', dangling('x', 'why'), 'notFound', /The shortcut “x” points to something/],
    ['to two items', ambiguous('x'), 'conflict', /more than one “x”.*Open or list the folder/]
  ])('%s is told by its name', (_, error, code, sentence) => {
    expect(error).toMatchObject({ code, details: { name: 'x' } });
    expect(error.message).toMatch(sentence);
  });

  it('keeps what was behind it', () => {
    expect(dangling('x', 'why').cause).toBe('why');
  });
});
