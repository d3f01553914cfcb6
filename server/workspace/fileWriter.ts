/**
 * Never half a file: bytes go to `.~<transfer>-<n>.gdrive` beside the target, are hashed on their way,
 * checked against what Drive promised, fsynced and only then renamed. What stands under the target's
 * name stays whole until that moment, and a link there is replaced, never written through.
 */
import { constants } from 'node:fs';
import { chmod, link, lstat, open, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DriveError } from '../../protocol';
import { BLOCK_BYTES, SMALL_BLOCK_BYTES, type Block } from './blocks';
import { InlineDigest, type IDigest } from './digests';
import { diskCode, toDiskError } from './diskErrors';
import type { Writing } from './writing';

export type Expected = {
  /** Bytes; null where Drive does not tell (exports). */
  readonly size: number | null;
  /** Hex; null where Drive does not tell. */
  readonly md5: string | null;
};

export type Written = { readonly size: number; readonly md5: string; readonly mtimeMs: number };

/** Blocks that may be hashed and written while the next one fills. */
const MOST_UNDER_WAY = 8;
const FRESH = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW;
const AGAIN = constants.O_RDWR | constants.O_NOFOLLOW;

export function temporaryName(transferId: string, entry: number): string {
  return `.~${transferId}-${entry}.gdrive`;
}

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
  private digest: IDigest | null = null;
  private position = 0;
  private block: Block | null = null;
  private filled = 0;
  private underWay = 0;
  private written: Promise<void> = Promise.resolve();
  private nextRoom: Promise<void> | null = null;
  private blockIsFree: (() => void) | null = null;
  private failure: Error | null = null;

  private constructor(
    private readonly file: FileHandle,
    private readonly shared: Writing,
    readonly temporary: string,
    private readonly shownPath: string
  ) {}

  /** Opens the temporary file beside the target. */
  static async open(place: Place, shared: Writing): Promise<FileWriter> {
    const temporary = path.join(place.folder, place.temporaryName);
    try {
      const file = await openTemporary(temporary, place.resume);
      const writer = new FileWriter(file, shared, temporary, place.shownPath);
      if (place.resume) {
        await writer.hashWhatIsThere();
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
    this.forgetDigest();
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
    const digest = this.digest ?? new InlineDigest();
    this.digest = null;
    const md5 = await digest.finish();
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
      await this.keepMode(target, options.replace);
      await this.file.sync();
      const { mtimeMs } = await this.file.stat();
      await this.file.close();
      await (options.replace ? rename(this.temporary, target) : this.linkInto(target));
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
    this.forgetDigest();
    this.giveBackBlock();
    await this.file.close().catch(() => undefined);
  }

  /** What an earlier process left may be large: it is hashed on the thread, as the rest will be. */
  private async hashWhatIsThere(): Promise<void> {
    const block = this.shared.blocks.take(BLOCK_BYTES);
    this.digest = this.shared.digests.begin();
    for (;;) {
      const { bytesRead } = await this.file.read(block, 0, BLOCK_BYTES, this.position);
      if (bytesRead === 0) {
        break;
      }
      await this.digest.update(block, bytesRead);
      this.position += bytesRead;
    }
    this.shared.blocks.giveBack(block);
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

  /** Hashing and writing of one block begin, each after that of the block before. */
  private flushBlock(): void {
    const { block, filled } = this;
    if (block === null || filled === 0) {
      return;
    }
    const at = this.position - filled;
    const digest = this.digestFor(filled);
    this.block = null;
    this.filled = 0;
    this.underWay += 1;
    this.written = this.written.then(() => this.writeWhole(block, filled, at));
    void Promise.allSettled([digest.update(block, filled), this.written]).then(results => {
      const failed = results.find(result => result.status === 'rejected');
      this.failure ??= failed === undefined ? null : toDiskError(failed.reason, this.shownPath);
      this.shared.blocks.giveBack(block);
      this.underWay -= 1;
      this.nextRoom = null;
      this.blockIsFree?.();
    });
  }

  /** A thread is worth its while for files of more than one block. */
  private digestFor(filled: number): IDigest {
    this.digest ??= filled === BLOCK_BYTES ? this.shared.digests.begin() : new InlineDigest();
    return this.digest;
  }

  /** A disk that is nearly full takes a part, and refuses only the next write. */
  private async writeWhole(block: Block, length: number, at: number): Promise<void> {
    for (let done = 0; done < length;) {
      const { bytesWritten } = await this.file.write(block, done, length - done, at + done);
      done += bytesWritten;
    }
  }

  /** The same promise for all who ask before there is room: a paused sender may still send a little. */
  private room(): Promise<void> {
    this.nextRoom ??= new Promise<void>(resolve => (this.blockIsFree = resolve)).then(() => {
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

  private forgetDigest(): void {
    this.digest?.drop();
    this.digest = null;
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

  /** A replaced file keeps its mode. */
  private async keepMode(target: string, replace: boolean): Promise<void> {
    if (!replace) {
      return;
    }
    const old = await lstat(target).catch(() => null);
    if (old?.isFile() === true) {
      await chmod(this.temporary, old.mode & 0o7777);
    }
  }

  /** link() refuses an existing name, rename() would not; file systems without links get a check. */
  private async linkInto(target: string): Promise<void> {
    try {
      await link(this.temporary, target);
    } catch (error) {
      if (
        !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(diskCode(error))
      ) {
        throw error;
      }
      const placeholder = await open(target, FRESH);
      await placeholder.close();
      await rename(this.temporary, target);
      return;
    }
    await unlink(this.temporary);
  }

  private taken(cause: unknown): DriveError {
    return new DriveError(
      'conflict',
      `“${this.shownPath}” appeared in the workspace meanwhile. Copy again, and choose what to do with it.`,
      { details: { path: this.shownPath }, cause }
    );
  }
}

/** With `resume` an old temporary file is taken up; without, it is replaced. Never through a link. */
async function openTemporary(temporary: string, resume: boolean): Promise<FileHandle> {
  const fresh = (): Promise<FileHandle> => open(temporary, FRESH, 0o666);
  try {
    return await (resume ? open(temporary, AGAIN) : fresh());
  } catch (error) {
    if (diskCode(error) !== (resume ? 'ENOENT' : 'EEXIST')) {
      throw error;
    }
  }
  await rm(temporary, { force: true });
  return fresh();
}
