/** What a process took: by /proc for ours, by the children's account for commands. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export type Cost = {
  readonly wallSeconds: number;
  /** User and system, of all threads. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
};

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Processor seconds of a running process so far. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [utime, stime] = [fields[11], fields[12]];
  return (Number(utime) + Number(stime)) / TICKS_PER_SECOND;
}

export function residentBytesOf(pid: number): number {
  return statusBytes(pid, 'VmRSS');
}

/** The most the process ever held. */
export function peakBytesOf(pid: number): number {
  return statusBytes(pid, 'VmHWM');
}

function statusBytes(pid: number, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(
    readFileSync(`/proc/${pid}/status`, 'utf8')
  );
  return Number(line?.[1] ?? 0) * 1024;
}

/** What a running process took since it began. */
export function spentBy(pid: number): Omit<Cost, 'wallSeconds'> {
  return { cpuSeconds: cpuSecondsOf(pid), peakBytes: peakBytesOf(pid) };
}

/** Runs the command and accounts for it and all its children; stdout is dropped. */
const ACCOUNTANT = `
import json, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
`;

/** `peakBytes` is that of the largest of the processes. Rejects if the command failed. */
export async function runCommand(
  command: readonly string[],
  environment: NodeJS.ProcessEnv = process.env
): Promise<Cost> {
  const child = spawn('python3', ['-c', ACCOUNTANT, ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment
  });
  const said: Record<'out' | 'err', string> = { out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => (said.out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said.err += part.toString()));
  await once(child, 'close');
  const numbers: unknown = JSON.parse(said.out === '' ? '[]' : said.out);
  const [code, wall, cpu, peak] = Array.isArray(numbers) ? numbers.map(Number) : [];
  if (code !== 0 || wall === undefined || cpu === undefined || peak === undefined) {
    throw new Error(`${command.join(' ')} failed: ${said.err.slice(-2_000)}`);
  }
  return { wallSeconds: wall, cpuSeconds: cpu, peakBytes: peak };
}
