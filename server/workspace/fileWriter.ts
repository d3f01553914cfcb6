/**
 * Never half a file: bytes go to `.~<transfer>-<n>.gdrive` beside the target, are hashed on their way,
 * checked against what Drive promised, fsynced and only then renamed. What stands under the target's
 * name stays whole until that moment, and a link there is replaced, never written through.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, constants } from 'node:fs';
import { chmod, link, lstat, open, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DriveError } from '../../protocol';
import { diskCode, toDiskError } from './diskErrors';

export type Expected = {
  /** Bytes; null where Drive does not tell (exports). */
  readonly size: number | null;
  /** Hex; null where Drive does not tell. */
  readonly md5: string | null;
};

export type Written = { readonly size: number; readonly md5: string; readonly mtimeMs: number };

/** One write to the disk; 16 kB writes cost 2.5 times as much (emulators.md §F.3). */
const BLOCK_BYTES = 1 << 20;
const FRESH = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW;
const AGAIN = constants.O_RDWR | constants.O_NOFOLLOW;

export function temporaryName(transferId: string, entry: number): string {
  return `.~${transferId}-${entry}.gdrive`;
}

export class FileWriter {
  private hash: Hash = createHash('md5');
  private position = 0;
  private block: Buffer | null = null;
  private filled = 0;
  private writing: Promise<void> = Promise.resolve();
  private failure: Error | null = null;

  private constructor(
    private readonly file: FileHandle,
    readonly temporary: string,
    /** Relative to the workspace, for sentences. */
    private readonly shownPath: string
  ) {}

  /**
   * Opens the temporary file beside the target. With `resume` what is there already is hashed and kept.
   * `folder` is absolute and must exist.
   */
  static async open(
    folder: string,
    name: string,
    shownPath: string,
    resume: boolean
  ): Promise<FileWriter> {
    const temporary = path.join(folder, name);
    try {
      const file = await openTemporary(temporary, resume);
      const writer = new FileWriter(file, temporary, shownPath);
      if (resume) {
        await writer.hashWhatIsThere();
      }
      return writer;
    } catch (error) {
      throw toDiskError(error, shownPath);
    }
  }

  /** Bytes taken so far: where the next ones belong. */
  get offset(): number {
    return this.position;
  }

  /** Takes bytes in order; resolves when the next may come. */
  async write(bytes: Uint8Array): Promise<void> {
    this.hash.update(bytes);
    let rest = bytes;
    while (rest.length > 0) {
      this.block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
      const taken = Math.min(rest.length, BLOCK_BYTES - this.filled);
      this.block.set(rest.subarray(0, taken), this.filled);
      this.filled += taken;
      this.position += taken;
      rest = rest.subarray(taken);
      if (this.filled === BLOCK_BYTES) {
        await this.flushBlock();
      }
    }
  }

  /** Starts over: the content changed, or the answer began at the beginning. */
  async restart(): Promise<void> {
    await this.settle();
    this.block = null;
    this.filled = 0;
    this.position = 0;
    this.hash = createHash('md5');
    await this.guard(this.file.truncate(0));
  }

  /**
   * Checks what was written. `corrupt` if it is not what Drive promised; the temporary file stays
   * for the caller to restart or discard.
   */
  async verify(expected: Expected): Promise<{ size: number; md5: string }> {
    await this.flushBlock();
    await this.settle();
    const md5 = this.hash.copy().digest('hex');
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
      await syncFolder(path.dirname(target));
      return mtimeMs;
    } catch (error) {
      throw diskCode(error) === 'EEXIST' ? this.taken(error) : toDiskError(error, this.shownPath);
    }
  }

  /** Closes and leaves the temporary file, to resume from later. */
  async suspend(): Promise<void> {
    await this.flushBlock().catch(() => undefined);
    await this.settle().catch(() => undefined);
    await this.file.close().catch(() => undefined);
  }

  /** Closes and removes the temporary file. Safe to call at any time, also after finish. */
  async discard(): Promise<void> {
    await this.settle().catch(() => undefined);
    await this.file.close().catch(() => undefined);
    await rm(this.temporary, { force: true });
  }

  private async hashWhatIsThere(): Promise<void> {
    for await (const chunk of createReadStream(this.temporary, { highWaterMark: BLOCK_BYTES })) {
      const bytes = chunk as Buffer;
      this.hash.update(bytes);
      this.position += bytes.length;
    }
  }

  /** One write under way while the next block fills: the network and the disk work at once. */
  private async flushBlock(): Promise<void> {
    const { block, filled } = this;
    if (block === null || filled === 0) {
      return;
    }
    const at = this.position - filled;
    this.block = null;
    this.filled = 0;
    await this.settle();
    this.writing = this.file.write(block, 0, filled, at).then(
      () => undefined,
      (error: unknown) => {
        this.failure = toDiskError(error, this.shownPath);
      }
    );
  }

  private async settle(): Promise<void> {
    await this.writing;
    if (this.failure !== null) {
      throw this.failure;
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
  if (resume) {
    try {
      return await open(temporary, AGAIN);
    } catch (error) {
      if (diskCode(error) !== 'ENOENT') {
        throw error;
      }
    }
  } else {
    await rm(temporary, { force: true });
  }
  return open(temporary, FRESH, 0o666);
}

/** The name is on disk only when its folder is; some systems can't sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
