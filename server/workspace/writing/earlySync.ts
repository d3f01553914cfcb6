/**
 * Sends to the disk what a large file has so far, while more of it arrives: otherwise the end of a copy,
 * with all bytes received, waits for the disk for as long as the network took.
 */
import type { FileHandle } from 'node:fs/promises';

const STEP_BYTES = 33_554_432;

/** For one file. An error that the system tells here it does not tell again: so it is kept for `settled`. */
export class EarlySync {
  private written = 0;
  private underWay: Promise<void> | null = null;
  private readonly errors: unknown[] = [];

  constructor(private readonly file: FileHandle) {}

  wrote(bytes: number): void {
    this.written += bytes;
    if (this.written >= STEP_BYTES && this.underWay === null) {
      this.written = 0;
      this.underWay = this.sync();
    }
  }

  /** Resolves when none is under way, and the file may be closed; rejects if the disk refused any. */
  async settled(): Promise<void> {
    await this.underWay;
    if (this.errors.length > 0) {
      throw this.errors[0];
    }
  }

  private async sync(): Promise<void> {
    try {
      await this.file.datasync();
    } catch (error) {
      this.errors.push(error);
    } finally {
      this.underWay = null;
    }
  }
}
