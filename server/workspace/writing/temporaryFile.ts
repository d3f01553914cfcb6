/** The file that bytes wait in beside their target: how it is written, read again and closed. */
import { constants } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { SYNC_IS_REFUSED, type Block, type IBlockWriter } from './blocks';
import { codeOf } from '../../fsErrors';
import { EarlySync } from './earlySync';
import type { Finish, Nicety } from './threadProgram';
import { whereabouts } from './whereabouts';
import type { Writers } from './writers';

/** Nobody else's to read: what it becomes may not be either. */
const MODE = 0o600;
const FRESH = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW;
/** Never waits for the other end of a pipe that somebody put there. */
const SAFELY = constants.O_NOFOLLOW | constants.O_NONBLOCK;
const AGAIN = constants.O_RDWR | SAFELY;
/** Enough for time, mode and sync. Some mounts open nothing for writing that is not emptied by that. */
const AS_IT_IS = constants.O_RDONLY | SAFELY;

/** For files of more than a block, and for those that an earlier process began. */
export class TemporaryFile {
  private earlySync: EarlySync;
  private readonly tried: Tried;
  private isClosed = false;
  /** Where it was when it was closed, if that was elsewhere. */
  private moved: string | null = null;

  private constructor(
    private readonly path: string,
    private handle: FileHandle,
    private readonly shared: Writers,
    private blocks: IBlockWriter | null,
    /** Bytes that were in it when it was opened. */
    readonly size: number,
    onRefused: OnRefused
  ) {
    this.earlySync = new EarlySync(handle);
    this.tried = new Tried(onRefused);
  }

  /**
   * With `resume` an old file is taken up, and hashed, if it can be; without, it is replaced. Never through
   * a link. `onRefused` is told what the file system refuses and does without.
   */
  static async open(
    at: string,
    resume: boolean,
    shared: Writers,
    onRefused: OnRefused
  ): Promise<TemporaryFile> {
    const left = resume ? await takeUp(at, shared) : null;
    const { handle, writer, size } = left ?? { ...(await begin(at)), writer: null, size: 0 };
    return new TemporaryFile(at, handle, shared, writer, size, onRefused);
  }

  /** Resolves when the block may be filled again. */
  async write(block: Block, length: number, at: number): Promise<void> {
    this.blocks ??= this.shared.blockWriters.begin(this.handle, length);
    await this.blocks.write(block, length, at);
    this.earlySync.wrote(length);
  }

  /** Hex, of all that was written; nothing more may be, before `empty`. */
  async md5(): Promise<string> {
    const blocks = this.blocks ?? this.shared.blockWriters.begin(this.handle, 0);
    this.blocks = null;
    return blocks.md5();
  }

  /** Where a file can only be written on, and not be cut, another takes its place. */
  async empty(): Promise<void> {
    this.forgetChecksum();
    await this.handle.truncate(0).catch(() => this.beginAnew());
  }

  /** Bytes from `at` on: fewer where it ends before. */
  async read(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    let read = 0;
    while (read < length) {
      const { bytesRead } = await this.handle.read(bytes, read, length - read, at + read);
      if (bytesRead === 0) {
        break;
      }
      read += bytesRead;
    }
    return bytes.subarray(0, read);
  }

  /** All is on disk, with its time and mode where those can be had; and closed. May be called again. */
  async finish({ modified, mode }: Finish): Promise<void> {
    const { tried } = this;
    if (this.isClosed) {
      this.handle = await open(this.path, AS_IT_IS);
      this.isClosed = false;
    }
    const { handle } = this;
    if (modified !== null) {
      await tried.nicety('times', handle.utimes(modified, modified), null);
    }
    await tried.nicety('mode', handle.chmod(mode), null);
    await this.earlySync.settled();
    await tried.nicety('sync', handle.sync(), SYNC_IS_REFUSED);
    this.moved = await whereabouts(handle, this.path);
    this.isClosed = true;
    await handle.close(); // what a network's disk did not take, it may tell only here
  }

  /**
   * Closes and removes it; its folder may have been renamed meanwhile. Safe to call at any time, also after
   * finish; rejects if it stays.
   */
  async remove(): Promise<void> {
    const moved = this.isClosed ? this.moved : await whereabouts(this.handle, this.path);
    await this.close();
    await removeIfThere(moved ?? this.path);
  }

  /** Safe to call at any time, also after finish; never rejects. */
  async close(): Promise<void> {
    await this.earlySync.settled().catch(() => undefined);
    this.forgetChecksum();
    if (!this.isClosed) {
      this.isClosed = true;
      await this.handle.close().catch(() => undefined);
    }
  }

  private async beginAnew(): Promise<void> {
    await this.earlySync.settled().catch(() => undefined);
    this.isClosed = true;
    await this.handle.close().catch(() => undefined);
    this.handle = (await begin(this.path)).handle;
    this.isClosed = false;
    this.earlySync = new EarlySync(this.handle);
  }

  private forgetChecksum(): void {
    this.blocks?.drop();
    this.blocks = null;
  }
}

export type OnRefused = (what: Nicety, code: string) => void;
type Begun = { readonly handle: FileHandle; readonly writer: IBlockWriter; readonly size: number };

class Tried {
  constructor(private readonly onRefused: OnRefused) {}

  /** `mayRefuse` null: whatever the reason. */
  async nicety(
    what: Nicety,
    work: Promise<void>,
    mayRefuse: readonly string[] | null
  ): Promise<void> {
    try {
      await work;
    } catch (error) {
      const code = codeOf(error);
      if (mayRefuse !== null && !mayRefuse.includes(code)) {
        throw error;
      }
      this.onRefused(what, code);
    }
  }
}

/** A new one, in the place of whatever is there. */
async function begin(file: string): Promise<{ handle: FileHandle }> {
  try {
    return { handle: await open(file, FRESH, MODE) };
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw error;
    }
  }
  await removeIfThere(file);
  return { handle: await open(file, FRESH, MODE) };
}

/** What a file that is not there is answered with. */
const NOTHING_THERE = ['ENOENT', 'ENOTDIR'];

export async function removeIfThere(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if (!NOTHING_THERE.includes(codeOf(error))) {
      throw error;
    }
  });
}

/**
 * What an earlier process left; null where there is nothing that can be gone on with. A file with a
 * second name is none of those: it may be the finished one, which the user's programs write to. Nor is an
 * empty one: it saves nothing, and mounts that write a file only once, from its beginning, open it and refuse
 * the first byte. (One with bytes in it they refuse to read.)
 */
async function takeUp(file: string, shared: Writers): Promise<Begun | null> {
  const handle = await open(file, AGAIN).catch(() => null);
  if (handle === null) {
    return null;
  }
  try {
    const stats = await handle.stat();
    if (stats.isFile() && stats.nlink === 1 && stats.size > 0) {
      await handle.chmod(MODE).catch(() => undefined);
      return { handle, ...(await shared.blockWriters.resume(handle, shared.blocks)) };
    }
  } catch {
    // It can't be read, or not to its end: it is begun anew.
  }
  await handle.close().catch(() => undefined);
  return null;
}
