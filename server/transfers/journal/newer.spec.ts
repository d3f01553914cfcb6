/** What a newer version of this program left in the data folder stays byte for byte, and is said. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../clock';
import type { ILog } from '../../log';
import { JournalFolder } from './folder';
import { systemProcesses } from './processes';

const TIMES = { lockRenewMs: 10_000, lockStaleMs: 60_000 };
const LONG_AGO = new Date('2026-01-01T00:00:00Z');
const NOBODY = { pid: 2 ** 30, born: null };
const NEWER = '{"t":"begin","format":2,"id":"abc","what":{"is":"new"}}\n{"t":"unheard of"}\n';

let dataFolder: string;
let claimed: JournalFolder[];
let said: string[];

const silent = (): void => undefined;
const log: ILog = { debug: silent, info: silent, error: silent, warn: text => said.push(text) };

beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'gdrive-newer-'));
  [claimed, said] = [[], []];
});
afterEach(async () => {
  await Promise.all(claimed.map(folder => folder.release()));
  rmSync(dataFolder, { recursive: true, force: true });
});

async function claim(serverId: string): Promise<JournalFolder> {
  const place = { dataFolder, serverId, serverPid: null, root: '/w' };
  const parts = {
    times: TIMES,
    clock: systemClock,
    processes: systemProcesses,
    elapsed: () => performance.now()
  };
  const folder = await JournalFolder.claim(place, parts, log);
  claimed.push(folder);
  return folder;
}

function put(folder: string, files: Readonly<Record<string, string>>): void {
  const at = path.join(dataFolder, 'transfers', folder);
  mkdirSync(at, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(at, name), text);
    utimesSync(path.join(at, name), LONG_AGO, LONG_AGO);
  }
}

const stillThere = (folder: string): Record<string, string> => {
  const at = path.join(dataFolder, 'transfers', folder);
  const names = readdirSync(at).filter(name => name !== 'lock' || folder !== 'mine');
  return Object.fromEntries(names.map(name => [name, readFileSync(path.join(at, name), 'utf8')]));
};

const lock = async (more: object): Promise<string> =>
  JSON.stringify({
    ...{ token: 't', machine: await systemProcesses.machine(), child: NOBODY, server: null },
    ...{ serverId: 'other', root: '/w', renewedAt: LONG_AGO.getTime() },
    ...more
  });
const OLD =
  '{"t":"begin","id":"old","order":{"kind":"copy","request":{"items":[],"destination":""}},"owner":{"accountId":"a","email":"a@b"},"root":"/w","startedAt":"2026-01-01"}\n';

describe('left by a newer version', () => {
  it('a journal of this very server stays as it is, beside ours', async () => {
    const files = { 'abc.jsonl': NEWER };
    put('mine', { ...files, 'old.jsonl': OLD });
    const folder = await claim('mine');
    expect((await folder.find()).map(({ replayed }) => replayed.id)).toEqual(['old']);
    expect((await folder.newer()).map(({ id, since }) => [id, since])).toEqual([
      ['abc', LONG_AGO.toISOString()]
    ]);
    expect(stillThere('mine')).toEqual({ ...files, 'old.jsonl': OLD });
    expect(said).toEqual([expect.stringMatching(/newer version.*Update jupyterlab-gdrive/)]);
  });

  it('the folder of a server that ended is not taken over', async () => {
    const files = { 'abc.jsonl': NEWER, lock: await lock({}) };
    put('other', files);
    const folder = await claim('mine');
    expect(await folder.find()).toEqual([]);
    expect((await folder.newer()).map(({ id }) => id)).toEqual(['abc']);
    await folder.find(); // said once
    expect([stillThere('other'), said.length]).toEqual([files, 1]);
  });

  it.each<[string, object]>([
    ['that we can read', { format: 2 }],
    ['that we can’t read', { format: 2, token: undefined, holder: 'somebody' }]
  ])('a lock %s is not stolen, however old: a folder beside it is ours', async (_name, more) => {
    const files = { 'old.jsonl': OLD, lock: await lock(more) };
    put('other', files);
    const folder = await claim('other');
    expect(await folder.find()).toEqual([]);
    expect(stillThere('other')).toEqual(files);
    expect(readdirSync(path.join(dataFolder, 'transfers')).length).toBe(2);
  });
});

it('what an older version left is taken over as before', async () => {
  put('other', { 'old.jsonl': OLD, lock: await lock({}) });
  const folder = await claim('mine');
  expect((await folder.find()).map(({ replayed }) => replayed.id)).toEqual(['old']);
  expect([readdirSync(path.join(dataFolder, 'transfers')), said]).toEqual([['mine'], []]);
});
