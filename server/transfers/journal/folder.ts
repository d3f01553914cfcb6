/**
 * Whose journals these are: a folder a Jupyter server, with a lock that says who writes in it (lock.ts).
 * The folder of a server that ended is taken over by the first one on the same workspace that sees it,
 * by a rename: whoever renames first has it.
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../fsErrors';
import type { ILog } from '../../log';
import { Journal } from './journal';
import {
  createLock,
  isLockFile,
  lockState,
  newToken,
  readLock,
  removeLock,
  renewLock,
  takeLock,
  type Lock,
  type LockParts,
  type Verdict
} from './lock';
import { LockWatch } from './lockWatch';
import { newerJournal, newerJournalsIn, refusal, stillThere, type NewerJournal } from './newer';
import { replay, type Replayed } from './replay';
import { repeat } from './repeat';
import { ENDING, isAbout } from './root';

type JournalPlace = {
  readonly dataFolder: string;
  readonly serverId: string;
  /** Of the Jupyter server, which starts our successor; null if unknown. */
  readonly serverPid: number | null;
  /** The workspace that the journals are about. */
  readonly root: string;
};

export type FoundJournal = {
  readonly replayed: Replayed;
  /** True if an earlier proxy of this very server wrote it. */
  readonly sameServer: boolean;
};

const TAKEN = 'taken-';

export class JournalFolder {
  private readonly stopping = new AbortController();
  private readonly losing = new AbortController();
  private readonly busy: Promise<void>[] = [];
  private readonly watch: LockWatch;
  private readonly newerFound = new Map<string, NewerJournal>();
  /** When the lock was ours for sure: by the clock, and by our own time, since a clock may be set back. */
  private confirmed: { readonly clock: number; readonly elapsed: number };
  private renewing: Promise<boolean> | null = null;

  private constructor(
    private readonly base: string,
    private readonly folder: string,
    private readonly lock: Lock,
    private readonly parts: LockParts,
    private readonly log: ILog
  ) {
    this.watch = new LockWatch(parts.times, parts.elapsed);
    this.confirmed = { clock: lock.renewedAt, elapsed: parts.elapsed() };
  }

  /** Claims the server's own folder, or one beside it while an earlier proxy still has that. */
  static async claim(place: JournalPlace, parts: LockParts, log: ILog): Promise<JournalFolder> {
    const { dataFolder, serverId, serverPid, root } = place;
    const { processes, clock } = parts;
    const base = path.join(dataFolder, 'transfers');
    const lock: Lock = {
      token: newToken(),
      machine: await processes.machine(),
      child: await processes.mark(process.pid),
      server: serverPid === null ? null : await processes.mark(serverPid),
      ...{ serverId, root, renewedAt: clock.now() }
    };
    for (const name of [serverId, `${serverId}-${lock.token}`]) {
      const folder = path.join(base, name);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (await takeLock(folder, lock, parts)) {
        const claimed = new JournalFolder(base, folder, lock, parts, log);
        claimed.busy.push(claimed.repeat(() => claimed.renew()));
        return claimed;
      }
    }
    throw new Error('A folder with a name of our own is locked'); // a token is never given twice
  }

  /** Aborted when another process has taken the folder: nothing of it may be written any more. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  /** Journals on our workspace that only a newer version can read, as far as they were found and are there. */
  newer(): Promise<readonly NewerJournal[]> {
    return stillThere([...this.newerFound.values()]);
  }

  openJournal(id: string): Promise<Journal> {
    const file = path.join(this.folder, id + ENDING);
    return Journal.open(file, this.parts.clock, () => this.assertOurs());
  }

  /** Own journals of an earlier process, and those of servers that ended; oldest first. */
  async find(): Promise<readonly FoundJournal[]> {
    await this.unpack(this.folder);
    await this.leaveNewer(this.folder);
    const own = await this.read(await readdir(this.folder), true);
    return [...own, ...(await this.takeOver()).found].sort(byStart);
  }

  /**
   * Looks again for servers that ended, until each that may be one is known to live or is taken over:
   * a pod that starts anew finds the lock of the one before it still fresh. Resolves then, or when
   * the folder is released or lost.
   */
  keepLooking(onFound: (found: FoundJournal) => Promise<void>): Promise<void> {
    const look = async (): Promise<boolean> => {
      const { found, isDecided } = await this.takeOver();
      for (const journal of [...found].sort(byStart)) {
        await onFound(journal);
      }
      return isDecided;
    };
    const looking = this.repeat(look);
    this.busy.push(looking);
    return looking;
  }

  private repeat(act: () => Promise<boolean>): Promise<void> {
    const { clock, times } = this.parts;
    return repeat(times.lockRenewMs, act, { clock, log: this.log, signal: this.stopping.signal });
  }

  /** The journals stay, and with them the lock where a Jupyter server may start our successor. */
  async release(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.busy);
    if (this.lost.aborted || (await readLock(this.folder))?.token !== this.lock.token) {
      return;
    }
    const left = (await readdir(this.folder)).filter(name => !isLockFile(name));
    if (left.length === 0) {
      await rm(this.folder, { recursive: true, force: true });
    } else if (this.lock.server === null) {
      await removeLock(this.folder);
    }
  }

  /** Before each write: after a long sleep another process may have taken the folder. */
  private async assertOurs(): Promise<void> {
    const { clock, elapsed, times } = this.parts;
    const before = this.confirmed;
    const passed = Math.max(Math.abs(clock.now() - before.clock), elapsed() - before.elapsed);
    if (!this.lost.aborted && passed > times.lockStaleMs / 2) {
      await this.renew();
    }
    this.lost.throwIfAborted();
  }

  /**
   * True when there is nothing to renew any more. One at a time: after a long sleep the timer and the
   * next write come at the same moment, and two that rename one file would each think it was taken.
   */
  private renew(): Promise<boolean> {
    this.renewing ??= this.renewOnce().finally(() => (this.renewing = null));
    return this.renewing;
  }

  private async renewOnce(): Promise<boolean> {
    const now = { clock: this.parts.clock.now(), elapsed: this.parts.elapsed() };
    const lock = { ...this.lock, renewedAt: now.clock };
    try {
      const held = await readLock(this.folder);
      if (held === null ? await createLock(this.folder, lock) : held.token === lock.token) {
        await renewLock(this.folder, lock);
        this.confirmed = now;
        return false;
      }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') {
        throw error;
      } // else the whole folder was taken
    }
    this.log.warn('another Jupyter server has taken over the transfers of this one');
    this.losing.abort();
    this.stopping.abort();
    return true;
  }

  /** Journals that were taken over when we, or an earlier proxy, ended: none is left behind. */
  private async unpack(from: string): Promise<string[]> {
    const moved: string[] = [];
    for (const name of await readdir(from)) {
      const inner = path.join(from, name);
      if (name.startsWith(TAKEN)) {
        moved.push(...(await this.unpack(inner)));
        await rm(inner, { recursive: true, force: true });
      } else if (name.endsWith(ENDING) && from !== this.folder) {
        await rename(inner, path.join(this.folder, name));
        moved.push(name);
      }
    }
    return moved;
  }

  private async read(names: readonly string[], sameServer: boolean): Promise<FoundJournal[]> {
    const found: FoundJournal[] = [];
    for (const name of names.filter(each => each.endsWith(ENDING))) {
      const file = path.join(this.folder, name);
      if (this.newerFound.has(file)) {
        continue;
      }
      const replayed = await readFile(file, 'utf8').then(replay, () => 'unreadable' as const);
      if (replayed === 'unreadable') {
        this.log.warn('a journal can’t be read now; the others are', { file });
      } else if (replayed === 'foreign') {
        this.remember(await newerJournal(file));
      } else if (replayed === null) {
        await rm(file, { force: true }); // it never began
      } else {
        found.push({ replayed, sameServer });
      }
    }
    return found;
  }

  /** Decided if of each folder it is known whether its owner lives. */
  private async takeOver(): Promise<{ found: readonly FoundJournal[]; isDecided: boolean }> {
    const found: FoundJournal[] = [];
    let isDecided = true;
    for (const name of await readdir(this.base)) {
      const other = path.join(this.base, name);
      const lock = await readLock(other).catch(() => 'unreadable' as const);
      const isAnswered = lock !== 'unreadable';
      isDecided &&= isAnswered; // a disk that fails now may tell at the next look
      if (!isAnswered || other === this.folder || !(await isAbout(this.lock.root, other, lock))) {
        continue;
      }
      const verdict = lock === null ? 'free' : await this.lockState(name, lock);
      if (verdict === 'free' && ((await this.leaveNewer(other)) || lock?.isNewer === true)) {
        continue;
      }
      if (verdict === 'free' && (await this.takeFolder(name, lock))) {
        const moved = await this.unpack(this.folder);
        found.push(...(await this.read(moved, lock?.serverId === this.lock.serverId)));
      } else if (verdict !== 'held') {
        isDecided = false;
      }
    }
    return { found, isDecided };
  }

  /** True if there are journals of a newer version; they are remembered, and said once. */
  private async leaveNewer(folder: string): Promise<boolean> {
    const journals = await newerJournalsIn(folder);
    for (const journal of journals.filter(({ file }) => !this.newerFound.has(file))) {
      this.remember(journal);
    }
    return journals.length > 0;
  }

  private remember(journal: NewerJournal): void {
    this.newerFound.set(journal.file, journal);
    this.log.warn(refusal(journal).message, { file: journal.file });
  }

  private lockState(name: string, lock: Lock): Verdict | Promise<Verdict> {
    return lock.machine === this.lock.machine
      ? lockState(lock, this.lock, this.parts)
      : this.watch.look(name, lock);
  }

  private async takeFolder(name: string, judged: Lock | null): Promise<boolean> {
    const from = path.join(this.base, name);
    const to = path.join(this.folder, TAKEN + name);
    try {
      await rename(from, to);
      if ((await readLock(to))?.token !== judged?.token) {
        await rename(to, from); // claimed by its own server's next proxy meanwhile
        return false;
      }
    } catch {
      return false; // another process was first
    }
    this.log.info('took over the transfers of a server that ended', { server: name });
    return true;
  }
}

function byStart(a: FoundJournal, b: FoundJournal): number {
  return a.replayed.startedAt.localeCompare(b.replayed.startedAt);
}
