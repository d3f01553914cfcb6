/**
 * The lock of a folder of journals: a file that says who writes there. It is created exclusively and
 * renewed while its owner lives. Who took it has a token in it: an owner that finds another one, or
 * none, has lost it, and must not write any more.
 */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { IClock } from '../../clock';
import { codeOf } from '../../fsErrors';
import { isNewerFormat, isOfNewerFormat } from '../../records/formats';
import type { IProcesses } from './processes';

export type LockTimes = { readonly lockRenewMs: number; readonly lockStaleMs: number };

const mark = v.object({ pid: v.number(), born: v.nullable(v.string()) });

const lockSchema = v.object({
  token: v.string(),
  machine: v.string(),
  /** The proxy that writes. */
  child: mark,
  /** Its Jupyter server, or the command that started it: it starts the proxy's successor. */
  server: v.nullable(mark),
  serverId: v.string(),
  /** The workspace that the journals are about; '' where it is not known. */
  root: v.optional(v.string(), ''),
  /** Milliseconds since 1970. */
  renewedAt: v.number()
});

export type Lock = Readonly<v.InferOutput<typeof lockSchema>> & {
  /** Of a newer version of this program: what it locks is left alone, even where no process holds it. */
  readonly isNewer?: true;
};

export type LockParts = {
  readonly times: LockTimes;
  readonly clock: IClock;
  readonly processes: IProcesses;
  /** Milliseconds that passed for this process, whatever is done to the clock. */
  readonly elapsed: () => number;
};

/** held: its owner lives; free: it does not; unclear: a later look decides. */
export type Verdict = 'held' | 'free' | 'unclear';

const NAME = 'lock';

export const isLockFile = (name: string): boolean => name.startsWith(NAME);

export const newToken = (): string => randomBytes(8).toString('hex');

/**
 * On one machine only processes count, never the age: a laptop that slept renews nothing. While the
 * Jupyter server lives, the proxy's successor is its own affair. Of another machine one look tells
 * nothing: see lockWatch.ts.
 */
export async function lockState(
  lock: Lock,
  me: Pick<Lock, 'machine' | 'serverId'>,
  { processes }: Pick<LockParts, 'processes'>
): Promise<Verdict> {
  if (lock.machine !== me.machine) {
    return 'unclear';
  }
  const isMine = lock.serverId === me.serverId;
  const hasServer = lock.server !== null && (await processes.lives(lock.server));
  if (await processes.lives(lock.child)) {
    const isLeaving = isMine || (lock.server !== null && !hasServer);
    return isLeaving ? 'unclear' : 'held';
  }
  return hasServer && !isMine ? 'held' : 'free';
}

/** False if another process holds the folder, or may. */
export async function takeLock(folder: string, lock: Lock, parts: LockParts): Promise<boolean> {
  for (;;) {
    if (await createLock(folder, lock)) {
      return true;
    }
    const held = await readLock(folder);
    if (held !== null) {
      if (held.isNewer === true || (await lockState(held, lock, parts)) !== 'free') {
        return false;
      }
      await stealStaleLock(folder, held, lock.token);
    }
  }
}

/** False if there is one already. Rejects if the folder is gone. */
export async function createLock(folder: string, lock: Lock): Promise<boolean> {
  try {
    const file = await open(path.join(folder, NAME), 'wx', 0o600);
    await file.writeFile(JSON.stringify(lock)).finally(() => file.close());
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

export async function renewLock(folder: string, lock: Lock): Promise<void> {
  const fresh = path.join(folder, `${NAME}.${lock.token}`);
  await writeFile(fresh, JSON.stringify(lock), { mode: 0o600 });
  await rename(fresh, path.join(folder, NAME));
}

export async function removeLock(folder: string): Promise<void> {
  await rm(path.join(folder, NAME), { force: true });
}

/** null if there is none. One that can't be read has no owner that we know, and is as old as its file. */
export async function readLock(folder: string): Promise<Lock | null> {
  const file = path.join(folder, NAME);
  try {
    const text = await readFile(file, 'utf8');
    return parseLock(text) ?? unreadable(text, (await stat(file)).mtimeMs);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
      return null;
    }
    throw error;
  }
}

/** A rename has one winner, and what it got is looked at: it may be fresher than what was judged. */
async function stealStaleLock(folder: string, judged: Lock, token: string): Promise<void> {
  const lock = path.join(folder, NAME);
  const aside = `${lock}.${token}`;
  try {
    await rename(lock, aside);
    const got = parseLock(await readFile(aside, 'utf8'));
    await (got === null || got.token === judged.token
      ? rm(aside, { force: true })
      : rename(aside, lock));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error; // else another process was first
    }
  }
}

function parseLock(text: string): Lock | null {
  try {
    const value: unknown = JSON.parse(text);
    const parsed = v.safeParse(lockSchema, value);
    if (!parsed.success) {
      return null;
    }
    return isNewerFormat(value) ? { ...parsed.output, isNewer: true } : parsed.output;
  } catch {
    return null; // being written
  }
}

function unreadable(text: string, renewedAt: number): Lock {
  const child = { pid: 0, born: null };
  const nobody = { token: '', machine: '', child, server: null, serverId: '', root: '' };
  return { ...nobody, renewedAt, ...(isOfNewerFormat(text) ? { isNewer: true } : {}) };
}
