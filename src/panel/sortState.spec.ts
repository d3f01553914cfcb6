import { describe, expect, it } from '@jest/globals';
import { toOrder, toSortState } from './sortState';

describe('the order of a folder', () => {
  it.each([
    ['name', false, 'name', 'ascending'],
    ['name', true, 'name', 'descending'],
    ['size', false, 'file_size', 'ascending'],
    ['size', true, 'file_size', 'descending'],
    // The newest first is descending for Drive, and ascending for JupyterLab.
    ['modified', true, 'last_modified', 'ascending'],
    ['modified', false, 'last_modified', 'descending']
  ] as const)(
    'by %s, descending: %s, is that of the header, and back',
    (key, descending, column, direction) => {
      expect([toSortState({ key, descending }), toOrder({ key: column, direction })]).toEqual([
        { key: column, direction },
        { key, descending }
      ]);
    }
  );

  it('is that of names where a column is not one of Drive', () => {
    expect(toOrder({ key: 'date_created', direction: 'ascending' })).toEqual({
      key: 'name',
      descending: false
    });
  });
});
