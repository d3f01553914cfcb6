/**
 * Memory that bytes rest in between the network and the disk. Shared, so that the thread that hashes and
 * writes reads it where it lies; used again, because what is given back to the system late counts as ours.
 */

/**
 * One write to the disk. 16 kB cost 2.5 times as much; 256 kB and more cost up to
 * twice as much again, since Linux looks for pages of that size, and finds them where they have not been
 * used yet, which virtual machines pay for.
 */
export const BLOCK_BYTES = 131_072;
/** Most files are small: a block that holds one, so that a thousand of them cost no megabytes. */
export const SMALL_BLOCK_BYTES = 65_536;
const MOST_KEPT = 48;

export type Block = Uint8Array<SharedArrayBuffer>;

export class Blocks {
  private readonly free = new Map<number, Block[]>([
    [BLOCK_BYTES, []],
    [SMALL_BLOCK_BYTES, []]
  ]);

  take(bytes: typeof BLOCK_BYTES | typeof SMALL_BLOCK_BYTES): Block {
    return this.free.get(bytes)?.pop() ?? new Uint8Array(new SharedArrayBuffer(bytes));
  }

  /** The block must not be read or written from now on. */
  giveBack(block: Block): void {
    const free = this.free.get(block.length);
    if (free !== undefined && free.length < MOST_KEPT) {
      free.push(block);
    }
  }
}

/** For one file; after `md5` or `drop` no more blocks are taken, and the file may be closed. */
export interface IBlockWriter {
  /** Hashes and writes, each in the order of the calls. Resolves when the block may be filled again. */
  write(block: Block, length: number, at: number): Promise<void>;
  /** Hashes what is in the file already. */
  hash(block: Block, length: number): Promise<void>;
  /** Hex, of all blocks; once none is under way. */
  md5(): Promise<string>;
  /** The checksum is not wanted any more. */
  drop(): void;
}

/** What file systems answer that have no fsync; every other refusal of one is a failure of the disk. */
export const SYNC_IS_REFUSED: readonly string[] = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];
