import { describe, expect, it } from '@jest/globals';

import type { Item } from '../drive/items';
import { permissionFor } from '../drive/store';
import { emptyStore, viewerOf } from '../testing/items';
import { idsOfGroup } from './group';
import { compileQuery } from './match';
import { parseQuery } from './parser';

const ADA = 'ada@example.org';
const GRACE = 'grace@example.org';
const store = emptyStore();
const asking = { store, viewer: viewerOf(ADA) };
const put = (name: string, more: object = {}): Item =>
  store.insert({ name, mimeType: 'text/plain', owner: ADA, ...more });
const root = store.rootOf(ADA).id;

put('Été 2024.csv', { parents: [root], mimeType: 'text/csv', modifiedTime: Date.UTC(2024, 5, 1) });
put('HelloWorld', { parents: [root], starredBy: new Set([ADA]), description: 'a long story' });
put('shared', { owner: GRACE, permissions: [permissionFor(ADA, 'reader', Date.UTC(2025, 0, 1))] });
put('labelled', { properties: { kind: 'x' }, appProperties: { kind: 'y' } });
put('old', { trashed: true, explicitlyTrashed: true, viewedBy: new Map([[ADA, 1000]]) });
put('link', { shortcut: { targetId: 'far', targetMimeType: 'image/png' } });
put('open', { permissions: [{ id: 'a', type: 'anyone', role: 'reader', sharedAt: 1 }] });

const found = (q: string): string[] => {
  const query = parseQuery(q);
  if (query === undefined) {
    throw new Error('a blank query');
  }
  const test = compileQuery(query, asking);
  return [...store.all.newestFirst()]
    .filter(test)
    .map(item => item.name)
    .sort();
};

describe('a query finds', () => {
  it.each([
    [`name = 'helloworld'`, ['HelloWorld']],
    [`name = 'été 2024.csv'`, []],
    [`name contains '2024'`, ['Été 2024.csv']],
    [`name contains 'World'`, []],
    [`fullText contains 'story'`, ['HelloWorld']],
    [`fullText contains '"long story"'`, ['HelloWorld']],
    [`mimeType contains 'text/c'`, ['Été 2024.csv']],
    [`mimeType = 'TEXT/CSV'`, ['Été 2024.csv']],
    [`'root' in parents`, ['HelloWorld', 'Été 2024.csv']],
    [`'me' in owners and 'root' in parents and not starred = true`, ['Été 2024.csv']],
    [`'${GRACE}' in owners`, ['shared']],
    [`'GRACE@example.org' in writers`, ['shared']],
    [`sharedWithMe`, ['shared']],
    [`sharedWithMeTime > '2024-12-31'`, ['shared']],
    [`properties has { key='kind' and value='x' }`, ['labelled']],
    [`appProperties has { key='kind' and value='x' }`, []],
    [`trashed = true`, ['old']],
    [`viewedByMeTime <= '1970-01-01T00:00:01'`, ['old']],
    [`modifiedTime = '2024-06-01'`, ['Été 2024.csv']],
    [`shortcutDetails.targetId = 'far'`, ['link']],
    [`shortcutDetails.targetMimeType = 'image/png'`, ['link']],
    [`visibility = 'anyoneWithLink'`, ['open']],
    [`starred = true or name = 'open'`, ['HelloWorld', 'open']]
  ])('%s', (q, names) => {
    expect(found(q)).toEqual(names);
  });
});

describe('the parents a query is about', () => {
  it.each<[string, string[] | undefined]>([
    [`'a' in parents`, ['a']],
    [`'a' in parents or 'b' in parents`, ['a', 'b']],
    [`trashed = false and ('a' in parents or ('b' in parents or 'c' in parents))`, ['a', 'b', 'c']],
    [`'root' in parents`, [root]],
    [`'a' in parents or trashed = true`, undefined],
    [`not 'a' in parents`, undefined],
    [`trashed = true`, undefined],
    ['', undefined]
  ])('%s', (q, ids) => {
    const group = idsOfGroup(parseQuery(q), asking);
    expect(group && [...group]).toEqual(ids);
  });
});
