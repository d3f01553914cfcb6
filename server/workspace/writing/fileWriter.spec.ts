import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileWriter } from './fileWriter';
import { asNobody } from '../../testing/nobody';
import { stateOf } from '../fileState';
import type { Naming } from './finishing';
import { temporaryName } from './temporaryNames';
import { Writers } from './writers';

const NAME = temporaryName('spec', 1);
const MODIFIED = new Date('2026-03-04T05:06:07.000Z');
const NEW_FILE = { expected: null, expectedMd5: null, modified: MODIFIED };
/** One block, several blocks with a rest, and enough for hashing to fall behind. */
const SIZES = [0, 1, 65_536, 65_537, 131_072, 131_073, 1_000_003, 20_000_000];

/** Mounting is root's; the table of faults shows the same to everybody. */
const onlyRoot = process.getuid?.() === 0 ? it : it.skip;
const writers = new Writers();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-writer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => writers.dispose());

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
const expected = (bytes: Buffer): { size: number; md5: string } => ({
  size: bytes.length,
  md5: md5(bytes)
});
const target = (name = 'a.bin'): string => path.join(folder, name);
/** What stands there now may be replaced. */
const instead = (): Naming => ({
  expected: stateOf(lstatSync(target(), { bigint: true })),
  expectedMd5: null,
  modified: null
});
const open = (resume = false, where = folder): Promise<FileWriter> =>
  FileWriter.open({ folder: where, temporaryName: NAME, shownPath: 'data/a.bin', resume }, writers);

/** In pieces of an odd size, waiting for room when asked to. */
async function write(writer: FileWriter, bytes: Buffer, pieceBytes = 16_383): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await (writer.take(bytes.subarray(at, at + pieceBytes)) ?? Promise.resolve());
  }
}

describe('a file', () => {
  it.each(SIZES)('of %i bytes arrives whole, with Drive’s time, and alone', async size => {
    const bytes = randomBytes(size);
    const writer = await open();
    await write(writer, bytes);
    expect(writer.offset).toBe(size);
    expect(await writer.verify(expected(bytes))).toEqual(expected(bytes));
    expect(await writer.finish(target(), NEW_FILE)).toMatchObject({
      size,
      mtimeMs: MODIFIED.getTime(),
      state: stateOf(lstatSync(target(), { bigint: true }))
    });
    expect(readFileSync(target()).equals(bytes)).toBe(true);
    expect([statSync(target()).mtimeMs, readdirSync(folder)]).toEqual([
      MODIFIED.getTime(),
      ['a.bin']
    ]);
  });

  it('may be written from a buffer that is used again, by a sender that does not wait', async () => {
    const piece = Buffer.alloc(100_000);
    const whole: Buffer[] = [];
    const writer = await open();
    for (let n = 0; n < 100; n += 1) {
      piece.fill(n);
      whole.push(Buffer.from(piece));
      void writer.take(piece);
    }
    const bytes = Buffer.concat(whole);
    expect(await writer.verify(expected(bytes))).toEqual(expected(bytes));
    await writer.finish(target(), NEW_FILE);
    expect(readFileSync(target()).equals(bytes)).toBe(true);
  });

  it.each([
    ['size', { size: 3, md5: null }],
    ['checksum', { size: null, md5: md5(Buffer.from('other')) }]
  ])('of a wrong %s is corrupt; it can start over', async (_what, wrong) => {
    const writer = await open();
    await write(writer, Buffer.from('wrong'));
    await expect(writer.verify(wrong)).rejects.toMatchObject({ code: 'corrupt' });
    await writer.restart();
    const right = randomBytes(600_000);
    await write(writer, right);
    await writer.verify(expected(right));
    await writer.finish(target(), NEW_FILE);
    expect(readFileSync(target()).equals(right)).toBe(true);
  });

  it('without size and checksum is taken as it comes', async () => {
    const writer = await open();
    await write(writer, Buffer.from('export'));
    expect((await writer.verify({ size: null, md5: null })).size).toBe(6);
    await writer.discard();
  });

  it('is gone after discard, also when that is called twice', async () => {
    const writer = await open();
    await write(writer, randomBytes(900_000));
    await writer.discard();
    await writer.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes on where an earlier process stopped', async () => {
    const bytes = randomBytes(1_500_000);
    const first = await open();
    await write(first, bytes.subarray(0, 700_000));
    await first.suspend();
    expect(readdirSync(folder)).toEqual([NAME]);
    const second = await open(true);
    expect(second.offset).toBe(700_000);
    await write(second, bytes.subarray(700_000));
    expect(await second.verify(expected(bytes))).toEqual(expected(bytes));
    await second.finish(target(), NEW_FILE);
    expect(readFileSync(target()).equals(bytes)).toBe(true);
  });

  it('is not written into an empty one that was left, which some mounts open and then refuse', async () => {
    const left = path.join(folder, NAME);
    const held = openSync(left, 'w'); // so that the next file gets another inode
    const content = randomBytes(200_000);
    const writer = await open(true);
    expect(writer.offset).toBe(0);
    await write(writer, content);
    await writer.verify(expected(content));
    await writer.finish(target(), NEW_FILE);
    expect(fstatSync(held)).toMatchObject({ size: 0, nlink: 0 });
    closeSync(held);
    expect(readFileSync(target()).equals(content)).toBe(true);
  });

  it('begins at 0 where there is nothing to resume, and replaces what an earlier try left', async () => {
    const first = await open(true);
    expect(first.offset).toBe(0);
    await write(first, Buffer.from('left over'));
    await first.suspend();
    const second = await open(false);
    await write(second, Buffer.from('new'));
    await second.verify(expected(Buffer.from('new')));
    await second.finish(target(), NEW_FILE);
    expect(readFileSync(target(), 'utf8')).toBe('new');
  });
});

describe('the name', () => {
  async function ready(text: string): Promise<FileWriter> {
    const writer = await open();
    await write(writer, Buffer.from(text));
    await writer.verify({ size: text.length, md5: null });
    return writer;
  }

  it('is refused if something appeared under it meanwhile, which stays', async () => {
    const writer = await ready('mine');
    writeFileSync(target(), 'theirs');
    await expect(writer.finish(target(), NEW_FILE)).rejects.toMatchObject({ code: 'conflict' });
    await writer.discard();
    expect([readFileSync(target(), 'utf8'), readdirSync(folder)]).toEqual(['theirs', ['a.bin']]);
  });

  it('keeps the mode of a file that is replaced', async () => {
    writeFileSync(target(), 'old');
    chmodSync(target(), 0o640); // whatever the mask of this process is
    const writer = await ready('new');
    await writer.finish(target(), { ...instead(), modified: null });
    expect([readFileSync(target(), 'utf8'), statSync(target()).mode & 0o777]).toEqual([
      'new',
      0o640
    ]);
  });

  it.each([true, false])('is never written through a link (replace: %s)', async replace => {
    const outside = path.join(folder, 'outside');
    writeFileSync(outside, 'precious');
    symlinkSync(outside, target());
    const writer = await ready('new');
    const naming = replace ? instead() : NEW_FILE;
    const finished = writer.finish(target(), { ...naming, modified: null });
    if (replace) {
      await finished;
      expect(lstatSync(target()).isSymbolicLink()).toBe(false);
    } else {
      await expect(finished).rejects.toMatchObject({ code: 'conflict' });
      await writer.discard();
    }
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });

  it('of the temporary file is never a link either', async () => {
    const outside = path.join(folder, 'outside');
    writeFileSync(outside, 'precious');
    symlinkSync(outside, path.join(folder, NAME));
    const writer = await open(true);
    expect(writer.offset).toBe(0);
    await write(writer, Buffer.from('new'));
    await writer.discard();
    expect(readFileSync(outside, 'utf8')).toBe('precious');
  });
});

describe.each([
  ['small', 1_000],
  ['large', 4_000_000]
])('a disk in the way of a %s file', (_name, size) => {
  /** All that a copy does with it. */
  async function copyInto(where: string): Promise<FileWriter> {
    const writer = await open(false, where);
    const bytes = randomBytes(size);
    try {
      await write(writer, bytes);
      await writer.verify(expected(bytes));
      await writer.finish(path.join(where, 'a.bin'), NEW_FILE);
      return writer;
    } finally {
      await writer.discard();
    }
  }

  it('says that the folder is gone', async () => {
    const gone = copyInto(path.join(folder, 'gone'));
    await expect(gone).rejects.toMatchObject({ code: 'workspaceMissing' });
  });

  onlyRoot('says that the disk is full, and leaves nothing on it', async () => {
    const full = mountSmall(path.join(folder, 'full'));
    try {
      expect(() => writeFileSync(path.join(full, 'x'), Buffer.alloc(2_000_000))).toThrow('ENOSPC');
      await expect(copyInto(full)).rejects.toMatchObject({ code: 'storageFull' });
      expect(readdirSync(full)).toEqual(['x']);
    } finally {
      execFileSync('umount', [full]);
    }
  });

  it('says that it may not write there', async () => {
    const denied = path.join(folder, 'denied');
    mkdirSync(denied);
    chmodSync(denied, 0o555);
    chmodSync(folder, 0o755);
    await asNobody(async () => {
      expect(() => writeFileSync(path.join(denied, 'x'), '')).toThrow('EACCES');
      await expect(copyInto(denied)).rejects.toMatchObject({ code: 'workspaceDenied' });
    });
  });
});

/** A file system of one megabyte. */
function mountSmall(small: string): string {
  mkdirSync(small);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
  return small;
}
