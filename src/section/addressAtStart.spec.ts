import { describe, expect, it } from '@jest/globals';
import { readAddress } from './addressAtStart';

describe('the address with which JupyterLab starts', () => {
  it.each([
    ['', '', [], false],
    ['data/a.csv', '', [], true],
    ['GDrive:My Drive/a b.csv', '?reset', ['My Drive/a b.csv'], false],
    ['GDrive:My Drive/data/', '', ['My Drive/data'], false],
    ['GDrive:', '', [''], false],
    ['', '?file-browser-path=GDrive%3AMy%20Drive', ['My Drive'], false],
    ['a.csv', '?file-browser-path=GDrive%3AMy%20Drive', ['My Drive'], true],
    ['GDrive', '', [], true]
  ])('%s%s leads into Drive to %j', (treePath, search, drivePaths, hasWorkspacePath) => {
    expect(readAddress(treePath, search)).toEqual({ drivePaths, hasWorkspacePath });
  });
});
