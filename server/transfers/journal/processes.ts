/** Marks of processes, by which another process can tell whether the owner of journals still lives. */
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { codeOf } from '../../fsErrors';

export type ProcessMark = {
  readonly pid: number;
  /** When it started: numbers are given again. null where the system does not tell. */
  readonly born: string | null;
};

export interface IProcesses {
  /** Where numbers of processes mean the same: a container is a machine of its own. */
  machine(): Promise<string>;
  mark(pid: number): Promise<ProcessMark>;
  /** Of a mark made on this machine. */
  lives(mark: ProcessMark): Promise<boolean>;
}

export const systemProcesses: IProcesses = {
  machine: async () => {
    const names = await (process.platform === 'linux' ? linuxNames() : bootName());
    return names.length > 0 ? names.join(' ') : hostname();
  },
  mark: async pid => ({ pid, born: (await look(pid)).born }),
  lives: async ({ pid, born }) => {
    if (!exists(pid)) {
      return false;
    }
    const now = await look(pid);
    return !now.isZombie && mayBeSame(born, now.born);
  }
};

/** Which start of which machine, and which container. Not the host's name: networks give out new ones. */
async function linuxNames(): Promise<string[]> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const numbers = await readlink('/proc/self/ns/pid').catch(() => '');
  return boot === '' ? [] : [boot.trim(), numbers].filter(name => name !== '');
}

/** macOS gives each start of a machine a name. Windows does not; there a start time tells processes apart. */
async function bootName(): Promise<string[]> {
  if (process.platform !== 'darwin') {
    return [];
  }
  const name = (await answerOf('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'])).trim();
  return name === '' ? [] : [name];
}

/** Earlier versions noted a sentence of `ps`, which differs by language and time zone: it tells nothing. */
function mayBeSame(born: string | null, now: string | null): boolean {
  const isKnown = [born, now].every(each => each !== null && /^\d+$/.test(each));
  return !isKnown || born === now;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM'; // it is another person's
  }
}

export type Look = { readonly born: string | null; readonly isZombie: boolean };
const UNKNOWN: Look = { born: null, isZombie: false };

function look(pid: number): Promise<Look> {
  switch (process.platform) {
    case 'linux':
      return lookInProc(pid);
    case 'win32':
      return askWindows(pid);
    default:
      return askPs(pid);
  }
}

/** `pid (name) state …`; the start time is the 22nd field, the 20th behind the name (man 5 proc). */
const [STATE, START] = [0, 19];

async function lookInProc(pid: number): Promise<Look> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // a name may hold anything
  return { born: fields[START] ?? null, isZombie: fields[STATE] === 'Z' };
}

/** By `ps` of macOS and others: state, and the start as a number, whatever language and time zone are set. */
export async function askPs(pid: number): Promise<Look> {
  const words = [...PLAIN, 'ps', '-o', 'state=', '-o', 'lstart=', '-p', String(pid)];
  const [state = '', ...start] = (await answerOf('env', words)).trim().split(/\s+/);
  const time = Date.parse(`${start.join(' ')} UTC`);
  return { born: Number.isNaN(time) ? null : String(time), isZombie: state.startsWith('Z') };
}

/** In steps of 100 ns since 1601. Slow, so it is asked only where a process of that number exists. */
async function askWindows(pid: number): Promise<Look> {
  const script = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  const options = ['-NoProfile', '-NonInteractive', '-Command', script];
  const start = (await answerOf('powershell.exe', options)).trim();
  return { ...UNKNOWN, born: /^\d+$/.test(start) ? start : null };
}

const ANSWER_MS = 10_000;
/** One language, one time zone. */
const PLAIN = ['LC_ALL=C', 'TZ=UTC0'];

/** What a program of the system writes; '' if it fails, or does not answer. */
async function answerOf(program: string, words: readonly string[]): Promise<string> {
  const options = { timeout: ANSWER_MS, windowsHide: true };
  return promisify(execFile)(program, words, options).then(
    ({ stdout }) => stdout,
    () => ''
  );
}
