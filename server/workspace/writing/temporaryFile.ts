/** The file that bytes wait in beside their target: how it is called, written, and given its name. */
import { constants } from 'node:fs';
import { chmod, link, lstat, open, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import { NO_LINKS, type Block, type IBlockWriter } from './blocks';
import { codeOf } from '../../fsErrors';
import { EarlySync } from './earlySync';
import type { Writers } from './writers';

const FRESH = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW;
const AGAIN = constants.O_RDWR | constants.O_NOFOLLOW;

export function temporaryName(transferId: string, entry: number): string {
  return `.~${transferId}-${entry}.gdrive`;
}

/** For files of more than a block, and for those that are read or resumed before they have a name. */
export class TemporaryFile {
  private readonly earlySync: EarlySync;
  private blocks: IBlockWriter | null;

  private constructor(
    private readonly handle: FileHandle,
    private readonly shared: Writers,
    taken: IBlockWriter | null,
    /** Bytes that were in it when it was opened. */
    readonly size: number
  ) {
    this.blocks = taken;
    this.earlySync = new EarlySync(handle);
  }

  /** With `resume` an old file is taken up, and hashed; without, it is replaced. Never through a link. */
  static async open(path: string, resume: boolean, shared: Writers): Promise<TemporaryFile> {
    const handle = await openHandle(path, resume);
    if (!resume) {
      return new TemporaryFile(handle, shared, null, 0);
    }
    const { writer, size } = await shared.blockWriters.resume(handle, shared.blocks);
    return new TemporaryFile(handle, shared, writer, size);
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

  async empty(): Promise<void> {
    this.forgetChecksum();
    await this.handle.truncate(0);
  }

  /** All is on disk, with Drive's time; milliseconds since 1970. */
  async finish(modified: Date | null): Promise<number> {
    if (modified !== null) {
      await this.handle.utimes(modified, modified);
    }
    await this.earlySync.settled();
    await this.handle.sync();
    const { mtimeMs } = await this.handle.stat();
    await this.handle.close();
    return mtimeMs;
  }

  /** Safe to call at any time, also after finish. */
  async close(): Promise<void> {
    await this.earlySync.settled().catch(() => undefined);
    this.forgetChecksum();
    await this.handle.close().catch(() => undefined);
  }

  private forgetChecksum(): void {
    this.blocks?.drop();
    this.blocks = null;
  }
}

/**
 * Gives the file its name, and with it the mode of the one that it replaces. Without `replace` an
 * existing name is refused: link() does (EEXIST), rename() would not.
 */
export async function giveName(temporary: string, target: string, replace: boolean): Promise<void> {
  if (replace) {
    await takeModeOf(target, temporary);
    await rename(temporary, target);
    return;
  }
  try {
    await link(temporary, target);
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error))) {
      throw error;
    }
    await renameInto(temporary, target);
    return;
  }
  await unlink(temporary);
}

async function openHandle(path: string, resume: boolean): Promise<FileHandle> {
  const fresh = (): Promise<FileHandle> => open(path, FRESH, 0o666);
  try {
    return await (resume ? open(path, AGAIN) : fresh());
  } catch (error) {
    if (codeOf(error) !== (resume ? 'ENOENT' : 'EEXIST')) {
      throw error;
    }
  }
  await rm(path, { force: true });
  return fresh();
}

async function takeModeOf(target: string, temporary: string): Promise<void> {
  const old = await lstat(target).catch(() => null);
  if (old?.isFile() === true) {
    await chmod(temporary, old.mode & 0o7777);
  }
}

async function renameInto(temporary: string, target: string): Promise<void> {
  const placeholder = await open(target, FRESH);
  await placeholder.close();
  try {
    await rename(temporary, target);
  } catch (error) {
    await rm(target, { force: true }); // it is ours, and empty
    throw error;
  }
}
