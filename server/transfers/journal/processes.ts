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
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    const numbers = await readlink('/proc/self/ns/pid').catch(() => '');
    return [hostname(), boot.trim(), numbers].join(' ').trim();
  },
  mark: async pid => ({ pid, born: (await look(pid)).born }),
  lives: async ({ pid, born }) => {
    if (!exists(pid)) {
      return false;
    }
    const now = await look(pid);
    return !now.isZombie && (born === null || now.born === null || born === now.born);
  }
};

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM'; // it is another person's
  }
}

type Look = { readonly born: string | null; readonly isZombie: boolean };
const UNKNOWN: Look = { born: null, isZombie: false };

function look(pid: number): Promise<Look> {
  if (process.platform === 'linux') {
    return lookInProc(pid);
  }
  return process.platform === 'win32' ? Promise.resolve(UNKNOWN) : askPs(pid);
}

/** `pid (name) state …`; the start time is the 22nd field, the 20th behind the name (man 5 proc). */
const [STATE, START] = [0, 19];

async function lookInProc(pid: number): Promise<Look> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // a name may hold anything
  return { born: fields[START] ?? null, isZombie: fields[STATE] === 'Z' };
}

async function askPs(pid: number): Promise<Look> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return { born: stdout.trim() === '' ? null : stdout.trim(), isZombie: false };
  } catch {
    return UNKNOWN;
  }
}
