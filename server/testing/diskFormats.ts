/**
 * Real files of a build of the proxy, for the spec that later builds read them: made by scripts/disk_formats.mjs,
 * laid out by server/integration/diskFormats.spec.ts. What differs from machine to machine is a mark in them.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { startEmulator, type EmulatorProcess } from '../../emulator/client';
import { createHome, startProxy, type Home, type Proxy } from './proxy';
import { systemProcesses } from '../transfers/journal/processes';

export const LARGE = Buffer.from('All of this is in Drive. '.repeat(240_000));
export const UPLOAD = Buffer.from('All of this is in the workspace. '.repeat(270_000));
const modifiedTime = '2026-01-02T03:04:05.000Z';
const TWINS = 'folder-of-twins';
/** When the files of the workspace were changed, in milliseconds since 1970: ledger and journals compare it. */
const TIMES = 'times.json';
/** With this many names, each given three times, the table of before compacts its lines. */
const MANY = 350;

type Scenario = (stand: { emulator: EmulatorProcess; proxy: Proxy; home: Home }) => Promise<void>;

/** The same Drive when the files are made and when they are read: ids and revisions are fixed. */
export async function furnish(emulator: EmulatorProcess): Promise<void> {
  await emulator.reset('empty');
  const put = (id: string, more: object): Promise<unknown> =>
    emulator.addFile({ id, name: id, headRevisionId: `revision-of-${id}`, modifiedTime, ...more });
  await put('large-file-1', { base64: LARGE.toString('base64') });
  await emulator.addFolder('top', { id: 'folder-top-1' });
  for (const [n, content] of ['one', 'two', 'three'].entries()) {
    await put(`small-file-${n}`, { parents: ['folder-top-1'], content });
  }
  await put('asked-file-1', { content: 'from Drive' });
  await put('broken-file-1', { content: 'broken', wrongMd5: true });
  await emulator.addFolder('target', { id: 'folder-target-1' });
  await emulator.addFolder('twins', { id: TWINS });
  await put('twin-file-b', { name: 'x.csv', parents: [TWINS], content: 'b' });
}

export const addSecondTwin = (emulator: EmulatorProcess): Promise<unknown> =>
  emulator.addFile({ id: 'twin-file-a', name: 'x.csv', parents: [TWINS], content: 'a' });

/** Kills the proxy at a request. */
async function killAt(
  { emulator, proxy }: { emulator: EmulatorProcess; proxy: Proxy },
  match: Parameters<EmulatorProcess['addFault']>[0]['match'],
  begin: () => Promise<unknown>
): Promise<void> {
  const hold = await emulator.holdAt({ match });
  await begin();
  await hold.held();
  await proxy.kill();
  await hold.release();
}

const listTwins = (proxy: Proxy) =>
  proxy.call('GET /folder', { query: { path: 'My Drive/twins', fresh: '1' } });

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'copy-of-a-large-file': async stand => {
    const { emulator, proxy, home } = stand;
    const media = { path: 'large-file-1', query: 'alt=media' };
    await emulator.addFault({ match: { ...media, times: 1 }, do: { cutAfterBytes: 4_000_000 } });
    const arrived = (): number =>
      Math.max(0, ...filesIn(home.workspace).map(({ bytes }) => bytes.length));
    await killAt(stand, { ...media, nth: 2 }, async () => {
      await proxy.startCopy(['My Drive/large-file-1']);
      await proxy.waits.until('a part of the file', arrived, bytes => bytes > 1_000_000);
    });
  },
  'copy-of-a-folder': async stand => {
    const match = { path: 'small-file-2', query: 'alt=media' };
    await killAt(stand, match, async () => {
      const { id } = await stand.proxy.startCopy(['My Drive/top']);
      await stand.proxy.until(id, ({ files }) => files.done === 2);
    });
  },
  'resumable-upload': async stand => {
    const { emulator, proxy, home } = stand;
    writeFileSync(path.join(home.workspace, 'up.bin'), UPLOAD);
    await emulator.addFault({
      match: { method: 'PUT', path: '^/upload/', times: 1 },
      do: { status: 503 }
    });
    const folder = { id: 'folder-target-1', path: 'My Drive/target' };
    await killAt(stand, { method: 'PUT', path: '^/upload/', nth: 2 }, () =>
      proxy.call('POST /uploads', { body: { paths: ['up.bin'], folder } })
    );
  },
  asking: async ({ proxy, home }) => {
    writeFileSync(path.join(home.workspace, 'asked-file-1'), 'mine');
    const { id } = await proxy.startCopy(['My Drive/asked-file-1']);
    await proxy.until(id, ({ state }) => state === 'asking');
    await proxy.kill();
  },
  failed: async ({ proxy }) => {
    await proxy.copy(['My Drive/broken-file-1']);
    await proxy.kill();
  },
  ended: async ({ emulator, proxy }) => {
    await proxy.copy(['My Drive/top']);
    await listTwins(proxy);
    await addSecondTwin(emulator);
    await listTwins(proxy);
    await proxy.stop();
  },
  'compacted-names': async ({ emulator, proxy }) => {
    await listTwins(proxy);
    await emulator.addFolder('many', { id: 'folder-of-many' });
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < MANY; n += 1) {
        const name = `n${n}-${round}`;
        if (round > 0) {
          await emulator.remove(`many-${n}`); // an id with another title is given another name
        }
        await emulator.addFile({ id: `many-${n}`, name, parents: ['folder-of-many'], content: '' });
      }
      const query = { path: 'My Drive/many', fresh: '1', limit: '400' };
      await proxy.call('GET /folder', { query });
    }
    await proxy.stop();
  }
};

/** Runs every scenario with a build of the proxy, and keeps what it left. */
export async function makeFixtures(bundle: string, target: string): Promise<void> {
  const emulator = await startEmulator({ seed: 'empty' });
  try {
    for (const [name, run] of Object.entries(SCENARIOS)) {
      await furnish(emulator);
      const home = createHome();
      const proxy = await startProxy(emulator, { bundle, home, config: { allowUploads: true } });
      await run({ emulator, proxy, home });
      const folder = path.join(target, name);
      rmSync(folder, { recursive: true, force: true });
      await keep(home, folder, emulator.url);
      await proxy.dispose();
    }
  } finally {
    await emulator.stop();
  }
}

/** What differs from one machine to the next, and what stands for it. */
async function marks(home: Home, url: string): Promise<readonly (readonly [string, string])[]> {
  const machine = JSON.stringify(await systemProcesses.machine()).slice(1, -1);
  return [
    [home.workspace, '@WORKSPACE@'],
    [url, '@DRIVE@'],
    [machine, '@MACHINE@']
  ];
}

async function keep(home: Home, folder: string, url: string): Promise<void> {
  const all = await marks(home, url);
  const times: Record<string, number> = {};
  for (const { name, bytes } of filesIn(home.folder)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (name.startsWith('workspace')) {
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      times[name] = statSync(path.join(home.folder, name)).mtimeMs;
    } else {
      const text = all.reduce((sum, [real, mark]) => sum.replaceAll(real, mark), String(bytes));
      writeFileSync(file, text.replace(/"child":\{[^}]*\}/, '"child":"@DEAD@"'));
    }
  }
  writeFileSync(path.join(folder, TIMES), `${JSON.stringify(times, null, 2)}\n`);
}

/** A home as a build left it, as if it had been on this machine. The process that wrote it is dead. */
export async function layOut(folder: string, url: string): Promise<Home> {
  const home = createHome();
  const all = await marks(home, url);
  const dead = '{"pid":1073741824,"born":null}';
  for (const { name, bytes } of filesIn(folder)) {
    const file = path.join(home.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (name.endsWith('.gz')) {
      writeFileSync(file.slice(0, -'.gz'.length), gunzipSync(bytes));
    } else if (name !== TIMES) {
      const text = all.reduce((sum, [real, mark]) => sum.replaceAll(mark, real), String(bytes));
      writeFileSync(file, text.replace('"@DEAD@"', dead), { mode: 0o600 });
    }
  }
  const times = JSON.parse(readFileSync(path.join(folder, TIMES), 'utf8')) as Record<
    string,
    number
  >;
  for (const [name, ms] of Object.entries(times)) {
    utimesSync(path.join(home.folder, name), ms / 1_000, ms / 1_000);
  }
  return home;
}

function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .map(file => ({ name: path.relative(folder, file), bytes: readFileSync(file) }));
}
