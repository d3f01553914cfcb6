import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { md5OfFile } from './digest';
import { readTail, readWhole } from './readBack';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-read-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(content: string | Buffer): string {
  const file = path.join(folder, 'f');
  writeFileSync(file, content);
  return file;
}

describe('a file that is read again', () => {
  it.each([
    ['its last bytes', 'abcdef', 2, 'ef'],
    ['all, where that is as much', 'abcdef', 6, 'abcdef'],
    ['all, where it is shorter', 'abc', 6, 'abc'],
    ['nothing of an empty one', '', 6, '']
  ])('%s', async (_, content, bytes, tail) => {
    const file = write(content);
    expect(String(await readTail(file, bytes))).toBe(tail);
    expect(String(await readWhole(file))).toBe(content);
  });
});

describe('the checksum of a file', () => {
  it.each([
    ['empty', 0],
    ['small', 3],
    ['of more than one piece', (1 << 20) + 1]
  ])('%s', async (_, size) => {
    const bytes = Buffer.alloc(size, 'abc');
    expect(await md5OfFile(write(bytes))).toBe(createHash('md5').update(bytes).digest('hex'));
  });

  it('is none of a link', async () => {
    const link = path.join(folder, 'link');
    symlinkSync(write('abc'), link);
    await expect(md5OfFile(link)).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
