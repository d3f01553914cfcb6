/**
 * kill -9 at every request of a transfer of each kind, before Google answers and before the answer
 * leaves, and after every record of its journal; then the server's next proxy goes on, and both sides are compared.
 */
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import path from 'node:path';
import type { Transfer } from '../../../protocol';
import { createHome, type Home, type Proxy } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

const LARGE = 6_000_000;
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

const stage = withProxy({ proxy: null });
let proxy: Proxy;

type Kind = {
  /** Prepares both sides; returns how to start. */
  readonly prepare: (home: Home) => Promise<Start>;
  /** Both sides as they must be in the end. */
  readonly check: (home: Home) => Promise<void>;
};

const config = { allowUploads: true };

/** What is in the workspace: names and checksums. */
function workspaceOf(home: Home, folder = ''): Record<string, string> {
  const at = path.join(home.workspace, folder);
  return Object.fromEntries(
    readdirSync(at, { withFileTypes: true }).flatMap(entry => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory()
        ? Object.entries(workspaceOf(home, name))
        : [[name, md5(readFileSync(path.join(home.workspace, name)))]];
    })
  );
}

async function driveOf(): Promise<[string, string | undefined][]> {
  return (await stage.emulator.snapshot())
    .filter(({ mimeType, trashed }) => !mimeType.includes('google-apps') && !trashed)
    .map(({ name, md5: sum }): [string, string | undefined] => [name, sum])
    .sort();
}

async function addFolderWith(sizes: readonly number[]): Promise<void> {
  const top = await stage.emulator.addFolder('top');
  for (const [n, size] of sizes.entries()) {
    await stage.emulator.addFile({ name: `f${n}`, parents: [top.id], size, contentSeed: n });
  }
}

const copyTop = (at: Proxy): Promise<Transfer> => at.startCopy(['My Drive/top']);

async function checkCopies(home: Home): Promise<void> {
  const expected = Object.fromEntries((await driveOf()).map(([name, sum]) => [`top/${name}`, sum]));
  expect(workspaceOf(home)).toEqual(expected);
}

async function startUpload(at: Proxy, more = {}): Promise<Transfer> {
  const { body } = await at.call('GET /item', { query: { path: 'My Drive/target' } });
  const folder = { id: body.id, path: 'My Drive/target' };
  return (await at.call('POST /uploads', { body: { paths: ['data'], folder, ...more } })).body;
}

async function prepareUpload(home: Home, size: number): Promise<Start> {
  await stage.emulator.addFolder('target');
  mkdirSync(path.join(home.workspace, 'data'));
  for (const name of ['a.bin', 'b.bin']) {
    writeFileSync(path.join(home.workspace, 'data', name), Buffer.alloc(size, name));
  }
  return at => startUpload(at);
}

async function checkUploads(home: Home): Promise<void> {
  const local = Object.entries(workspaceOf(home)).map(([name, sum]) => [path.basename(name), sum]);
  expect(await driveOf()).toEqual(local); // each once, none twice
}

const KINDS: Readonly<Record<string, Kind>> = {
  'small files': {
    prepare: async () => {
      await addFolderWith([10, 20, 30]);
      return copyTop;
    },
    check: checkCopies
  },
  'a large file': {
    prepare: async () => {
      await addFolderWith([LARGE]);
      return copyTop;
    },
    check: checkCopies
  },
  'an export': {
    prepare: async () => {
      const top = await stage.emulator.addFolder('top');
      await stage.emulator.addDocument('document', 'Doc', { text: 'x' }, { parents: [top.id] });
      return copyTop;
    },
    check: home => {
      expect(Object.keys(workspaceOf(home))).toEqual(['top/Doc.docx']);
      return Promise.resolve();
    }
  },
  'small uploads': { prepare: home => prepareUpload(home, 1_000), check: checkUploads },
  'resumable uploads': { prepare: home => prepareUpload(home, LARGE), check: checkUploads },
  'a replacement': {
    prepare: async home => {
      const target = await stage.emulator.addFolder('target');
      const data = await stage.emulator.addFolder('data', { parents: [target.id] });
      await stage.emulator.addFile({ name: 'a.bin', parents: [data.id], content: 'old' });
      mkdirSync(path.join(home.workspace, 'data'));
      writeFileSync(path.join(home.workspace, 'data', 'a.bin'), 'new');
      return at => startUpload(at, { conflicts: 'replace' });
    },
    check: async home => {
      await checkUploads(home);
      const [item] = (await stage.emulator.snapshot()).filter(({ name }) => name === 'a.bin');
      expect(item?.revisions).toBe(2);
    }
  }
};

type Start = (at: Proxy) => Promise<Transfer>;
/** Kills the proxy at the k-th moment of its kind; true if there was a k-th. */
type Kill = (k: number, home: Home, start: Start) => Promise<boolean>;

/** Starts the transfer, and resolves when it has ended, or the proxy has. */
async function runToTheEnd(start: Start): Promise<void> {
  const transfer = await start(proxy).catch(() => null); // the answer may be lost with the process
  if (transfer !== null) {
    await proxy.ended(transfer.id).catch(() => null);
  }
}

const killAtRequest =
  (phase: 'arrival' | 'answer'): Kill =>
  async (k, _home, start) => {
    await stage.emulator.clearRequests();
    const hold = await stage.emulator.holdAt({ k, phase });
    const ended = runToTheEnd(start);
    const reached = await Promise.race([hold.held().then(() => true), ended.then(() => false)]);
    await proxy.kill();
    await hold.release();
    await ended;
    return reached;
  };

/** As soon as the journal has k records; by then there may be one more. */
const killAfterRecord: Kill = async (k, home, start) => {
  const folder = path.join(home.data, 'transfers', 'spec');
  mkdirSync(folder, { recursive: true });
  const over = new AbortController();
  const ended = runToTheEnd(start).finally(() => over.abort());
  const reached = await hasRecords(k, folder, over.signal);
  await proxy.kill();
  await ended;
  return reached;
};

/** False if it is over before. */
async function hasRecords(k: number, folder: string, over: AbortSignal): Promise<boolean> {
  try {
    const each = watch(folder, { signal: over })[Symbol.asyncIterator]();
    while ((await each.next()).done !== true) {
      if (recordsIn(folder) >= k) {
        return true;
      }
    }
  } catch (error) {
    if (!over.aborted) {
      throw error;
    }
  }
  return false;
}

function recordsIn(folder: string): number {
  return readdirSync(folder)
    .filter(name => name.endsWith('.jsonl'))
    .map(name => readFileSync(path.join(folder, name), 'utf8').split('\n').length - 1)
    .reduce((sum, lines) => sum + lines, 0);
}

async function goOn(start: Start): Promise<void> {
  const { body } = await proxy.call('GET /transfers');
  // Killed before the transfer was begun: the person would try again.
  const id = body[0]?.id ?? (await start(proxy)).id;
  const { state, problems } = await proxy.ended(id);
  expect([state, problems]).toEqual(['done', []]);
}

const MOST_KILLS = 60;
const KILLS: Readonly<Record<string, Kill>> = {
  'at the arrival of every request': killAtRequest('arrival'),
  'at the answer to every request': killAtRequest('answer'),
  'after every record of the journal': killAfterRecord
};

describe.each(Object.entries(KILLS))('kill -9 %s', (_when, killAt) => {
  it.each(Object.entries(KINDS))(
    'of %s',
    async (_name, kind) => {
      let kills = 0;
      for (let k = 1; k <= MOST_KILLS; k += 1) {
        await stage.emulator.reset('empty');
        const home = createHome();
        proxy = await stage.start({ home, config });
        await proxy.call('GET /status');
        const start = await kind.prepare(home);
        const reached = await killAt(k, home, start);
        proxy = await stage.start({ home, config });
        if (reached) {
          kills += 1;
          await goOn(start);
        }
        await kind.check(home);
        await proxy.dispose();
        if (!reached) {
          break;
        }
      }
      expect(kills).toBeGreaterThan(2);
      expect(kills).toBeLessThan(MOST_KILLS);
    },
    240_000
  );
});

describe('every beginning of a journal', () => {
  it.each([
    ['with the files there', true],
    ['with the files gone', false]
  ])('replays to a state that loses nothing, %s', async (_name, keepsFiles) => {
    await stage.emulator.reset('empty');
    await addFolderWith([10, 20, 30]);
    const home = createHome();
    proxy = await stage.start({ home, config });
    const { id } = await copyTop(proxy);
    await proxy.ended(id);
    await proxy.stop();
    const journal = path.join(home.data, 'transfers', 'spec', `${id}.jsonl`);
    const lines = readFileSync(journal, 'utf8').split('\n');
    for (let kept = 1; kept < lines.length; kept += 1) {
      const copy = createHome();
      cpSync(home.data, copy.data, { recursive: true });
      if (keepsFiles) {
        cpSync(home.workspace, copy.workspace, { recursive: true });
      }
      const text = lines.slice(0, kept).join('\n').replaceAll(home.workspace, copy.workspace);
      const torn = (lines[kept] ?? '').slice(0, 12); // a torn last line is passed over
      const target = path.join(copy.data, 'transfers', 'spec', `${id}.jsonl`);
      rmSync(path.join(copy.data, 'ledger'), { recursive: true, force: true });
      writeFileSync(target, `${text}\n${torn}`);
      const next = await stage.start({ home: copy, config });
      const { state } = await next.ended(id);
      if (state === 'done' && kept < lines.length - 1) {
        await checkCopies(copy);
      }
      expect(state).toBe('done');
      await next.dispose();
    }
  });
});
