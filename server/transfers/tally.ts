/** How many items of a transfer are in which state, and their bytes: counted as they change, since there may be many. */
import { isCopy, isVerifiable } from './copy/copyItems';
import type { ItemState, TransferItem } from './item';

export class Tally {
  readonly counts: Record<ItemState, number> = { waiting: 0, done: 0, skipped: 0, failed: 0 };
  readonly bytes = { done: 0, total: 0 };
  /** Files that arrived without a checksum to compare (exports, and files of which Drive has none). */
  unverifiable = 0;

  /** Counts an item in, or out before it changes. */
  count(item: TransferItem, sign: 1 | -1): void {
    this.counts[item.state] += sign;
    this.bytes.done += sign * item.received;
    this.bytes.total += sign * bytesOf(item);
    if (item.state === 'done' && isCopy(item) && !isVerifiable(item)) {
      this.unverifiable += sign;
    }
  }
}

/**
 * What of an item counts as moved, by what became of it. Of an export nobody knows more than what came, and
 * nothing comes of one that is skipped; of one that failed nothing is left.
 */
export function bytesMoved({ state, size, received }: TransferItem): number {
  switch (state) {
    case 'done':
      return size ?? received;
    case 'skipped':
      return size ?? 0;
    case 'failed':
      return 0;
    case 'waiting':
      return received;
  }
}

/** What an item counts for in the total: of an export nobody knows more than what has come. */
function bytesOf({ size, received }: TransferItem): number {
  return size ?? received;
}
