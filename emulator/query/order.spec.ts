import { describe, expect, it } from '@jest/globals';

import type { Item } from '../drive/items';
import { FOLDER } from '../drive/items';
import { ApiError } from '../drive/refusals';
import { emptyStore, viewerOf } from '../testing/items';
import { compileOrder, parseOrder, refuseUnsortable } from './order';

const ADA = 'ada@example.org';
const store = emptyStore();
const put = (name: string, more: object = {}): Item =>
  store.insert({ name, mimeType: 'text/plain', owner: ADA, modifiedBy: ADA, ...more });
const items = [
  put('img10', { modifiedTime: 30, createdTime: 3, starredBy: new Set([ADA]) }),
  put('Img9', { modifiedTime: 10, createdTime: 2, viewedBy: new Map([[ADA, 50]]) }),
  put('alpha', { modifiedTime: 20, createdTime: 1, mimeType: FOLDER, modifiedBy: 'grace' })
];

const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof ApiError ? [error.refusal.status, error.refusal.reason] : error;
  }
};

describe('orderBy', () => {
  it.each([
    ['', ['alpha', 'Img9', 'img10']],
    ['name', ['alpha', 'img10', 'Img9']],
    ['name_natural', ['alpha', 'Img9', 'img10']],
    ['name_natural desc', ['img10', 'Img9', 'alpha']],
    ['folder,name_natural desc', ['alpha', 'img10', 'Img9']],
    ['modifiedTime', ['Img9', 'alpha', 'img10']],
    ['createdTime desc', ['img10', 'Img9', 'alpha']],
    ['recency desc', ['Img9', 'img10', 'alpha']],
    ['viewedByMeTime desc', ['Img9', 'alpha', 'img10']],
    ['modifiedByMeTime', ['alpha', 'Img9', 'img10']],
    ['starred', ['img10', 'alpha', 'Img9']],
    [' folder ,  name  desc ', ['alpha', 'Img9', 'img10']]
  ])('"%s"; equal items come newest first', (text, names) => {
    const order = compileOrder(parseOrder(text), { store, viewer: viewerOf(ADA) });
    expect([...items].sort(order).map(item => item.name)).toEqual(names);
  });

  it.each([
    ['size', [400, 'invalid']],
    ['name asc', [400, 'invalid']],
    ['name,', [400, 'invalid']],
    ['toString', [400, 'invalid']],
    ['name,name desc', [403, 'orderByContainsDuplicateSortKeys']],
    ['name,name_natural', [403, 'orderByContainsDuplicateSortKeys']]
  ])('refuses "%s"', (text, answer) => {
    expect(refusal(() => parseOrder(text))).toEqual(answer);
  });

  it.each([
    ['starred,name', undefined],
    ['name,starred', [500, 'internalError']]
  ])('answers "%s" as Google does', (text, answer) => {
    expect(refusal(() => refuseUnsortable(parseOrder(text)))).toEqual(answer);
  });
});
