import { describe, expect, it } from '@jest/globals';
import { toDriveFile } from './adapter';
import { keyHeader, ResourceKeys } from './resourceKeys';
import { childrenOf, childrenOfAny, nameIs } from './query';

const HEADER = 'x-goog-drive-resource-keys';

describe('resource keys', () => {
  it('are learnt from an item and from the target of a shortcut, and never unlearnt', () => {
    const keys = new ResourceKeys();
    const item = { id: 'item', name: 'a' };
    const shortcutDetails = { targetId: 'target', targetResourceKey: '0-t' };
    keys.learnFrom(toDriveFile({ ...item, resourceKey: '0-i', shortcutDetails }));
    keys.learnFrom(toDriveFile(item));
    keys.learn('target', null);
    expect(['item', 'target', 'other'].map(id => keys.of(id))).toEqual(['0-i', '0-t', null]);
  });

  it.each([
    ['one folder', childrenOf('a'), { [HEADER]: 'a/0-a' }],
    [
      'several, of which some have one',
      childrenOfAny(['a', 'x', 'b-_']),
      { [HEADER]: 'a/0-a,b-_/0-b' }
    ],
    ['a folder without one', childrenOf('x'), {}],
    ['a name that looks like a folder', nameIs("'a' in parents"), {}],
    ['no folder', 'starred = true', {}]
  ])('go along with a query for %s', (_what, query, headers) => {
    const keys = new ResourceKeys();
    keys.learn('a', '0-a');
    keys.learn('b-_', '0-b');
    expect(keys.headersForQuery(query)).toEqual(headers);
  });

  it('that a header can’t hold are none', () => {
    const { resourceKey } = toDriveFile({ id: 'item', name: 'a', resourceKey: '0-a\r\nx: y' });
    expect(resourceKey).toBeNull();
  });

  it('go along with one item', () => {
    expect([keyHeader('a', '0-a'), keyHeader('a', null)]).toEqual([{ [HEADER]: 'a/0-a' }, {}]);
  });
});
