import { describe, expect, it } from '@jest/globals';
import { resolveDrop } from './dropTarget';

const file = { path: 'data/a.csv', type: 'file' };
const folder = { path: 'data/raw', type: 'directory' };

describe('a drop on the workspace', () => {
  it.each([
    ['the blank area', { crumb: null, row: null }, { folder: 'data', mark: 'list' }],
    ['a file', { crumb: null, row: file }, { folder: 'data', mark: 'list' }],
    ['a folder', { crumb: null, row: folder }, { folder: 'data/raw', mark: 'row' }],
    ['the home crumb', { crumb: '/', row: null }, { folder: '', mark: 'crumb' }],
    ['a crumb', { crumb: '/data/', row: folder }, { folder: 'data', mark: 'crumb' }]
  ] as const)('on %s goes where one would think', (_, spot, drop) => {
    expect(resolveDrop(spot, 'data')).toEqual(drop);
  });
});
