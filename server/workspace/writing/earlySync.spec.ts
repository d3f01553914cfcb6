import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EarlySync } from './earlySync';

const MIB = 1_048_576;
let folder: string;
let file: FileHandle;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-early-'));
  file = await open(path.join(folder, 'a.bin'), 'w+');
});
afterEach(async () => {
  await file.close().catch(() => undefined);
  rmSync(folder, { recursive: true });
});

it('leaves small files alone: nothing is refused where nothing is asked', async () => {
  const early = new EarlySync(file);
  await file.close();
  early.wrote(31 * MIB);
  await expect(early.settled()).resolves.toBeUndefined();
});

it('asks the disk once there is much, and keeps its refusal for the end', async () => {
  const early = new EarlySync(file);
  await file.close(); // so that the disk refuses
  early.wrote(16 * MIB);
  early.wrote(16 * MIB);
  await expect(early.settled()).rejects.toMatchObject({ code: 'EBADF' });
  await expect(early.settled()).rejects.toMatchObject({ code: 'EBADF' });
});

it('waits for what is under way, after which the file may be closed', async () => {
  const early = new EarlySync(file);
  await file.write(Buffer.alloc(MIB));
  early.wrote(64 * MIB);
  await early.settled();
  await expect(file.close()).resolves.toBeUndefined();
});
