import { describe, expect, it } from '@jest/globals';
import { MOST_ROWS } from '../../protocol/routes';
import { FolderQuery } from './folderQuery';

describe('what is asked of a folder', () => {
  it('is its first page by name at first', () => {
    expect(new FolderQuery().requestFor('My Drive')).toEqual({
      path: 'My Drive',
      sort: 'name',
      limit: '200'
    });
  });

  it('follows the person in the folder shown, and keeps the order elsewhere', () => {
    const query = new FolderQuery();
    query.moveTo('a');
    Object.assign(query, {
      order: { key: 'size', descending: true },
      search: ' x ',
      limit: 600,
      reason: 'refresh'
    });
    expect(query.requestFor('a')).toEqual({
      path: 'a',
      sort: '-size',
      limit: '600',
      search: 'x',
      fresh: '1'
    });
    expect(query.requestFor('b')).toEqual({ path: 'b', sort: '-size', limit: '200', fresh: '1' });
  });

  it('starts from the top in another folder, not in the same', () => {
    const query = new FolderQuery();
    query.moveTo('a');
    query.search = 'x';
    query.moveTo('a');
    expect(query.search).toBe('x');
    query.moveTo('b');
    expect([query.search, query.limit]).toEqual(['', 200]);
  });

  it('asks for more, up to what the proxy gives', () => {
    const query = new FolderQuery();
    query.showMore();
    expect(query.limit).toBe(400);
    for (let click = 0; click < 20; click += 1) {
      query.showMore();
    }
    expect(query.limit).toBe(MOST_ROWS);
  });
});
