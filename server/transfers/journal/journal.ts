/**
 * What makes transfers survive: an append-only file each, written as things happen, synced in groups
 * (once a second, and whenever the state changes). `begin` is on disk before anything is moved.
 */
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { IClock } from '../../clock';
import { toJournalError } from './journalErrors';
import type { JournalLine } from './lines';

const SYNC_MS = 1_000;
/** Entries of one `plan` line. */
export const ITEMS_A_LINE = 500;

export class Journal {
  /** Lines that are not in the file yet. What the disk refused once is written with what comes next. */
  private pending: Buffer[] = [];
  /** Bytes of the first of them that are in the file. */
  private begun = 0;
  private isScheduled = false;
  private writing: Promise<void> = Promise.resolve();
  private syncedAt = 0;

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
    try {
      const file = await open(path, 'a', 0o600);
      if ((await file.stat()).size > 0) {
        await file.appendFile('\n'); // a line torn by a crash must not swallow the next one
      }
      return new Journal(file, path, clock, assertOurs);
    } catch (error) {
      throw toJournalError(error, path);
    }
  }

  /** Writes soon; a group is synced once a second. */
  append(line: JournalLine): void {
    this.add(line);
    if (!this.isScheduled) {
      this.isScheduled = true;
      this.next(false).catch(() => undefined); // kept; who commits is told
    }
  }

  /**
   * Appends, and resolves when everything so far is on disk. Rejects with a DriveError if the disk refuses:
   * then the line is not in the journal, and won't be.
   */
  async commit(line: JournalLine): Promise<void> {
    const bytes = this.add(line);
    try {
      await this.next(true);
    } catch (error) {
      const at = this.pending.indexOf(bytes);
      if (at > 0 || (at === 0 && this.begun === 0)) {
        this.pending.splice(at, 1);
      }
      throw error;
    }
  }

  /** As far as the disk takes it. */
  async flush(): Promise<void> {
    await this.next(true).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.flush();
    await this.file.close().catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  /** One after the other; a failure is that of this write, not of the next. */
  private next(sync: boolean): Promise<void> {
    const written = this.writing.then(() => this.write(sync));
    this.writing = written.catch(() => undefined);
    return written;
  }

  private add(line: JournalLine): Buffer {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    this.pending.push(bytes);
    return bytes;
  }

  private async write(sync: boolean): Promise<void> {
    this.isScheduled = false;
    await this.assertOurs();
    try {
      while (this.pending.length > 0) {
        const rest = Buffer.concat(this.pending).subarray(this.begun);
        this.wrote((await this.file.write(rest)).bytesWritten);
      }
      const now = this.clock.now();
      if (sync || now - this.syncedAt >= SYNC_MS) {
        this.syncedAt = now;
        await this.file.datasync();
      }
    } catch (error) {
      throw toJournalError(error, this.path);
    }
  }

  /** A disk that is nearly full may take a part of a line: it goes on from there. */
  private wrote(bytes: number): void {
    this.begun += bytes;
    for (let first = this.pending[0]; first !== undefined && this.begun >= first.length;) {
      this.begun -= first.length;
      this.pending.shift();
      first = this.pending[0];
    }
  }
}
