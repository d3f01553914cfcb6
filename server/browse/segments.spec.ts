import { describe, expect, it } from '@jest/globals';
import { toLikelyTitle, toSegment } from './segments';

describe('a title as a segment of a path', () => {
  it.each([
    ['plain', 'a b.csv', 'a b.csv'],
    ['a slash', 'a/b', 'a∕b'],
    ['empty', '', '_'],
    ['blank', '  ', '_'],
    ['a dot', '.', '_.'],
    ['two dots', '..', '_..'],
    ['three dots', '...', '...'],
    ['control characters', 'a\nb\u0000', 'a\ufffdb\ufffd'],
    ['turned around', 'cod\u202egnp.exe', 'cod\ufffdgnp.exe'],
    ['decomposed', 'e\u0301', 'é'],
    ['dotless i', 'ışık İ', 'ışık İ']
  ])('%s', (_name, title, segment) => {
    expect(toSegment(title)).toBe(segment);
  });

  it('is cut when it is long, keeps its ending, and cuts no character in two', () => {
    const segment = toSegment(`${'🙂'.repeat(300)}.csv`);
    expect(segment).toBe(`${'🙂'.repeat(195)}….csv`);
  });

  it('tells the title that it came from', () => {
    expect(toLikelyTitle(toSegment('a/b.csv'))).toBe('a/b.csv');
  });
});
