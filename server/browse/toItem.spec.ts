import { describe, expect, it } from '@jest/globals';
import { fileNamed, folderNamed } from '../testing/treeDrive';
import { toItem } from './toItem';

describe('a file of Drive as an item of the panel', () => {
  it.each([
    [
      'has the last segment as its name',
      fileNamed('a', { name: 'a/b' }),
      'My Drive/x (a).csv',
      {
        name: 'x (a).csv',
        title: 'a/b',
        path: 'My Drive/x (a).csv'
      }
    ],
    ['at the top has its path as its name', fileNamed('a'), 'x', { name: 'x', path: 'x' }],
    ['in My Drive', fileNamed('a'), 'a', { inSharedDrive: false, ownedByMe: true, size: 3 }],
    [
      'in a shared drive',
      fileNamed('a', { driveId: 'd', ownedByMe: false }),
      'a',
      { inSharedDrive: true, ownedByMe: false }
    ],
    ['that is a folder', folderNamed('a'), 'a', { kind: 'folder', size: null, md5: null }],
    [
      'that is a shortcut, whose key stays here',
      fileNamed('a', {
        kind: 'shortcut',
        target: { id: 't', kind: 'file', mimeType: 'a/b', resourceKey: 'secret' }
      }),
      'a',
      { kind: 'shortcut', target: { id: 't', kind: 'file', mimeType: 'a/b' } }
    ]
  ])('%s', (_, file, path, expected) => {
    expect(toItem(file, path)).toMatchObject(expected);
  });

  it('tells no key, no parents and no id of a drive', () => {
    const item = toItem(fileNamed('a', { resourceKey: 'secret', driveId: 'drive-id' }), 'a');
    expect(JSON.stringify(item)).not.toMatch(/secret|drive-id|"my"/);
  });
});
