import { describe, expect, it } from '@jest/globals';
import { FILE_FIELDS, kindOf, toDriveFile, toFilePage } from './adapter';

const GOOGLE = 'application/vnd.google-apps.';
const NOTHING = {
  ...{ id: '1a', name: 'a', kind: 'file', mimeType: 'application/octet-stream' },
  ...{ size: null, md5: null, headRevisionId: null, modified: null, created: null },
  ...{ parents: [], driveId: null, ownedByMe: false, target: null, resourceKey: null },
  ...{ starred: false, trashed: false, link: null, owner: '' },
  capabilities: { download: true, edit: false, addChildren: false }
};

const [T0, T1] = ['2020-01-02T03:04:05.678Z', '2021-01-02T03:04:05Z'];
const LEAST = { id: '1a', name: 'a' };

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
  it('with nothing but id and name is a harmless file', () => {
    expect(toDriveFile(LEAST)).toEqual(NOTHING);
  });

  it('keeps what is asked for, field by field', () => {
    const file = {
      ...{ id: '1a', name: 'a.csv', mimeType: 'text/csv', size: '12', md5Checksum: 'm' },
      ...{ headRevisionId: 'r', modifiedTime: T1, createdTime: T0, parents: ['p'] },
      ...{ driveId: 'd', ownedByMe: true, resourceKey: 'k', starred: true, trashed: true },
      webViewLink: 'https://l',
      owners: [{ displayName: 'Ada' }, { displayName: 'Bob' }],
      capabilities: { canDownload: false, canEdit: true, canAddChildren: true }
    };
    expect(toDriveFile(file)).toEqual({
      ...{ id: '1a', name: 'a.csv', kind: 'file', mimeType: 'text/csv', size: 12, md5: 'm' },
      ...{ headRevisionId: 'r', modified: T1, created: T0, parents: ['p'], driveId: 'd' },
      ...{ ownedByMe: true, target: null, resourceKey: 'k', starred: true, trashed: true },
      ...{
        link: 'https://l',
        owner: 'Ada',
        capabilities: { download: false, edit: true, addChildren: true }
      }
    });
    expect(Object.keys(file).filter(field => !FILE_FIELDS.includes(field))).toEqual([]);
  });

  it('that is a document has neither size nor checksum, whatever Drive says', () => {
    const mimeType = `${GOOGLE}document`;
    const told = { ...LEAST, mimeType, size: '1024', md5Checksum: 'm', headRevisionId: 'r' };
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
    expect(toDriveFile({ ...LEAST, size }).size).toBe(bytes);
  });

  it.each([
    ['to a folder', { targetId: 't', targetMimeType: `${GOOGLE}folder` }, 'folder', null],
    ['with a key', { targetId: 't', targetMimeType: 'a/b', targetResourceKey: 'k' }, 'file', 'k'],
    ['without a type', { targetId: 't' }, 'file', null]
  ])('that is a shortcut %s names its target', (_how, shortcutDetails, kind, resourceKey) => {
    expect(toDriveFile({ ...LEAST, shortcutDetails }).target).toMatchObject({
      id: 't',
      kind,
      resourceKey
    });
  });

  it('that is a shortcut to nothing has no target', () => {
    expect(toDriveFile({ ...LEAST, shortcutDetails: {} }).target).toBeNull();
  });
});

describe('an answer of another shape than Drive’s', () => {
  const ITEM: Readonly<Record<string, unknown>> = {
    ...{ id: '1a', name: 'a.csv', mimeType: 'text/csv', size: '12', md5Checksum: 'm' },
    ...{ headRevisionId: 'r', modifiedTime: T1, createdTime: T0, parents: ['p'] },
    ...{ driveId: 'd', ownedByMe: true, resourceKey: 'k', starred: true, trashed: true },
    ...{ webViewLink: 'https://l', owners: [{ displayName: 'Ada' }] },
    shortcutDetails: { targetId: 't', targetMimeType: 'a/b', targetResourceKey: 'k' },
    capabilities: { canDownload: false, canEdit: true, canAddChildren: true }
  };
  const broken = expect.objectContaining({ reason: 'brokenAnswer' });
  const failureOf = (read: () => unknown): unknown => {
    try {
      return { read: read() };
    } catch (error) {
      return error;
    }
  };

  it('is right as it is, to begin with', () => {
    expect(toDriveFile(ITEM)).toMatchObject({ id: '1a', target: { id: 't' } });
  });

  const wrong = [7, {}, [], [7], [{}], true, ''];
  it.each(Object.keys(ITEM).flatMap(key => wrong.map(value => [key, value] as const)))(
    'with %s = %j is refused, or harmless',
    (key, value) => {
      const found = failureOf(() => toDriveFile({ ...ITEM, [key]: value }));
      const isSameType =
        typeof value === typeof ITEM[key] && Array.isArray(value) === Array.isArray(ITEM[key]);
      expect(found).toEqual(isSameType ? expect.anything() : broken);
    }
  );

  it.each([
    ['no id', { id: null }],
    ['an id that is none', { id: '../x' }],
    ['an id without an end', { id: 'x'.repeat(100_000) }],
    ['no name', { name: null }],
    ['a parent that is no id', { parents: ['a/b'] }]
  ])('with %s is refused', (_what, change) => {
    expect(failureOf(() => toDriveFile({ ...ITEM, ...change }))).toEqual(broken);
  });

  it.each([
    ['nothing', {}],
    ['no list', { files: {} }],
    ['no items', { files: [7] }],
    ['null', { files: null }],
    ['a token that is none', { files: [], nextPageToken: 5 }]
  ])('is no empty folder where a list should be: %s', (_what, page) => {
    expect(failureOf(() => toFilePage(page))).toEqual(broken);
  });

  it('has a name that is cut before anything works on it, and keeps its ending', () => {
    const { name } = toDriveFile({ ...ITEM, name: `${'x'.repeat(100_000)}.csv` });
    expect([name.length, name.slice(-6)]).toEqual([1_000, 'x….csv']);
  });

  it.each(['text/html\r\nset-cookie: a', 'a', 'x/'.repeat(500), 'text/ü'])(
    'has no type that a header can’t hold: %j',
    mimeType => {
      expect(toDriveFile({ ...ITEM, mimeType }).mimeType).toBe('application/octet-stream');
    }
  );

  it('has no link that a browser would run', () => {
    expect(toDriveFile({ ...ITEM, webViewLink: 'javascript:alert(1)' }).link).toBeNull();
  });

  it.each([
    ['0001-01-01T00:00:00.000Z', true],
    ['9999-12-31T23:59:59.999Z', true],
    ['1969-12-31T23:59:59+05:30', true],
    ['2026-13-45T00:00:00Z', false],
    ['99999-01-01T00:00:00Z', false],
    ['yesterday', false],
    ['', false]
  ])('has a time that is one, or none: %s', (modifiedTime, isTime) => {
    expect(toDriveFile({ ...ITEM, modifiedTime }).modified).toBe(isTime ? modifiedTime : null);
  });
});
