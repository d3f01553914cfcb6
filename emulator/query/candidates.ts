import type { Item } from '../drive/items';
import type { SortedItems } from '../drive/sorted';
import type { Asking, Test } from './match';
import { idsOfParents } from './match';
import type { Order } from './order';
import type { Query } from './parser';

export type Page = {
  items: Item[];
  /** Cursor of the next page, if there is one. */ next?: number;
};

type Wanted = {
  test: Test;
  order: Order | undefined;
  /** Without an order the number of the last item given, with one the count of items given. */
  cursor: number | undefined;
  limit: number;
  /** The same for the same order of the same results. */
  orderName: string;
};

/**
 * One page of the items that pass the test. Only the narrowest index that the query allows is looked at:
 * the children of its parents, the shared, the starred, else all.
 */
export function find(asking: Asking, query: Query | undefined, wanted: Wanted): Page {
  const sources = narrowest(asking, query);
  return wanted.order === undefined
    ? inOrderOfCreation(sources, wanted)
    : sorted(asking, sources, wanted, wanted.order);
}

function inOrderOfCreation(sources: readonly SortedItems[], wanted: Wanted): Page {
  const found: Item[] = [];
  const enough = wanted.limit + 1;
  for (const source of sources) {
    let count = 0;
    for (const item of source.newestFirst(wanted.cursor)) {
      if (wanted.test(item)) {
        found.push(item);
        count += 1;
        if (count === enough) {
          break;
        }
      }
    }
  }
  if (sources.length > 1) {
    found.sort((a, b) => b.seq - a.seq);
  }
  const items = unique(found).slice(0, wanted.limit);
  const next = found.length > wanted.limit ? items.at(-1)?.seq : undefined;
  return { items, next };
}

type Remembered = { name: string; generation: number; store: object; items: Item[] };
const REMEMBERED = 8;
const remembered: Remembered[] = [];

/** Sorts all results; later pages of the same list find them sorted, as long as nothing changed. */
function sorted(
  asking: Asking,
  sources: readonly SortedItems[],
  wanted: Wanted,
  order: Order
): Page {
  const { store } = asking;
  const isSame = (each: Remembered): boolean =>
    each.name === wanted.orderName && each.generation === store.generation && each.store === store;
  let known = wanted.cursor === undefined ? undefined : remembered.find(isSame);
  if (known === undefined) {
    const items: Item[] = [];
    for (const source of sources) {
      for (const item of source.newestFirst()) {
        if (wanted.test(item)) {
          items.push(item);
        }
      }
    }
    known = {
      name: wanted.orderName,
      generation: store.generation,
      store,
      items: unique(items).sort(order)
    };
    if (known.items.length > wanted.limit) {
      remembered.unshift(known);
      remembered.length = Math.min(remembered.length, REMEMBERED);
    }
  }
  const from = wanted.cursor ?? 0;
  const until = from + wanted.limit;
  return {
    items: known.items.slice(from, until),
    next: until < known.items.length ? until : undefined
  };
}

function narrowest(asking: Asking, query: Query | undefined): SortedItems[] {
  const { store } = asking;
  const parts = query === undefined ? [] : conjuncts(query);
  for (const part of parts) {
    const parents = idsOfParents(part, asking);
    if (parents !== undefined) {
      return [...parents].flatMap(id => store.childrenOf(id) ?? []);
    }
  }
  const isSet = (field: string): boolean =>
    parts.some(
      part =>
        part.kind === 'compare' &&
        part.field === field &&
        (part.value === true) === (part.operator === '=')
    );
  if (isSet('sharedWithMe')) {
    return [store.shared];
  }
  return [isSet('starred') ? store.starred : store.all];
}

/** The terms that must all hold. */
function conjuncts(query: Query): Query[] {
  return query.kind === 'and' ? query.of.flatMap(conjuncts) : [query];
}

/** An item with two of the parents is found twice. */
function unique(items: Item[]): Item[] {
  return items.some((item, at) => items[at - 1] === item) ? [...new Set(items)] : items;
}
