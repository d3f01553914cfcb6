import { describe, expect, it } from '@jest/globals';
import { VIEWS, type SortKey } from '../../protocol';
import { listOf, queryOf, VIEW_ITEMS, viewId, viewItem } from './views';

const key = (parent: string, more: object = {}) => ({
  ...{ parent, sort: 'name' as SortKey, descending: false, search: '' },
  ...more
});
const FOLDER = "'folder' in parents and trashed = false";
const SHARED = 'sharedWithMe = true and trashed = false';

describe('what Drive is asked for', () => {
  it.each([
    ['a folder', key('folder'), FOLDER, 'folder,name_natural'],
    ['a folder with a quote', key("o'f"), "'o\\'f' in parents and trashed = false", 'folder,name'],
    ['what was shared', key(viewId('Shared with me')), SHARED, 'folder,name_natural'],
    ['starred', key(viewId('Starred')), 'starred = true and trashed = false', 'folder,name'],
    ['the bin', key(viewId('Trash')), 'trashed = true', 'folder,name_natural'],
    [
      'recent, never by a column',
      key(viewId('Recent'), { sort: 'size', descending: true }),
      "mimeType != 'application/vnd.google-apps.folder' and trashed = false",
      'recency desc'
    ],
    ['by time', key('folder', { sort: 'modified' }), FOLDER, 'folder,modifiedTime'],
    ['by size', key('folder', { sort: 'size' }), FOLDER, 'folder,quotaBytesUsed'],
    [
      'turned around, folders first all the same',
      key('folder', { descending: true }),
      FOLDER,
      'folder,name_natural desc'
    ],
    [
      'a search in a folder',
      key('folder', { search: "it's" }),
      `${FOLDER} and name contains 'it\\'s'`,
      'folder,name'
    ],
    [
      'a search in a view',
      key(viewId('Shared with me'), { search: 'a' }),
      `${SHARED} and name contains 'a'`,
      'folder,name'
    ]
  ])('%s', (_, asked, q, order) => {
    const { orderBy, ...rest } = listOf(asked, 'a drive');
    expect(rest).toEqual({ q, driveId: 'a drive' });
    expect(orderBy?.startsWith(order)).toBe(true);
  });

  it('no search among shared drives, which have no query', () => {
    const plain = queryOf(key(viewId('Shared drives')));
    expect(queryOf(key(viewId('Shared drives'), { search: 'a' }))).toBe(plain);
  });
});

describe('the top entries', () => {
  it.each(VIEWS.map((view, at) => [view, at] as const))('%s is an item', (view, at) => {
    expect(VIEW_ITEMS[at]).toEqual(viewItem(view));
    expect(viewItem(view)).toMatchObject({
      ...{ id: `view:${view}`, name: view, title: view, path: view, kind: 'view' },
      capabilities: { download: false, edit: false, addChildren: false }
    });
  });
});
