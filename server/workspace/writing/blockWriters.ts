/** Hashing and writing the blocks of a file: in place, or on a thread. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { BLOCK_BYTES, type Block, type Blocks, type IBlockWriter } from './blocks';
import type { NamingOrder } from './naming';
import type { Named, SmallFile } from './threadProgram';
import { WriterThread } from './writerThread';

/** Hashes at once, and writes by the threads that Node has for files. */
export class InlineBlockWriter implements IBlockWriter {
  private readonly digest = createHash('md5');
  private written: Promise<void> = Promise.resolve();

  constructor(private readonly file: FileHandle) {}

  write(block: Block, length: number, at: number): Promise<void> {
    this.digest.update(block.subarray(0, length));
    this.written = this.written.then(() => this.writeWhole(block, length, at));
    return this.written;
  }

  hash(block: Block, length: number): Promise<void> {
    this.digest.update(block.subarray(0, length));
    return Promise.resolve();
  }

  md5(): Promise<string> {
    return Promise.resolve(this.digest.digest('hex'));
  }

  drop(): void {
    // Nothing is held.
  }

  /** A disk that is nearly full takes a part, and refuses only the next write. */
  private async writeWhole(block: Block, length: number, at: number): Promise<void> {
    for (let done = 0; done < length;) {
      const { bytesWritten } = await this.file.write(block, done, length - done, at + done);
      done += bytesWritten;
    }
  }
}

/** One is faster than several where the disk is fast; where it is slow (a network's) they wait side by side. */
const MOST_THREADS = 3;
/** When a write waits for this long, another thread is worth its memory. */
const SLOW_MS = 250;

/** Starts threads for the first large files, and ends them some time after the last. */
export class BlockWriters {
  private threads: readonly WriterThread[] = [];
  private ending: NodeJS.Timeout | null = null;

  constructor(private readonly idleMs = 10_000) {}

  /** `firstBytes` are in the first block: a file that fills it is worth a thread. */
  begin(file: FileHandle, firstBytes: number): IBlockWriter {
    return firstBytes < BLOCK_BYTES ? new InlineBlockWriter(file) : this.beginLarge(file);
  }

  /** What an earlier process left is hashed from the file; it may be large, and the rest as well. */
  async resume(file: FileHandle, blocks: Blocks): Promise<Resumed> {
    const writer = this.beginLarge(file);
    const block = blocks.take(BLOCK_BYTES);
    try {
      let size = 0;
      for (;;) {
        const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, size);
        if (bytesRead === 0) {
          return { writer, size };
        }
        await writer.hash(block, bytesRead);
        size += bytesRead;
      }
    } catch (error) {
      writer.drop();
      throw error;
    } finally {
      blocks.giveBack(block);
    }
  }

  /** A file that fits into one block, written from beginning to end, and named. */
  writeSmall(small: SmallFile): Promise<Named> {
    return this.onThread(thread => thread.writeSmall(small));
  }

  /** Gives a name to what is on disk. */
  giveName(naming: NamingOrder): Promise<Named> {
    return this.onThread(thread => thread.giveName(naming));
  }

  async dispose(): Promise<void> {
    this.stay();
    const threads = this.threads;
    this.threads = [];
    await Promise.all(threads.map(thread => thread.end()));
  }

  private async onThread(act: (thread: WriterThread) => Promise<Named>): Promise<Named> {
    this.stay();
    try {
      return await act(this.thread());
    } finally {
      this.closed();
    }
  }

  private beginLarge(file: FileHandle): IBlockWriter {
    this.stay();
    return this.thread().begin(file.fd, () => this.closed());
  }

  /** The one with the fewest files; another one while the disk is slow, and there may be more. */
  private thread(): WriterThread {
    this.threads = this.threads.filter(({ isAlive }) => isAlive);
    const idlest = this.threads.toSorted((one, other) => one.open - other.open)[0];
    const isSlow = this.threads.every(({ waitedMs }) => waitedMs > SLOW_MS);
    if (idlest !== undefined && (!isSlow || this.threads.length === MOST_THREADS)) {
      return idlest;
    }
    const thread = new WriterThread();
    this.threads = [...this.threads, thread];
    return thread;
  }

  private closed(): void {
    if (this.threads.every(({ open }) => open === 0)) {
      this.stay();
      this.ending = setTimeout(() => void this.dispose(), this.idleMs).unref();
    }
  }

  private stay(): void {
    if (this.ending !== null) {
      clearTimeout(this.ending);
      this.ending = null;
    }
  }
}

type Resumed = { readonly writer: IBlockWriter; readonly size: number };
