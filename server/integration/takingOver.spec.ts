/** Who continues a transfer when its proxy, its Jupyter server or its machine is gone. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Transfer } from '../../protocol';
import type { AddedItem } from '../../emulator/client';
import { createHome, QUICK, type Home, type Proxy } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const BYTES = 3_000_000;
const MEDIA = { query: 'alt=media' };
/** Fast, but not so fast that a busy machine looks like a dead one. */
const times = { ...QUICK, lockRenewMs: 100, lockStaleMs: 1_000 };

const stage = withProxy({ proxy: null });
let home: Home;
let file: AddedItem;

beforeEach(async () => {
  file = await stage.emulator.addFile({ name: 'f', size: BYTES });
  home = createHome();
});

const start = (serverId: string, serverPid: number | null = null): Promise<Proxy> =>
  stage.start({ home, config: { serverId, serverPid, times } });

const listed = async (proxy: Proxy): Promise<[string, Transfer['state']][]> =>
  (await proxy.call('GET /transfers')).body.map(({ id, state }) => [id, state]);

async function listedAs(proxy: Proxy, expected: [string, Transfer['state']][]): Promise<void> {
  const wanted = JSON.stringify(expected);
  await stage.until(
    `the list ${wanted}`,
    () => listed(proxy),
    list => JSON.stringify(list) === wanted
  );
}

/** Something that lives until it is told to end: a Jupyter server, for all that a proxy sees of it. */
function startServer(): { pid: number; end: () => Promise<void> } {
  const server: ChildProcess = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore']
  });
  return {
    pid: server.pid ?? 0,
    end: async () => {
      const ended = once(server, 'exit');
      server.stdin?.end();
      await ended;
    }
  };
}

/** Kills the proxy in the middle of a download. */
async function crash(begin: () => Promise<Proxy>): Promise<void> {
  const hold = await stage.emulator.holdAt({ match: MEDIA });
  const proxy = await begin();
  await hold.held();
  await proxy.kill();
  await hold.release();
}

/** Resolves with the transfer's id. */
async function crashAtCopy(proxy: Proxy): Promise<string> {
  let id = '';
  await crash(async () => {
    ({ id } = await proxy.startCopy(['My Drive/f']));
    return proxy;
  });
  return id;
}

const copyOf = (): string =>
  createHash('md5')
    .update(readFileSync(path.join(home.workspace, 'f')))
    .digest('hex');
/** What a lock says after its machine has gone. */
function moveElsewhere(serverId: string): void {
  const lock = path.join(home.data, 'transfers', serverId, 'lock');
  const value: unknown = JSON.parse(readFileSync(lock, 'utf8'));
  writeFileSync(lock, JSON.stringify(Object.assign({}, value, { machine: 'elsewhere' })));
}

describe('a transfer whose proxy crashed', () => {
  it('is nobody else’s while its Jupyter server lives, which starts the next proxy', async () => {
    const server = startServer();
    const first = await start('one', server.pid);
    const id = await crashAtCopy(first);
    const other = await start('two', process.pid);
    expect(await listed(other)).toEqual([]);
    const next = await start('one', server.pid);
    expect((await next.ended(id)).state).toBe('done');
    expect([await listed(other), copyOf()]).toEqual([[], file.md5Checksum]);
    await server.end();
  });

  it('is offered by another server when its own ended', async () => {
    const server = startServer();
    const first = await start('one', server.pid);
    const id = await crashAtCopy(first);
    await server.end();
    const other = await start('two', process.pid);
    expect(await listed(other)).toEqual([[id, 'interrupted']]);
    await other.call('POST /transfers/:id/retry', { id });
    expect([(await other.ended(id)).state, copyOf()]).toEqual(['done', file.md5Checksum]);
  });

  it('is offered as soon as the lock of its lost machine is old, however early one asks', async () => {
    const first = await start('one');
    const id = await crashAtCopy(first);
    moveElsewhere('one');
    const pod = await start('two', process.pid);
    await listedAs(pod, [[id, 'interrupted']]);
    await pod.call('POST /transfers/:id/retry', { id });
    expect([(await pod.ended(id)).state, copyOf()]).toEqual(['done', file.md5Checksum]);
  });

  it('is left alone by its own proxy that only slept, once another one has it', async () => {
    const slept = await start('one');
    const hold = await stage.emulator.holdAt({ match: MEDIA });
    const { id } = await slept.startCopy(['My Drive/f']);
    await hold.held();
    process.kill(slept.pid, 'SIGSTOP');
    const journal = path.join(home.data, 'transfers', 'two', `${id}.jsonl`);
    const other = await start('two', process.pid);
    let before: string[];
    try {
      moveElsewhere('one');
      await hold.release();
      await listedAs(other, [[id, 'interrupted']]);
      await other.call('POST /transfers/:id/retry', { id });
      await other.ended(id);
      before = [readFileSync(journal, 'utf8'), copyOf()];
    } finally {
      process.kill(slept.pid, 'SIGCONT');
    }
    await listedAs(slept, []);
    expect([readFileSync(journal, 'utf8'), copyOf()]).toEqual(before);
    expect(copyOf()).toBe(file.md5Checksum);
    // It is of use again: what it begins now is its own.
    const again = await slept.copy(['My Drive/f']);
    const folders = readdirSync(path.join(home.data, 'transfers')).sort();
    expect([again.state, again.files.skipped, folders]).toEqual(['done', 1, ['one', 'two']]);
  });

  it('is continued three times by itself; after that somebody must want it', async () => {
    const id = await crashAtCopy(await start('one'));
    for (let crashes = 0; crashes < 3; crashes += 1) {
      await crash(() => start('one')); // without being asked
    }
    const proxy = await start('one');
    expect(await listed(proxy)).toEqual([[id, 'interrupted']]);
    expect((await proxy.call('GET /status')).body.state).toBe('ready');
    expect(await listed(proxy)).toEqual([[id, 'interrupted']]); // also when connected
    await proxy.call('POST /transfers/:id/retry', { id });
    expect([(await proxy.ended(id)).state, copyOf()]).toEqual(['done', file.md5Checksum]);
  });
});
