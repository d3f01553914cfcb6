import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeOpen, whereabouts } from './whereabouts';

const canTell = existsSync('/proc/self/fd');
let root: string;
let file: string;
let handle: FileHandle;

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'gdrive-where-'));
  mkdirSync(path.join(root, 'a'));
  file = path.join(root, 'a', 'f');
  handle = await open(file, 'wx');
});
afterEach(async () => {
  await handle.close();
  rmSync(root, { recursive: true });
});

describe('an open file', () => {
  it('is removed where it was made', async () => {
    await removeOpen(handle, file);
    expect(readdirSync(path.join(root, 'a'))).toEqual([]);
  });

  it('is found, and removed, in its folder that was renamed, though another one has its name', async () => {
    renameSync(path.join(root, 'a'), path.join(root, 'b'));
    mkdirSync(path.join(root, 'a'));
    const removed = removeOpen(handle, file).then(
      () => true,
      () => false
    );
    expect(await removed).toBe(canTell);
    expect(readdirSync(path.join(root, 'b'))).toEqual(canTell ? [] : ['f']);
  });

  it('that somebody removed is nowhere', async () => {
    rmSync(file);
    expect(await whereabouts(handle, file)).toBeNull();
    await expect(removeOpen(handle, file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
