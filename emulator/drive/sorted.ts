import type { Item } from './items';

/** Items by order of creation. Lists go from the newest down, and continue below a given one. */
export class SortedItems {
  private readonly items: Item[] = [];

  get length(): number {
    return this.items.length;
  }

  add(item: Item): void {
    const at = this.place(item.seq);
    if (this.items[at] !== item) {
      this.items.splice(at, 0, item);
    }
  }

  remove(item: Item): void {
    const at = this.place(item.seq);
    if (this.items[at] === item) {
      this.items.splice(at, 1);
    }
  }

  /** Newest first, those created before the one numbered `below`. */
  *newestFirst(below = Number.POSITIVE_INFINITY): Generator<Item> {
    for (let at = this.place(below) - 1; at >= 0; at -= 1) {
      const item = this.items[at];
      if (item !== undefined) {
        yield item;
      }
    }
  }

  /** Index of the first item that is not older than `seq`. */
  private place(seq: number): number {
    let low = 0;
    let high = this.items.length;
    const last = this.items[high - 1];
    if (last === undefined || last.seq < seq) {
      return high;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.items[middle]?.seq ?? 0) < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
