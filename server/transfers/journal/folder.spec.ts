import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ILog } from '../../log';
import { StandingClock } from '../../testing/standingClock';
import { JournalFolder, type FoundJournal } from './folder';
import { lockState, type Lock, type Verdict } from './lock';
import type { IProcesses } from './processes';
import type { JournalLine } from './lines';

const TIMES = { lockRenewMs: 10_000, lockStaleMs: 60_000 };
const HOUR = 3_600_000;
const silent = (): void => undefined;
const log: ILog = { debug: silent, info: silent, warn: silent, error: silent };

/** Processes that live as long as the spec says. */
class Processes implements IProcesses {
  private readonly dead = new Set<number>();
  constructor(private readonly name: string) {}
  machine = (): Promise<string> => Promise.resolve(this.name);
  mark = (pid: number): Promise<{ pid: number; born: string }> =>
    Promise.resolve({ pid, born: 'once' });
  lives = ({ pid }: { pid: number }): Promise<boolean> => Promise.resolve(!this.dead.has(pid));
  end = (pid: number): unknown => this.dead.add(pid);
}

const OURS = process.pid; // of each proxy in this file
const [ONE, TWO] = [900_001, 900_002]; // Jupyter servers

let dataFolder: string;
let clock: StandingClock;
let here: Processes;
let claimed: JournalFolder[];

beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'gdrive-journals-'));
  clock = new StandingClock();
  here = new Processes('here');
  claimed = [];
});
afterEach(async () => {
  await Promise.all(claimed.map(folder => folder.release()));
  rmSync(dataFolder, { recursive: true, force: true });
});

async function claim(
  serverId: string,
  serverPid: number | null,
  processes: IProcesses = here,
  its = clock
): Promise<JournalFolder> {
  const place = { dataFolder, serverId, serverPid, root: '/w' };
  const parts = { times: TIMES, clock: its, elapsed: its.now, processes };
  const folder = await JournalFolder.claim(place, parts, log);
  claimed.push(folder);
  return folder;
}

const begin = (id: string): JournalLine => ({
  ...{ t: 'begin', id, order: { kind: 'copy', request: { items: [], destination: '' } } },
  ...{ owner: { accountId: 'a', email: 'a@b' }, root: '/w', startedAt: '2026-01-01' }
});

/** A proxy that began a transfer and was killed: its lock stays as it is. */
async function leave(serverId: string, serverPid: number | null, processes = here): Promise<void> {
  const folder = await claim(serverId, serverPid, processes);
  const journal = await folder.openJournal(`of-${serverId}`);
  await journal.commit(begin(`of-${serverId}`));
  await journal.close();
}

const namesOf = (found: readonly FoundJournal[]): [string, boolean][] =>
  found.map(({ replayed, sameServer }) => [replayed.id, sameServer]);
const at = (...names: string[]): string => path.join(dataFolder, 'transfers', ...names);

describe('a lock', () => {
  const rows: [string, Partial<Lock>, number[], number, Verdict][] = [
    ['of a living proxy', {}, [], 0, 'held'],
    ['of a living proxy after hours of sleep', {}, [], 8 * HOUR, 'held'],
    ['of a proxy that died under a living server', {}, [7], 0, 'held'],
    ['the same, hours later', {}, [7], 8 * HOUR, 'held'],
    ['of a proxy that died with its server', {}, [7, ONE], 0, 'free'],
    ['of a proxy that outlives its server for a moment', {}, [ONE], 0, 'unclear'],
    ['of our own server’s dead proxy', { serverId: 'me' }, [7], 0, 'free'],
    ['of our own server’s other proxy', { serverId: 'me' }, [], 0, 'unclear'],
    ['of a dead proxy whose server is unknown', { server: null }, [7], 0, 'free'],
    ['of a living proxy whose server is unknown', { server: null }, [], 8 * HOUR, 'held'],
    ['of another machine, whatever its clock says', { machine: 'there' }, [7, ONE], HOUR, 'unclear']
  ];

  it.each(rows)('%s', async (_name, lock, dead, age, expected) => {
    const whole: Lock = {
      ...{ token: 't', machine: 'here', serverId: 'other', root: '/w', renewedAt: clock.now() },
      ...{ child: { pid: 7, born: 'once' }, server: { pid: ONE, born: 'once' } },
      ...lock
    };
    dead.forEach(here.end);
    clock.pass(age);
    const me = { machine: 'here', serverId: 'me' };
    expect(await lockState(whole, me, { processes: here })).toBe(expected);
  });
});

describe('the journals of a proxy that crashed', () => {
  it('wait for its own server’s next proxy as long as the server lives', async () => {
    await leave('one', ONE);
    const there = new Processes('here');
    there.end(OURS); // seen by the others: the proxy is gone
    clock.pass(8 * HOUR);
    const other = await claim('two', TWO, there);
    expect(namesOf(await other.find())).toEqual([]);
    const next = await claim('one', ONE, there);
    expect(namesOf(await next.find())).toEqual([['of-one', true]]);
  });

  it('are offered by another server as soon as their own is gone', async () => {
    await leave('one', ONE);
    here.end(OURS);
    here.end(ONE);
    const other = await claim('two', TWO);
    expect(namesOf(await other.find())).toEqual([['of-one', false]]);
    expect(readdirSync(at())).toEqual(['two']);
  });

  it('are not lost when the one that took them over ended in the middle of it', async () => {
    await leave('one', ONE);
    mkdirSync(at('two', 'taken-three'), { recursive: true });
    rmSync(at('one', 'lock'));
    renameSync(at('one'), at('two', 'taken-three', 'taken-one'));
    const two = await claim('two', TWO);
    expect(namesOf(await two.find())).toEqual([['of-one', true]]);
    expect(readdirSync(at('two')).sort()).toEqual(['lock', 'of-one.jsonl']);
  });
});

describe('the journals of a proxy that leaves after its server', () => {
  it('are offered once it is gone, though it renewed its lock while it left', async () => {
    await leave('one', ONE); // goes on renewing
    const there = new Processes('here');
    there.end(ONE);
    const two = await claim('two', TWO, there);
    expect(await two.find()).toEqual([]);
    const offered: FoundJournal[] = [];
    const looking = two.keepLooking(found => Promise.resolve(void offered.push(found)));
    for (let looks = 0; looks < 3; looks += 1) {
      await clock.asleep(3); // two renew, one looks
      clock.pass(TIMES.lockRenewMs);
    }
    await clock.asleep(3);
    there.end(OURS);
    clock.pass(TIMES.lockRenewMs);
    await looking;
    expect(namesOf(offered)).toEqual([['of-one', false]]);
  });
});

describe('the journals of a proxy that was stopped', () => {
  it.each([
    ['stay its server’s while that lives', ONE, []],
    ['are anybody’s where no server is known', null, [['of-one', false]]]
  ])('%s', async (_name, server, expected) => {
    await leave('one', server);
    await claimed[0]?.release();
    here.end(OURS);
    const other = await claim('two', TWO);
    expect(namesOf(await other.find())).toEqual(expected);
  });

  it('leave nothing behind when there are none', async () => {
    await (await claim('one', ONE)).release();
    expect(readdirSync(at())).toEqual([]);
  });
});

describe('a lock of another machine that is still fresh', () => {
  const elsewhere = new Processes('there');

  it('is looked at again, until it is old: then its transfers are offered', async () => {
    await leave('one', ONE, elsewhere);
    await claimed.pop()?.release(); // it is not renewed any more
    const two = await claim('two', TWO);
    expect(await two.find()).toEqual([]);
    const offered: FoundJournal[] = [];
    const looking = two.keepLooking(found => Promise.resolve(void offered.push(found)));
    for (let age = 0; age < TIMES.lockStaleMs; age += TIMES.lockRenewMs) {
      await clock.asleep(2); // renewing and looking
      expect(offered).toEqual([]);
      clock.pass(TIMES.lockRenewMs);
    }
    await clock.asleep(2);
    clock.pass(TIMES.lockRenewMs);
    await looking;
    expect(namesOf(offered)).toEqual([['of-one', false]]);
  });

  it('is its owner’s for good when that renews it: no server looks any more', async () => {
    await leave('one', ONE, elsewhere); // goes on renewing
    const two = await claim('two', TWO);
    expect(await two.find()).toEqual([]);
    const looking = two.keepLooking(() => Promise.reject(new Error('It was taken')));
    const over = new AbortController();
    void looking.then(() => over.abort());
    for (let looks = 0; !over.signal.aborted; looks += 1) {
      expect(looks).toBeLessThan(4); // the first may see the lock of before
      await Promise.race([clock.asleep(3), looking]); // two renew, one looks
      clock.pass(TIMES.lockRenewMs);
    }
    expect(existsSync(at('one', 'of-one.jsonl'))).toBe(true);
  });
});

describe('an owner that slept', () => {
  it('stops writing when another server has taken its journals meanwhile', async () => {
    const still = new StandingClock(); // its timers don't run
    const asleep = await claim('one', ONE, new Processes('there'), still);
    const journal = await asleep.openJournal('slept');
    await journal.commit(begin('slept'));
    await still.asleep(1);
    const other = await claim('two', TWO);
    expect(await other.find()).toEqual([]);
    const offered: FoundJournal[] = [];
    const looking = other.keepLooking(found => Promise.resolve(void offered.push(found)));
    for (let age = 0; age <= TIMES.lockStaleMs; age += TIMES.lockRenewMs) {
      await clock.asleep(2);
      clock.pass(TIMES.lockRenewMs);
    }
    await looking;
    expect(namesOf(offered)).toEqual([['slept', false]]);
    const { now } = still;
    still.now = () => now() + TIMES.lockStaleMs + 1; // its clock alone says that it slept
    const before = readFileSync(at('two', 'slept.jsonl'), 'utf8');
    await expect(journal.commit({ t: 'start' })).rejects.toThrow();
    await journal.close();
    expect(asleep.lost.aborted).toBe(true);
    still.pass(TIMES.lockRenewMs);
    await asleep.release();
    expect(readFileSync(at('two', 'slept.jsonl'), 'utf8')).toBe(before);
    expect(readdirSync(at())).toEqual(['two']); // nothing of it comes up again
  });

  it('goes on when none has', async () => {
    const asleep = await claim('one', ONE);
    const journal = await asleep.openJournal('slept');
    await journal.commit(begin('slept'));
    const { now } = clock;
    clock.now = () => now() + 8 * HOUR;
    const other = await claim('two', TWO);
    expect(await other.find()).toEqual([]);
    await journal.commit({ t: 'start' });
    await journal.close();
    expect(asleep.lost.aborted).toBe(false);
  });
});

it('keeps its lock when the timer and a write renew it at the same moment, after a long sleep', async () => {
  const folder = await claim('one', null);
  const journal = await folder.openJournal('a');
  await clock.asleep(1);
  clock.pass(HOUR);
  await journal.commit(begin('a'));
  await clock.asleep(1);
  await journal.close();
  expect(folder.lost.aborted).toBe(false);
});
