/**
 * Memory that bytes rest in between the network and the disk. Shared, so that the thread that hashes
 * reads it where it lies; used again, because what is given back to the system late counts as ours.
 */

/**
 * One write to the disk. 16 kB cost 2.5 times as much (emulators.md §F.3); 1 MiB cost more again, since
 * bytes have left the processor's cache when they are written, and Linux looks for larger pages.
 */
export const BLOCK_BYTES = 262_144;
/** Most files are small: a block that holds one, so that a thousand of them cost no megabytes. */
export const SMALL_BLOCK_BYTES = 65_536;
const MOST_KEPT = 24;

export type Block = Uint8Array<SharedArrayBuffer>;

export class Blocks {
  private readonly free = new Map<number, Block[]>([
    [BLOCK_BYTES, []],
    [SMALL_BLOCK_BYTES, []]
  ]);

  take(bytes: typeof BLOCK_BYTES | typeof SMALL_BLOCK_BYTES): Block {
    return this.free.get(bytes)?.pop() ?? new Uint8Array(new SharedArrayBuffer(bytes));
  }

  /** Nobody may read or write the block from now on. */
  giveBack(block: Block): void {
    const free = this.free.get(block.length);
    if (free !== undefined && free.length < MOST_KEPT) {
      free.push(block);
    }
  }
}
