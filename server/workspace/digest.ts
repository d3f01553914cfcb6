/** The checksum of a file in the workspace. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { DriveError } from '../../protocol';

const PIECE_BYTES = 1 << 20;
/** Never waits for the other end of a pipe. */
const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Hex; rejects for links, which are never followed as the last component, for what is no file, and with the
 * signal's reason: a file may be large.
 */
export async function md5OfFile(absolutePath: string, signal?: AbortSignal): Promise<string> {
  const file = await open(absolutePath, READING);
  try {
    await assertFile(file, absolutePath);
    return await md5Of(file, signal);
  } finally {
    await file.close();
  }
}

async function md5Of(file: FileHandle, signal?: AbortSignal): Promise<string> {
  const hash = createHash('md5');
  const options = { fd: file, autoClose: false, highWaterMark: PIECE_BYTES };
  for await (const chunk of createReadStream('', options)) {
    signal?.throwIfAborted();
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function assertFile(file: FileHandle, absolutePath: string): Promise<void> {
  if (!(await file.stat()).isFile()) {
    const name = path.basename(absolutePath);
    throw new DriveError(
      'workspaceRefused',
      `“${name}” is a folder or no ordinary file. Choose another.`,
      { details: { path: name } }
    );
  }
}
