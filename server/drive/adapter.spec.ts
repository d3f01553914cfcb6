import { describe, expect, it } from '@jest/globals';
import { FILE_FIELDS, kindOf, toDriveFile } from './adapter';

const GOOGLE = 'application/vnd.google-apps.';
const NOTHING = {
  ...{ id: '', name: '', kind: 'file', mimeType: 'application/octet-stream' },
  ...{ size: null, md5: null, headRevisionId: null, modified: null, created: null },
  ...{ parents: [], driveId: null, ownedByMe: false, target: null, resourceKey: null },
  ...{ starred: false, trashed: false, link: null, owner: '' },
  capabilities: { download: true, edit: false, addChildren: false }
};

describe('the kind of an item', () => {
  it.each([
    [`${GOOGLE}folder`, 'folder'],
    [`${GOOGLE}shortcut`, 'shortcut'],
    [`${GOOGLE}document`, 'document'],
    [`${GOOGLE}something-of-next-year`, 'document'],
    ['application/vnd.google.colaboratory', 'file'],
    ['text/csv', 'file'],
    ['', 'file']
  ])('of type “%s” is %s', (mimeType, kind) => {
    expect(kindOf(mimeType)).toBe(kind);
  });
});

describe('an item of Google', () => {
  it('without any field is a harmless file', () => {
    expect(toDriveFile({})).toEqual(NOTHING);
  });

  it('keeps what is asked for, field by field', () => {
    const file = {
      ...{ id: '1a', name: 'a.csv', mimeType: 'text/csv', size: '12', md5Checksum: 'm' },
      ...{ headRevisionId: 'r', modifiedTime: 't1', createdTime: 't0', parents: ['p'] },
      ...{ driveId: 'd', ownedByMe: true, resourceKey: 'k', starred: true, trashed: true },
      webViewLink: 'l',
      owners: [{ displayName: 'Ada' }, { displayName: 'Bob' }],
      capabilities: { canDownload: false, canEdit: true, canAddChildren: true }
    };
    expect(toDriveFile(file)).toEqual({
      ...{ id: '1a', name: 'a.csv', kind: 'file', mimeType: 'text/csv', size: 12, md5: 'm' },
      ...{ headRevisionId: 'r', modified: 't1', created: 't0', parents: ['p'], driveId: 'd' },
      ...{ ownedByMe: true, target: null, resourceKey: 'k', starred: true, trashed: true },
      ...{
        link: 'l',
        owner: 'Ada',
        capabilities: { download: false, edit: true, addChildren: true }
      }
    });
    expect(Object.keys(file).filter(field => !FILE_FIELDS.includes(field))).toEqual([]);
  });

  it('that is a document has neither size nor checksum, whatever Drive says', () => {
    const mimeType = `${GOOGLE}document`;
    const told = { mimeType, size: '1024', md5Checksum: 'm', headRevisionId: 'r' };
    expect(toDriveFile(told)).toMatchObject({ size: null, md5: null, headRevisionId: null });
  });

  it.each([
    ['0', 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', null],
    ['-1', null],
    ['1.5', null],
    ['many', null],
    [null, null],
    [undefined, null]
  ])('of %j bytes has the size %j', (size, bytes) => {
    expect(toDriveFile({ size }).size).toBe(bytes);
  });

  it.each([
    ['to a folder', { targetId: 't', targetMimeType: `${GOOGLE}folder` }, 'folder', null],
    ['with a key', { targetId: 't', targetMimeType: 'a/b', targetResourceKey: 'k' }, 'file', 'k'],
    ['without a type', { targetId: 't' }, 'file', null]
  ])('that is a shortcut %s names its target', (_how, shortcutDetails, kind, resourceKey) => {
    expect(toDriveFile({ shortcutDetails }).target).toMatchObject({ id: 't', kind, resourceKey });
  });

  it('that is a shortcut to nothing has no target', () => {
    expect(toDriveFile({ shortcutDetails: {} }).target).toBeNull();
  });
});
