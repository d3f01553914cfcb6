/** MD5 of bytes that pass by: on this thread for small files, on a thread of its own for large ones. */
import { createHash } from 'node:crypto';
import type { Block } from './blocks';
import { HashThread } from './hashThread';

/** A checksum under way. Used by one writer; after `finish` or `drop` no more bytes are taken. */
export interface IDigest {
  /** Resolves when the block may be written to again; in order. */
  update(block: Block, length: number): Promise<void>;
  /** Hex. */
  finish(): Promise<string>;
  /** The checksum is not wanted any more. */
  drop(): void;
}

const DONE = Promise.resolve();

export class InlineDigest implements IDigest {
  private readonly hash = createHash('md5');

  update(block: Block, length: number): Promise<void> {
    this.hash.update(block.subarray(0, length));
    return DONE;
  }

  finish(): Promise<string> {
    return Promise.resolve(this.hash.digest('hex'));
  }

  drop(): void {
    // Nothing is held.
  }
}

/** Starts the thread for the first large file, and ends it some time after the last. */
export class Digests {
  private thread: HashThread | null = null;
  private open = 0;
  private ending: NodeJS.Timeout | null = null;

  constructor(private readonly idleMs = 10_000) {}

  /** For files that are worth a thread. */
  begin(): IDigest {
    if (this.ending !== null) {
      clearTimeout(this.ending);
      this.ending = null;
    }
    this.open += 1;
    this.thread = this.thread?.isAlive === true ? this.thread : new HashThread();
    return this.thread.begin(() => this.closed());
  }

  async dispose(): Promise<void> {
    if (this.ending !== null) {
      clearTimeout(this.ending);
    }
    await this.thread?.end();
    this.thread = null;
  }

  private closed(): void {
    this.open -= 1;
    if (this.open === 0) {
      this.ending = setTimeout(() => void this.dispose(), this.idleMs).unref();
    }
  }
}
