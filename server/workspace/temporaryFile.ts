/** The file that bytes wait in beside their target: how it is called, opened, and given its name. */
import { constants } from 'node:fs';
import { chmod, link, lstat, open, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import { diskCode } from './diskErrors';

const FRESH = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_NOFOLLOW;
const AGAIN = constants.O_RDWR | constants.O_NOFOLLOW;
/** What file systems without links answer. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];

export function temporaryName(transferId: string, entry: number): string {
  return `.~${transferId}-${entry}.gdrive`;
}

/** With `resume` an old temporary file is taken up; without, it is replaced. Never through a link. */
export async function openTemporary(temporary: string, resume: boolean): Promise<FileHandle> {
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

/** A file that replaces another keeps the other's mode. */
export async function takeModeOf(target: string, temporary: string): Promise<void> {
  const old = await lstat(target).catch(() => null);
  if (old?.isFile() === true) {
    await chmod(temporary, old.mode & 0o7777);
  }
}

/** link() refuses an existing name (EEXIST), rename() would not; file systems without links get a check. */
export async function linkInto(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (!NO_LINKS.includes(diskCode(error))) {
      throw error;
    }
    await renameInto(temporary, target);
    return;
  }
  await unlink(temporary);
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
