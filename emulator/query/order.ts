import { sharedWithMe } from '../drive/access';
import { sizeOf } from '../drive/fileResource';
import type { Item } from '../drive/items';
import { isFolder } from '../drive/items';
import { ApiError, forbidden, invalid } from '../drive/refusals';
import type { Asking } from './match';
import { ownValue } from '../json';

export type Order = (a: Item, b: Item) => number;
type Key = { name: string; isDescending: boolean };

const NATURAL = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const FOLDED = new Intl.Collator('en', { sensitivity: 'base' });

/** Reads `folder,name_natural desc`. Refusals and their order: docs/reference/drive.md, "Listing and search". Blank means no order. */
export function parseOrder(text: string): Key[] {
  const keys = text.trim() === '' ? [] : text.split(',').map(parseKey);
  const plain = keys.map(key => (key.name === 'name_natural' ? 'name' : key.name));
  if (new Set(plain).size < plain.length) {
    throw forbidden(
      'orderByContainsDuplicateSortKeys',
      'The orderBy parameter contains duplicate sort keys.',
      'orderBy'
    );
  }
  return keys;
}

/** Starred as a later key is answered with a 500 that never goes away; it is found late (docs/reference/drive.md, "Listing and search"). */
export function refuseUnsortable(keys: readonly Key[]): void {
  if (keys.findIndex(key => key.name === 'starred') > 0) {
    throw new ApiError({ status: 500, message: 'Internal Error', reason: 'internalError' });
  }
}

export function compileOrder(keys: readonly Key[], asking: Asking): Order {
  const orders = keys.map(key => {
    const order = ownValue(ORDERS, key.name)?.(asking) ?? (() => 0);
    return key.isDescending ? (a: Item, b: Item) => order(b, a) : order;
  });
  return (a, b) => {
    for (const order of orders) {
      const result = order(a, b);
      if (result !== 0) {
        return result;
      }
    }
    return b.seq - a.seq;
  };
}

function parseKey(text: string): Key {
  const match = /^\s*([A-Za-z_]+)(?:\s+(desc))?\s*$/.exec(text);
  const name = match?.[1] ?? '';
  if (match === null || !Object.hasOwn(ORDERS, name)) {
    throw invalid('orderBy', `Invalid sort key: ${text.trim()}`);
  }
  return { name, isDescending: match[2] !== undefined };
}

const byNumber =
  (read: (item: Item, email: string, store: Asking['store']) => number) =>
  ({ viewer: { email }, store }: Asking): Order =>
  (a, b) =>
    read(a, email, store) - read(b, email, store);

const ORDERS: Record<string, (asking: Asking) => Order> = {
  createdTime: byNumber(item => item.createdTime),
  folder: byNumber(item => (isFolder(item) ? 0 : 1)),
  modifiedByMeTime: byNumber((item, email) =>
    item.modifiedBy === email ? item.modifiedTime : (item.modifiedByOthers?.get(email) ?? 0)
  ),
  modifiedTime: byNumber(item => item.modifiedTime),
  name: () => (a, b) => FOLDED.compare(a.name, b.name),
  name_natural: () => (a, b) => NATURAL.compare(a.name, b.name),
  quotaBytesUsed: byNumber(item => Number(sizeOf(item) ?? 0)),
  recency: byNumber((item, email) => Math.max(item.modifiedTime, item.viewedBy?.get(email) ?? 0)),
  sharedWithMeTime: byNumber(
    (item, email, store) => sharedWithMe(store, item, email)?.sharedAt ?? 0
  ),
  starred: byNumber((item, email) => (item.starredBy?.has(email) === true ? 0 : 1)),
  viewedByMeTime: byNumber((item, email) => item.viewedBy?.get(email) ?? 0)
};
