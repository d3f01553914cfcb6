/** The checksum of a file in the workspace. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** A pipe under that name has nobody at its other end to wait for. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Hex; rejects for links, which are never followed as the last component, and with the signal's reason:
 * a file may be large.
 */
export async function md5OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const file = await open(path, FLAGS);
  const hash = createHash('md5');
  try {
    for await (const chunk of createReadStream('', {
      fd: file,
      autoClose: false,
      highWaterMark: 1 << 20
    })) {
      signal?.throwIfAborted();
      hash.update(chunk as Buffer);
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}
