/** The checksum of a file in the workspace. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** Hex; rejects for links, which are never followed as the last component. */
export async function md5OfFile(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const hash = createHash('md5');
  try {
    for await (const chunk of createReadStream('', {
      fd: file,
      autoClose: false,
      highWaterMark: 1 << 20
    })) {
      hash.update(chunk as Buffer);
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}
