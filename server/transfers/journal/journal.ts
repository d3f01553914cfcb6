/**
 * What makes transfers survive: an append-only file each, written as things happen, synced in groups
 * (once a second, and whenever the state changes). `begin` is on disk before anything is moved.
 */
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { IClock } from '../../clock';
import type { JournalLine } from './lines';

const SYNC_MS = 1_000;
/** Entries of one `plan` line. */
export const ITEMS_A_LINE = 500;

export class Journal {
  private pending = '';
  private writing: Promise<void> = Promise.resolve();
  private syncedAt = 0;
  private failure: Error | null = null;

  private constructor(
    private readonly file: FileHandle,
    readonly path: string,
    private readonly clock: IClock,
    private readonly assertOurs: () => Promise<void>
  ) {}

  /**
   * Creates the file, or appends to the one that is there. `assertOurs` rejects when another process
   * has taken it over: then nothing is written any more.
   */
  static async open(
    path: string,
    clock: IClock,
    assertOurs: () => Promise<void>
  ): Promise<Journal> {
    const file = await open(path, 'a', 0o600);
    if ((await file.stat()).size > 0) {
      await file.appendFile('\n'); // a line torn by a crash must not swallow the next one
    }
    return new Journal(file, path, clock, assertOurs);
  }

  /** Writes soon; a group is synced once a second. */
  append(line: JournalLine): void {
    const isFirst = this.pending === '';
    this.pending += `${JSON.stringify(line)}\n`;
    if (isFirst) {
      this.writing = this.writing.then(() => this.write(false)).catch(this.keep);
    }
  }

  /** Appends, and resolves when everything so far is on disk. Rejects if the disk refuses. */
  async commit(line: JournalLine): Promise<void> {
    this.append(line);
    await this.flush();
    if (this.failure !== null) {
      throw this.failure;
    }
  }

  async flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write(true)).catch(this.keep);
    await this.writing;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.file.close().catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  private readonly keep = (error: unknown): void => {
    this.failure ??= error instanceof Error ? error : new Error(String(error));
  };

  private async write(sync: boolean): Promise<void> {
    const lines = this.pending;
    this.pending = '';
    await this.assertOurs();
    if (lines !== '') {
      await this.file.appendFile(lines);
    }
    const now = this.clock.now();
    if (sync || now - this.syncedAt >= SYNC_MS) {
      this.syncedAt = now;
      await this.file.datasync();
    }
  }
}
