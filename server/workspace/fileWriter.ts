/**
 * Never half a file: bytes go to `.~<transfer>-<n>.gdrive` beside the target, are hashed on their way,
 * checked against what Drive promised, fsynced and only then renamed. What stands under the target's
 * name stays whole until that moment, and a link there is replaced, never written through.
 */
import { rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DriveError } from '../../protocol';
import { BLOCK_BYTES, SMALL_BLOCK_BYTES, type Block } from './blocks';
import { InlineBlockWriter, type IBlockWriter } from './blockWriters';
import { diskCode, toDiskError } from './diskErrors';
import { EarlySync } from './earlySync';
import { linkInto, openTemporary, takeModeOf } from './temporaryFile';
import type { Writing } from './writing';

export type Expected = {
  /** Bytes; null where Drive does not tell (exports). */
  readonly size: number | null;
  /** Hex; null where Drive does not tell. */
  readonly md5: string | null;
};

export type Written = { readonly size: number; readonly md5: string; readonly mtimeMs: number };

/** Blocks that may be hashed and written while the next one fills; beyond that the sender waits. */
const MOST_UNDER_WAY = 32;
/** It goes on when so many are left: to stop and start it for every block costs more. */
const FEW_UNDER_WAY = 16;
export type Place = {
  /** Absolute, and must exist. */
  readonly folder: string;
  /** Of the temporary file in it. */
  readonly temporaryName: string;
  /** Relative to the workspace, for sentences. */
  readonly shownPath: string;
  /** What is in the temporary file already is hashed and kept. */
  readonly resume: boolean;
};

export class FileWriter {
  private blocks: IBlockWriter | null = null;
  private position = 0;
  private block: Block | null = null;
  private filled = 0;
  private underWay = 0;
  private nextRoom: Promise<void> | null = null;
  private roomIsThere: (() => void) | null = null;
  private failure: Error | null = null;
  private readonly earlySync: EarlySync;

  private constructor(
    private readonly file: FileHandle,
    private readonly shared: Writing,
    readonly temporary: string,
    private readonly shownPath: string
  ) {
    this.earlySync = new EarlySync(file);
  }

  /** Opens the temporary file beside the target. */
  static async open(place: Place, shared: Writing): Promise<FileWriter> {
    const temporary = path.join(place.folder, place.temporaryName);
    try {
      const file = await openTemporary(temporary, place.resume);
      const writer = new FileWriter(file, shared, temporary, place.shownPath);
      if (place.resume) {
        await writer.takeUp();
      }
      return writer;
    } catch (error) {
      throw toDiskError(error, place.shownPath);
    }
  }

  /** Bytes taken so far: where the next ones belong. */
  get offset(): number {
    return this.position;
  }

  /**
   * Takes bytes in order; they are copied before it returns. null if the next may come at once, else a
   * promise of room. Throws, or rejects, once the disk has refused bytes.
   */
  take(bytes: Uint8Array): Promise<void> | null {
    if (this.failure !== null) {
      throw this.failure;
    }
    let rest = bytes;
    while (rest.length > 0) {
      const block = this.blockWithRoom();
      const taken = rest.subarray(0, block.length - this.filled);
      block.set(taken, this.filled);
      this.filled += taken.length;
      this.position += taken.length;
      rest = rest.subarray(taken.length);
      if (this.filled === BLOCK_BYTES) {
        this.flushBlock();
      }
    }
    return this.underWay < MOST_UNDER_WAY ? null : this.room();
  }

  /** Starts over: the content changed, or the answer began at the beginning. */
  async restart(): Promise<void> {
    await this.settle();
    this.forgetChecksum();
    this.filled = 0;
    this.position = 0;
    await this.guard(this.file.truncate(0));
  }

  /**
   * Checks what was written. `corrupt` if it is not what Drive promised; the temporary file stays
   * for the caller to restart or discard.
   */
  async verify(expected: Expected): Promise<{ size: number; md5: string }> {
    this.flushBlock();
    await this.settle();
    const blocks = this.blocks ?? new InlineBlockWriter(this.file);
    this.blocks = null;
    const md5 = await blocks.md5();
    const size = this.position;
    const wrong =
      (expected.size !== null && expected.size !== size) ||
      (expected.md5 !== null && expected.md5 !== md5);
    if (wrong) {
      throw new DriveError(
        'corrupt',
        `What arrived for “${this.shownPath}” is not what Drive holds (size or checksum differ). Try again; if it stays so, the file may be damaged in Drive.`,
        { details: { path: this.shownPath } }
      );
    }
    return { size, md5 };
  }

  /**
   * Gives the verified bytes their name. Without `replace` an existing name is refused (`conflict`),
   * even if it appeared a moment ago.
   */
  async finish(
    target: string,
    options: { readonly replace: boolean; readonly modified: Date | null }
  ): Promise<number> {
    try {
      if (options.modified !== null) {
        await this.file.utimes(options.modified, options.modified);
      }
      if (options.replace) {
        await takeModeOf(target, this.temporary);
      }
      await this.earlySync.settled();
      await this.file.sync();
      const { mtimeMs } = await this.file.stat();
      await this.file.close();
      await (options.replace ? rename(this.temporary, target) : linkInto(this.temporary, target));
      await this.shared.folders.sync(path.dirname(target));
      return mtimeMs;
    } catch (error) {
      throw diskCode(error) === 'EEXIST' ? this.taken(error) : toDiskError(error, this.shownPath);
    }
  }

  /** Closes and leaves the temporary file, to resume from later. */
  async suspend(): Promise<void> {
    this.flushBlock();
    await this.close();
  }

  /** Closes and removes the temporary file. Safe to call at any time, also after finish. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.temporary, { force: true });
  }

  private async close(): Promise<void> {
    await this.settle().catch(() => undefined);
    await this.earlySync.settled().catch(() => undefined);
    this.forgetChecksum();
    this.giveBackBlock();
    await this.file.close().catch(() => undefined);
  }

  private async takeUp(): Promise<void> {
    const { writer, size } = await this.shared.blockWriters.resume(this.file, this.shared.blocks);
    this.blocks = writer;
    this.position = size;
  }

  /** The first block is small, since most files are; a file that outgrows it goes on in large ones. */
  private blockWithRoom(): Block {
    const { blocks } = this.shared;
    if (this.block === null) {
      this.block = blocks.take(this.position === 0 ? SMALL_BLOCK_BYTES : BLOCK_BYTES);
    } else if (this.filled === SMALL_BLOCK_BYTES && this.block.length === SMALL_BLOCK_BYTES) {
      const large = blocks.take(BLOCK_BYTES);
      large.set(this.block);
      blocks.giveBack(this.block);
      this.block = large;
    }
    return this.block;
  }

  private flushBlock(): void {
    const { block, filled } = this;
    if (block === null || filled === 0) {
      return;
    }
    this.blocks ??= this.shared.blockWriters.begin(this.file, filled);
    const done = this.blocks.write(block, filled, this.position - filled);
    this.block = null;
    this.filled = 0;
    this.underWay += 1;
    void done
      .then(() => this.earlySync.wrote(filled))
      .catch((error: unknown) => (this.failure ??= toDiskError(error, this.shownPath)))
      .then(() => this.blockDone(block));
  }

  private blockDone(block: Block): void {
    this.shared.blocks.giveBack(block);
    this.underWay -= 1;
    if (this.underWay <= FEW_UNDER_WAY || this.failure !== null) {
      this.nextRoom = null;
      this.roomIsThere?.();
    }
  }

  /** The same promise for all who ask before there is room: a paused sender may still send a little. */
  private room(): Promise<void> {
    this.nextRoom ??= new Promise<void>(resolve => (this.roomIsThere = resolve)).then(() => {
      if (this.failure !== null) {
        throw this.failure;
      }
    });
    return this.nextRoom;
  }

  /** Waits for all that is under way. */
  private async settle(): Promise<void> {
    while (this.underWay > 0) {
      await this.room().catch(() => undefined);
    }
    if (this.failure !== null) {
      throw this.failure;
    }
  }

  private forgetChecksum(): void {
    this.blocks?.drop();
    this.blocks = null;
  }

  private giveBackBlock(): void {
    if (this.block !== null) {
      this.shared.blocks.giveBack(this.block);
      this.block = null;
      this.filled = 0;
    }
  }

  private async guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      throw toDiskError(error, this.shownPath);
    }
  }

  private taken(cause: unknown): DriveError {
    return new DriveError(
      'conflict',
      `“${this.shownPath}” appeared in the workspace meanwhile. Copy again, and choose what to do with it.`,
      { details: { path: this.shownPath }, cause }
    );
  }
}
