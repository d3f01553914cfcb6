import { describe, expect, it } from '@jest/globals';
import { isEnterable, itemOf, toEntry, toFolder, untrustNotebook } from './contentsModel';
import { item } from '../testing/samples';

const folder = item({ name: 'data', path: 'My Drive/data', kind: 'folder', size: null });
const target = { id: 't', mimeType: 'x', kind: 'folder' } as const;

describe('an item as a contents model', () => {
  it('keeps the name that ends its path, is read-only, and carries the item', () => {
    const model = toEntry(item({ name: 'a∕b.csv', title: 'a/b.csv', path: 'My Drive/a∕b.csv' }));
    expect(model).toMatchObject({
      name: 'a∕b.csv',
      path: 'My Drive/a∕b.csv',
      type: 'file',
      writable: false,
      size: 7,
      content: null
    });
    expect(itemOf(model)?.title).toBe('a/b.csv');
  });

  it.each([
    ['a folder', folder, 'directory'],
    ['a shortcut to a folder', item({ kind: 'shortcut', target }), 'directory'],
    ['a dangling shortcut', item({ kind: 'shortcut' }), 'file'],
    ['a notebook', item({ name: 'N.IPYNB' }), 'notebook'],
    [
      'a notebook of Colab, whatever its name',
      item({ name: 'Untitled', mimeType: 'application/vnd.google.colaboratory' }),
      'notebook'
    ],
    ['a Google document', item({ kind: 'document', name: 'Report' }), 'file']
  ] as const)('takes %s for what JupyterLab can do with it', (_, drive, type) => {
    expect(toEntry(drive).type).toBe(type);
    expect(isEnterable(drive)).toBe(type === 'directory');
  });

  it('lists a folder in the order given and says whether there is more', () => {
    const page = { folder, items: [item({ name: 'z' }), item({ name: 'a' })], hasMore: true };
    const model = toFolder(page);
    expect([model.type, model.gdriveHasMore, model.content]).toEqual([
      'directory',
      true,
      page.items.map(toEntry)
    ]);
  });
});

describe('untrustNotebook', () => {
  it('takes the trust of every cell, and nothing else', () => {
    const cell = (metadata: object) => ({ cell_type: 'code', metadata, source: '' });
    expect(
      untrustNotebook({
        nbformat: 4,
        metadata: { trusted: 'a title' },
        cells: [cell({ trusted: true, tags: ['x'] }), cell({}), 'odd', null]
      })
    ).toEqual({
      nbformat: 4,
      metadata: { trusted: 'a title' },
      cells: [cell({ tags: ['x'] }), cell({}), 'odd', null]
    });
  });

  it('looks into the worksheets of old notebooks', () => {
    const old = { worksheets: [{ cells: [{ metadata: { trusted: true } }] }] };
    expect(untrustNotebook(old)).toEqual({ worksheets: [{ cells: [{ metadata: {} }] }] });
  });

  it.each([[null], [7], [[1]], [{ cells: 'none' }]])('leaves %j as it is', value => {
    expect(untrustNotebook(value)).toEqual(value);
  });
});
