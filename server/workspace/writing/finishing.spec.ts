import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ILog } from '../../log';
import { refusal } from '../../testing/hookedFs';
import { asNobody } from '../../testing/nobody';
import { isChangedMeanwhile } from '../changedMeanwhile';
import { stateOf, type FileState } from '../fileState';
import { Workspace } from '../workspace';
import { FileWriter } from './fileWriter';
import type { Naming } from './finishing';
import { temporaryName } from './temporaryNames';
import { Writers } from './writers';

const NAME = temporaryName('t', 1);
const MODIFIED = new Date('2026-03-04T05:06:07.000Z');
const NEW_FILE: Naming = { expected: null, expectedMd5: null, modified: MODIFIED };
const told: string[] = [];
const note = (message: string, { code = '' } = {}): number =>
  told.push(`${message} ${code}`.trim());
const log: ILog = { debug: note, info: note, warn: note, error: note };
let writers: Writers;
let root: string;
let folder: string;

beforeEach(() => {
  writers = new Writers(log);
  told.length = 0;
  root = mkdtempSync(path.join(tmpdir(), 'gdrive-finishing-'));
  folder = path.join(root, 'data');
  mkdirSync(folder);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await writers.dispose();
  rmSync(root, { recursive: true, force: true });
});

const at = (name = 'a.bin'): string => path.join(folder, name);
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
const stateNow = (): FileState => stateOf(lstatSync(at(), { bigint: true }));
const modeOf = (name: string): string => (statSync(at(name)).mode & 0o7777).toString(8);
const place = (resume = false) => ({
  folder,
  temporaryName: NAME,
  shownPath: 'data/a.bin',
  resume
});

async function ready(bytes: Buffer, where: Parameters<typeof FileWriter.open>[0] = place()) {
  const writer = await FileWriter.open(where, writers);
  for (let start = 0; start < bytes.length; start += 60_000) {
    await writer.take(bytes.subarray(start, start + 60_000));
  }
  await writer.verify({ size: bytes.length, md5: md5(bytes) });
  return writer;
}

describe.each([
  ['small', 1_000],
  ['large', 4_000_000]
])('a %s file', (_name, size) => {
  const bytes = randomBytes(size);

  it('is refused a name by which something else stands by now, and can be named after another answer', async () => {
    writeFileSync(at(), 'theirs');
    const expected = stateNow();
    const writer = await ready(bytes);
    writeFileSync(at(), 'edited');
    const naming = { expected, expectedMd5: null, modified: null };
    const refused: unknown = await writer.finish(at(), naming).catch((error: unknown) => error);
    expect([isChangedMeanwhile(refused), readFileSync(at(), 'utf8')]).toEqual([true, 'edited']);
    await writer.finish(at(), { ...naming, expected: stateNow() });
    expect([readFileSync(at()).equals(bytes), readdirSync(folder)]).toEqual([true, ['a.bin']]);
  });

  it('is whole for the next process if it got no name', async () => {
    const writer = await ready(bytes);
    writeFileSync(at(), 'theirs');
    await expect(writer.finish(at(), NEW_FILE)).rejects.toMatchObject({ code: 'conflict' });
    await writer.suspend();
    const next = await FileWriter.open(place(true), writers);
    expect(next.offset).toBe(size);
    await next.verify({ size, md5: md5(bytes) });
    await next.finish(at('b.bin'), NEW_FILE);
    expect(readFileSync(at('b.bin')).equals(bytes)).toBe(true);
    expect(readFileSync(at(), 'utf8')).toBe('theirs');
  });

  it('replaces what only its ctime says was touched, if the content is known and the same', async () => {
    writeFileSync(at(), 'theirs');
    const expected = stateNow();
    chmodSync(at(), 0o600);
    const known = { expected, expectedMd5: md5(Buffer.from('theirs')), modified: null };
    const writer = await ready(bytes);
    const unknown = writer.finish(at(), { ...known, expectedMd5: null });
    await expect(unknown).rejects.toMatchObject({ details: { reason: 'changedMeanwhile' } });
    await writer.finish(at(), known);
    expect(readFileSync(at()).equals(bytes)).toBe(true);
  });

  it('says before what is replaced gets a second name, and only then', async () => {
    const seen: string[][] = [];
    const onOld = jest.fn(() => {
      seen.push(readdirSync(folder));
      return Promise.resolve();
    });
    await (await ready(bytes)).finish(at(), { ...NEW_FILE, onOld });
    expect(onOld).not.toHaveBeenCalled();
    await (await ready(bytes)).finish(at(), { ...NEW_FILE, expected: stateNow(), onOld });
    expect(seen.map(names => names.filter(name => name.endsWith('.old')))).toEqual([[]]);
  });

  it.each([
    [0o600, '600'],
    [0o4755, '755'],
    [0o2640, '640']
  ])('has the mode of what it replaces, without its special bits: %o', async (mode, then) => {
    writeFileSync(at(), 'old');
    chmodSync(at(), mode);
    await (await ready(bytes)).finish(at(), { ...NEW_FILE, expected: stateNow() });
    expect(modeOf('a.bin')).toBe(then);
  });

  it('is nobody else’s to read before it has its name, and then like every new file', async () => {
    const writer = await ready(bytes);
    await writer.suspend();
    expect(modeOf(NAME)).toBe('600');
    const next = await FileWriter.open(place(true), writers);
    await next.verify({ size, md5: md5(bytes) });
    await next.finish(at(), NEW_FILE);
    writeFileSync(at('usual'), '');
    expect(modeOf('a.bin')).toBe(modeOf('usual'));
  });

  it('counts as written where its folder may not be read, only written', async () => {
    chmodSync(root, 0o755);
    chmodSync(folder, 0o333);
    await asNobody(async () => {
      expect(() => readdirSync(folder)).toThrow('EACCES');
      const finished = await (await ready(bytes)).finish(at(), NEW_FILE);
      expect(finished).toMatchObject({ size, mtimeMs: MODIFIED.getTime() });
    });
    expect(told).toEqual(['names can’t be made sure to be on the disk EACCES']);
  });

  it('is not written where a link took the place of its folder', async () => {
    const identity = await new Workspace(root, false).identityOf('data');
    const writer = await FileWriter.open({ ...place(), identity }, writers);
    renameSync(folder, path.join(root, 'moved'));
    mkdirSync(path.join(root, 'outside'));
    symlinkSync('outside', folder);
    const written = (async () => {
      await writer.take(bytes);
      await writer.verify({ size, md5: null });
      await writer.finish(at(), NEW_FILE);
    })();
    await expect(written).rejects.toMatchObject({ details: { reason: 'folderReplaced' } });
    await writer.discard();
    expect([readdirSync(folder), readdirSync(path.join(root, 'moved'))]).toEqual([[], []]);
  });

  it.each<[string, string, () => void]>([
    ['is gone', 'workspaceMissing', () => undefined],
    ['is a file by now', 'workspaceRefused', () => writeFileSync(folder, '')]
  ])(
    'leaves nothing in a folder that was moved, where the old one %s',
    async (_what, code, act) => {
      const writer = await ready(bytes);
      const moved = path.join(root, 'moved');
      renameSync(folder, moved);
      act();
      await expect(writer.finish(at(), NEW_FILE)).rejects.toMatchObject({ code });
      await writer.discard();
      expect(readdirSync(moved)).toEqual([]);
    }
  );
});

describe('a large file', () => {
  const bytes = randomBytes(600_000);
  type Method = 'utimes' | 'chmod' | 'sync' | 'read';

  async function refuse(method: Method, code: string): Promise<void> {
    const handle = await open(root);
    await handle.close();
    const methods = Object.getPrototypeOf(handle) as Record<Method, () => Promise<void>>;
    jest.spyOn(methods, method).mockImplementation(() => Promise.reject(refusal(code)));
  }

  it.each<[Method, string, string]>([
    ['utimes', 'EPERM', 'files can’t be given the time that they have in Drive EPERM'],
    ['chmod', 'EIO', 'files can’t be given their mode EIO'],
    ['sync', 'EINVAL', 'files can’t be made sure to be on the disk EINVAL'],
    ['sync', 'ENOTSUP', 'files can’t be made sure to be on the disk ENOTSUP']
  ])(
    'goes without %s where that is refused (%s), which is said once',
    async (method, code, words) => {
      await refuse(method, code);
      for (const name of ['a.bin', 'b.bin']) {
        const finished = await (await ready(bytes)).finish(at(name), NEW_FILE);
        expect(finished.mtimeMs).toBe(statSync(at(name)).mtimeMs);
      }
      expect(told).toEqual([words]);
    }
  );

  it.each([
    ['EIO', 'diskFailed'],
    ['ENOSPC', 'storageFull'],
    ['EDQUOT', 'storageFull']
  ])('has failed where the disk says at the end that it has not got it: %s', async (code, told) => {
    await refuse('sync', code);
    const writer = await ready(bytes);
    await expect(writer.finish(at(), NEW_FILE)).rejects.toMatchObject({ code: told });
    await writer.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is begun anew where what is there can’t be read, and no handle stays', async () => {
    const first = await ready(bytes);
    await first.suspend();
    await refuse('read', 'EIO');
    const handles = readdirSync('/proc/self/fd').length;
    const second = await FileWriter.open(place(true), writers);
    expect([second.offset, readdirSync('/proc/self/fd').length - handles]).toEqual([0, 1]);
    await second.discard();
    expect(readdirSync('/proc/self/fd')).toHaveLength(handles);
  });

  it('is given up without another error where it can’t be removed', async () => {
    chmodSync(root, 0o755);
    chmodSync(folder, 0o777);
    await asNobody(async () => {
      const writer = await ready(bytes);
      await writer.suspend();
    });
    chmodSync(folder, 0o555);
    await asNobody(async () => {
      const writer = await FileWriter.open(place(true), writers);
      await expect(writer.finish(at(), NEW_FILE)).rejects.toMatchObject({
        code: 'workspaceDenied'
      });
      await expect(writer.discard()).resolves.toBeUndefined();
    });
    expect(told).toEqual(['a temporary file stays']);
  });

  it('is read back through the handle that writes it', async () => {
    const writer = await ready(bytes);
    rmSync(at(NAME));
    expect((await writer.readTail(100)).equals(bytes.subarray(-100))).toBe(true);
    expect((await writer.readWhole()).equals(bytes)).toBe(true);
    const removed = writer.finish(at(), NEW_FILE);
    await expect(removed).rejects.toThrow('unfinished copy of “data/a.bin” was removed');
    await writer.discard();
  });
});
