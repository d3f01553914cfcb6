/**
 * Whose journals these are: a folder a Jupyter server, with a lock that says who writes in it. The
 * lock is created exclusively, renewed while its owner lives, and stale after a minute without. The
 * folder of a server that ended is taken over by the first one on the same workspace that asks.
 */
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { IClock } from '../clock';
import type { ILog } from '../log';
import { Journal } from './journal';
import { replay, type Replayed } from './replay';

export type LockTimes = { readonly lockRenewMs: number; readonly lockStaleMs: number };

type Lock = {
  readonly host: string;
  readonly pid: number;
  readonly serverId: string;
  readonly root: string;
  readonly renewedAt: number;
};

export type FoundJournal = {
  readonly replayed: Replayed;
  readonly path: string;
  /** True if an earlier proxy of this very server wrote it. */
  readonly sameServer: boolean;
};

const LOCK = 'lock';
const ENDING = '.jsonl';

export class JournalFolder {
  private renewal: NodeJS.Timeout | null = null;

  private constructor(
    private readonly base: string,
    private readonly folder: string,
    private readonly lock: Omit<Lock, 'renewedAt'>,
    private readonly times: LockTimes,
    private readonly clock: IClock,
    private readonly log: ILog
  ) {}

  /** Claims the server's own folder. `root` is the workspace that the journals are about. */
  static async claim(
    where: { readonly dataFolder: string; readonly serverId: string; readonly root: string },
    times: LockTimes,
    clock: IClock,
    log: ILog
  ): Promise<JournalFolder> {
    const base = path.join(where.dataFolder, 'transfers');
    const { serverId, root } = where;
    const lock = { host: hostname(), pid: process.pid, serverId, root };
    let folder = path.join(base, serverId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await takeLock(folder, lock, times, clock))) {
      folder = path.join(base, `${serverId}-${process.pid}`); // its other proxy still lives
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await takeLock(folder, lock, times, clock);
    }
    const claimed = new JournalFolder(base, folder, lock, times, clock, log);
    claimed.keepRenewing();
    return claimed;
  }

  openJournal(id: string): Promise<Journal> {
    return Journal.open(path.join(this.folder, id + ENDING), this.clock);
  }

  /** Own journals of an earlier process, and those of servers that ended; oldest first. */
  async find(): Promise<readonly FoundJournal[]> {
    const own = await this.read(true);
    const known = new Set(own.map(({ path: at }) => at));
    await this.takeOver();
    const others = (await this.read(false)).filter(({ path: at }) => !known.has(at));
    return [...own, ...others].sort((a, b) =>
      a.replayed.startedAt.localeCompare(b.replayed.startedAt)
    );
  }

  async release(): Promise<void> {
    if (this.renewal !== null) {
      clearInterval(this.renewal);
    }
    await rm(path.join(this.folder, LOCK), { force: true });
    const left = await readdir(this.folder).catch(() => [LOCK]);
    if (left.length === 0) {
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  private async read(sameServer: boolean): Promise<FoundJournal[]> {
    const found: FoundJournal[] = [];
    for (const name of await readdir(this.folder)) {
      if (!name.endsWith(ENDING)) {
        continue;
      }
      const at = path.join(this.folder, name);
      const replayed = replay(await readFile(at, 'utf8'));
      if (replayed === null) {
        await rm(at, { force: true }); // it never began
      } else {
        found.push({ replayed, path: at, sameServer });
      }
    }
    return found;
  }

  /** Moves the journals of servers that ended into our folder. Whoever renames first has them. */
  private async takeOver(): Promise<void> {
    for (const name of await readdir(this.base)) {
      const other = path.join(this.base, name);
      if (other === this.folder || !(await this.isAbandoned(other))) {
        continue;
      }
      const claimed = path.join(this.folder, `taken-${name}`);
      try {
        await rename(other, claimed);
      } catch {
        continue; // somebody else was first
      }
      for (const file of (await readdir(claimed)).filter(entry => entry.endsWith(ENDING))) {
        await rename(path.join(claimed, file), path.join(this.folder, file));
      }
      await rm(claimed, { recursive: true, force: true });
      this.log.info('took over the transfers of a server that ended', { server: name });
    }
  }

  private async isAbandoned(folder: string): Promise<boolean> {
    const lock = await readLock(folder);
    const root = lock?.root ?? (await rootOf(folder));
    return root === this.lock.root && (lock === null || isStale(lock, this.times, this.clock));
  }

  private keepRenewing(): void {
    this.renewal = setInterval(() => {
      writeLock(this.folder, this.lock, this.clock).catch((error: unknown) =>
        this.log.warn('the lock of the transfers can’t be renewed', { error })
      );
    }, this.times.lockRenewMs);
    this.renewal.unref();
  }
}

/** False if somebody alive holds it. */
async function takeLock(
  folder: string,
  lock: Omit<Lock, 'renewedAt'>,
  times: LockTimes,
  clock: IClock
): Promise<boolean> {
  for (;;) {
    try {
      const file = await open(path.join(folder, LOCK), 'wx', 0o600);
      await file.writeFile(JSON.stringify({ ...lock, renewedAt: clock.now() }));
      await file.close();
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw error;
      }
    }
    const held = await readLock(folder);
    if (held !== null && !isStale(held, times, clock)) {
      return false;
    }
    await rm(path.join(folder, LOCK), { force: true });
  }
}

async function writeLock(
  folder: string,
  lock: Omit<Lock, 'renewedAt'>,
  clock: IClock
): Promise<void> {
  const fresh = path.join(folder, `${LOCK}.new`);
  await writeFile(fresh, JSON.stringify({ ...lock, renewedAt: clock.now() }), { mode: 0o600 });
  await rename(fresh, path.join(folder, LOCK));
}

async function readLock(folder: string): Promise<Lock | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path.join(folder, LOCK), 'utf8'));
    return isLock(value) ? value : null;
  } catch {
    return null;
  }
}

function isLock(value: unknown): value is Lock {
  return typeof value === 'object' && value !== null && 'pid' in value && 'renewedAt' in value;
}

/** The workspace of a folder that was released: its journals say. */
async function rootOf(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(entry => entry.endsWith(ENDING))) {
    const replayed = replay(await readFile(path.join(folder, name), 'utf8').catch(() => ''));
    if (replayed !== null) {
      return replayed.root;
    }
  }
  return null;
}

/** Not renewed for a minute, or its process is gone from this machine. */
function isStale(lock: Lock, times: LockTimes, clock: IClock): boolean {
  if (clock.now() - lock.renewedAt > times.lockStaleMs) {
    return true;
  }
  return lock.host === hostname() && !isAlive(lock.pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
