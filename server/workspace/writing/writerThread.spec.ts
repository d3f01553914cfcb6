import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BLOCK_BYTES, Blocks, type Block, type IBlockWriter } from './blocks';
import { BlockWriters, InlineBlockWriter } from './blockWriters';
import { WriterThread } from './writerThread';

const blocks = new Blocks();
const NOTHING = (): void => undefined;
let folder: string;
let file: FileHandle;
let thread: WriterThread;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-thread-'));
  file = await open(path.join(folder, 'a.bin'), 'w+');
  thread = new WriterThread();
});
afterEach(async () => {
  await thread.end();
  await file.close();
  rmSync(folder, { recursive: true });
});

const md5 = (...parts: Buffer[]): string =>
  createHash('md5').update(Buffer.concat(parts)).digest('hex');
const onDisk = (): Buffer => readFileSync(path.join(folder, 'a.bin'));

function blockOf(bytes: Buffer): Block {
  const block = blocks.take(BLOCK_BYTES);
  block.set(bytes);
  return block;
}

describe.each<[string, (to: FileHandle) => IBlockWriter]>([
  ['a thread of its own', to => thread.begin(to.fd, NOTHING)],
  ['the threads that Node has', to => new InlineBlockWriter(to)]
])('with %s', (_name, begin) => {
  it('blocks are hashed in order, and written where they belong', async () => {
    const [one, two] = [randomBytes(BLOCK_BYTES), randomBytes(1_000)];
    const writer = begin(file);
    await Promise.all([
      writer.write(blockOf(one), one.length, 0),
      writer.write(blockOf(two), two.length, one.length)
    ]);
    expect(await writer.md5()).toBe(md5(one, two));
    expect(onDisk().equals(Buffer.concat([one, two]))).toBe(true);
  });

  it('what is in the file already is hashed, and not written again', async () => {
    const bytes = randomBytes(500);
    const writer = begin(file);
    await writer.hash(blockOf(bytes), bytes.length);
    expect(await writer.md5()).toBe(md5(bytes));
    expect(onDisk()).toHaveLength(0);
  });

  it('a disk that refuses is told by its code', async () => {
    const full = await open('/dev/full', 'w');
    const writer = begin(full);
    const refused = writer.write(blockOf(Buffer.from('x')), 1, 0);
    await expect(refused).rejects.toMatchObject({ code: 'ENOSPC' });
    await full.close();
  });
});

describe('a thread', () => {
  it('keeps the checksums of several files apart', async () => {
    const [one, other] = [Buffer.from('one'), Buffer.from('other')];
    const [first, second] = [thread.begin(file.fd, NOTHING), thread.begin(file.fd, NOTHING)];
    await Promise.all([
      first.hash(blockOf(one), one.length),
      second.hash(blockOf(other), other.length)
    ]);
    expect(await Promise.all([first.md5(), second.md5()])).toEqual([md5(one), md5(other)]);
  });

  it('counts the files that are open, until their checksum is known or dropped', async () => {
    const closed: string[] = [];
    const [first, second] = ['first', 'second'].map(name =>
      thread.begin(file.fd, () => closed.push(name))
    );
    expect(thread.open).toBe(2);
    await first?.md5();
    second?.drop();
    expect([thread.open, closed]).toEqual([0, ['first', 'second']]);
  });

  it('that has ended says so to all who wait, and to all who come', async () => {
    const writer = thread.begin(file.fd, NOTHING);
    const waiting = writer.hash(blockOf(randomBytes(BLOCK_BYTES)), BLOCK_BYTES);
    const told = expect(Promise.all([waiting, writer.md5()])).rejects.toThrow('has ended');
    await thread.end();
    await told;
    expect(thread.isAlive).toBe(false);
    await expect(writer.md5()).rejects.toThrow('has ended');
  });
});

describe('the writers of all files', () => {
  it('begin anew after their threads have ended', async () => {
    const writers = new BlockWriters();
    const begun = [1, 2, 3].map(() => writers.begin(file, BLOCK_BYTES));
    await Promise.all(begun.map(writer => writer.md5()));
    await writers.dispose();
    const bytes = Buffer.from('again');
    const later = writers.begin(file, BLOCK_BYTES);
    await later.hash(blockOf(bytes), bytes.length);
    expect(await later.md5()).toBe(md5(bytes));
    await writers.dispose();
  });
});
