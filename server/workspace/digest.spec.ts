import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { md5OfFile } from './digest';

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

  it('is none of what has no end, and is not waited for', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(md5OfFile(pipe)).rejects.toMatchObject({ code: 'workspaceRefused' });
    await expect(md5OfFile(folder)).rejects.toMatchObject({ code: 'workspaceRefused' });
  });
});
