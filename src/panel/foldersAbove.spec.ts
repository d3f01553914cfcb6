import { describe, expect, it } from '@jest/globals';
import { item } from '../testing/samples';
import { foldersAbove, type FoldersAbove } from './foldersAbove';

const folder = (path: string) => item({ path, kind: 'folder' });
const walk = (...paths: string[]): string[] => {
  const none: FoldersAbove = new Map();
  return [...paths.map(folder).reduce(foldersAbove, none).keys()];
};

describe('the folders that crumbs stand for', () => {
  it('are those on the way down, and no others', () => {
    expect(walk('', 'My Drive', 'My Drive/a', 'My Drive/a/b')).toEqual([
      '',
      'My Drive',
      'My Drive/a',
      'My Drive/a/b'
    ]);
    expect(walk('', 'My Drive/a', 'My Drive/ab')).toEqual(['', 'My Drive/ab']);
    expect(walk('', 'My Drive', 'My Drive/a', 'My Drive')).toEqual(['', 'My Drive']);
  });
});
