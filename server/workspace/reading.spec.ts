import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { systemClock } from '../clock';
import { SourceChanged, type Source } from './reading';
import { Workspace } from './workspace';

const MIB = 1 << 20;
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

let root: string;
let workspace: Workspace;
let opened: Source[] = [];

beforeEach(() => {
  root = fs.mkdtempSync(path.join(tmpdir(), 'gdrive-reading-'));
  workspace = new Workspace(path.join(root, 'w'), false);
  fs.mkdirSync(at());
});
afterEach(async () => {
  await Promise.all(opened.map(source => source.close()));
  opened = [];
  fs.rmSync(root, { recursive: true });
});

const at = (...names: string[]): string => path.join(root, 'w', ...names);
const { signal } = new AbortController();
async function open(name: string, realFolder: string | null = null, own = signal): Promise<Source> {
  const source = await workspace.open({ path: name, realFolder }, systemClock, own);
  opened.push(source);
  return source;
}
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error
  );

describe('a source', () => {
  const bytes = Buffer.alloc(3 * MIB + 17, 'some letters and a few more ');
  beforeEach(() => fs.writeFileSync(at('f'), bytes));

  it.each([0, 1, MIB, 3 * MIB + 17])(
    'gives its bytes from %d on, and the MD5 of all',
    async from => {
      const source = await open('f');
      const seen: string[] = [];
      const stream = source.read({ start: from, onWhole: sum => seen.push(sum) });
      expect((await buffer(stream)).equals(bytes.subarray(from))).toBe(true);
      expect([...seen, await source.md5()]).toEqual([md5(bytes), md5(bytes)]);
    }
  );

  it('may be read again from an earlier place, while the reading of before is left', async () => {
    const source = await open('f');
    const first = source.read();
    await new Promise(resolve => first.once('readable', resolve));
    first.destroy();
    await buffer(source.read({ start: 2 * MIB, end: 3 * MIB }));
    await buffer(source.read({ start: MIB }));
    expect(await source.md5()).toBe(md5(bytes));
  });

  it('is read no further when that is cancelled', async () => {
    const own = new AbortController();
    const source = await open('f', null, own.signal);
    own.abort(new Error('enough'));
    expect(await refusal(source.md5())).toEqual(new Error('enough'));
    expect(await refusal(buffer(source.read()))).toEqual(new Error('enough'));
  });

  it('of nothing is whole at once', async () => {
    fs.writeFileSync(at('empty'), '');
    const source = await open('empty');
    const seen: string[] = [];
    await buffer(source.read({ onWhole: sum => seen.push(sum) }));
    expect(seen).toEqual([md5(Buffer.alloc(0))]);
  });

  it('whose mode or number of links alone changed is the same', async () => {
    const source = await open('f');
    fs.chmodSync(at('f'), 0o640);
    fs.linkSync(at('f'), at('backup'));
    expect((await buffer(source.read())).equals(bytes)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['grew', () => fs.appendFileSync(at('f'), 'x')],
    ['shrank', () => fs.truncateSync(at('f'), 5)],
    ['was written to within the tick of its last change', () => rewrite()],
    [
      'is another one',
      () => {
        fs.copyFileSync(at('f'), at('g'));
        fs.renameSync(at('g'), at('f'));
      }
    ]
  ])('that %s never gives its last piece', async (_what, change) => {
    rewrite();
    const source = await open('f');
    const pieces: number[] = [];
    const stream = source.read({ onBytes: length => pieces.push(length) });
    await new Promise(resolve => stream.once('readable', resolve));
    change();
    expect(await refusal(buffer(stream))).toBeInstanceOf(SourceChanged);
    expect(pieces).not.toContain(17);
  });

  /** Other bytes, of the same size and with the same time. */
  function rewrite(): void {
    const time = new Date(1_700_000_000_000);
    fs.writeFileSync(at('f'), Buffer.alloc(bytes.length, String(Math.random())), { flag: 'r+' });
    fs.utimesSync(at('f'), time, time);
  }
});

describe('what stands under a name', () => {
  const outside = (): string => path.join(root, 'outside');
  beforeEach(() => {
    fs.mkdirSync(outside());
    fs.writeFileSync(path.join(outside(), 'f'), 'a secret');
    fs.mkdirSync(at('d'));
    fs.writeFileSync(at('d', 'f'), 'no secret');
  });
  const swapFolder = (): void => {
    fs.renameSync(at('d'), at('d.before'));
    fs.symlinkSync(outside(), at('d'));
  };

  it('is never followed where it is a link', async () => {
    fs.symlinkSync(path.join(outside(), 'f'), at('link'));
    expect(await refusal(open('link'))).toMatchObject({ code: 'workspaceRefused' });
  });

  it('is not read where a folder became a link that leads elsewhere', async () => {
    const realFolder = await workspace.realFolderOf('d');
    swapFolder();
    expect(await refusal(open('d/f', realFolder))).toMatchObject({
      code: 'workspaceRefused',
      details: { path: 'd/f', reason: 'ledElsewhere' }
    });
  });

  it('is read through a link that was there when it was chosen, until that leads elsewhere', async () => {
    swapFolder();
    const realFolder = await workspace.realFolderOf('d');
    expect(String(await buffer((await open('d/f', realFolder)).read()))).toBe('a secret');
    fs.unlinkSync(at('d'));
    fs.renameSync(at('d.before'), at('d'));
    expect(await refusal(open('d/f', realFolder))).toMatchObject({ code: 'workspaceRefused' });
  });

  it('is read in a new folder of the same name', async () => {
    const realFolder = await workspace.realFolderOf('d');
    fs.renameSync(at('d'), at('d.before'));
    fs.cpSync(at('d.before'), at('d'), { recursive: true });
    expect(String(await buffer((await open('d/f', realFolder)).read()))).toBe('no secret');
  });

  it('is refused at once where it is a pipe that nobody writes into, or a folder', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    for (const name of ['pipe', 'd']) {
      expect(await refusal(open(name))).toMatchObject({
        code: 'workspaceRefused',
        details: { path: name, reason: 'notAFile' }
      });
    }
  });

  it('may have a backslash in its name, where that is no separator', async () => {
    fs.writeFileSync(at('a\\b'), 'bytes');
    expect(String(await buffer((await open('a\\b')).read()))).toBe('bytes');
  });
});
