/** Files that were just written, read again to look at them. */
import { open, readFile } from 'node:fs/promises';

/** The last bytes of a file, or all of them if it is shorter. */
export async function readTail(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(bytes, size));
    await file.read(tail, 0, tail.length, size - tail.length);
    return tail;
  } finally {
    await file.close();
  }
}

export function readWhole(path: string): Promise<Buffer> {
  return readFile(path);
}
