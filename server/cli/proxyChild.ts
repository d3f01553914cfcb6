/**
 * The proxy as a child process, as jupyterlab_gdrive/process.py has it: one JSON line of configuration on
 * stdin, whose end means "stop"; JSON lines on stdout, the first says where it listens; the log on stderr.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { DriveError } from '../../protocol';
import { isOverWithin } from '../untilAborted';
import { parsedBody } from './door';

/** sun_path has 104 (macOS) to 108 (Linux) bytes. */
const LONGEST_SOCKET_PATH = 100;
/** How long the child may take to end by itself: a little more than it allows itself (config.ts, `stopMs`). */
const STOP_MS = 7_000;
/** A killed process that waits for a dead disk ends when the disk does; we don't wait for that. */
const KILLED_MS = 2_000;
/** A child that lived shorter is not started again by itself: it would end again. */
const RESTART_AFTER_MS = 1_000;

export type ProxyChildParts = {
  /** What Python tells a proxy, but for what this process decides. The same for a child and its successor. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly pid: number;
  /** Node, its options, and the script. */
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly temporaryFolder: string;
  readonly isWindows: boolean;
  readonly startMs: number;
  /** Takes lines of the log. */
  readonly log: (line: string) => void;
};

/** Where a child listens, and what it must be shown. */
export type Address = {
  readonly where:
    { readonly socketPath: string } | { readonly host: string; readonly port: number };
  readonly secret: string;
};

const readyLine = v.union([v.object({ socket: v.string() }), v.object({ port: v.number() })]);
const busyLine = v.object({ busy: v.number() });

type Running = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly address: Address;
  readonly folder: string;
  readonly startedAt: number;
};

/** One child at a time. `ensure` starts it or its successor; `stop` ends it. */
export class ProxyChild {
  private running: Running | null = null;
  private busy = 0;
  private isStopping = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: ProxyChildParts) {}

  /** Where the child listens, which is started if there is none. Throws proxyNotStarted. */
  ensure(): Promise<Address> {
    return this.inTurn(async () => {
      if (this.running === null || hasEnded(this.running.child)) {
        await this.end();
        this.running = await this.start();
      }
      return this.running.address;
    });
  }

  /** The address of the next child, after nobody answered at the last one's. */
  async successor(of: Address): Promise<Address> {
    await this.inTurn(async () => {
      if (this.running?.address === of) {
        await this.end();
      }
    });
    return this.ensure();
  }

  stop(): Promise<void> {
    this.isStopping = true;
    return this.inTurn(() => this.end());
  }

  /** Starting and stopping never overlap. */
  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = this.turn.then(act);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async start(): Promise<Running> {
    let folder: string | null = null;
    let child: ChildProcessWithoutNullStreams | null = null;
    try {
      folder = await mkdtemp(path.join(this.parts.temporaryFolder, 'gdrive-')); // 0700
      const secret = randomBytes(32).toString('base64url');
      child = this.spawn(folder, secret);
      const where = await this.ready(child);
      return { child, folder, startedAt: performance.now(), address: { where, secret } };
    } catch (cause) {
      child?.kill('SIGKILL');
      if (folder !== null) {
        await rm(folder, { recursive: true, force: true });
      }
      this.parts.log(`the proxy did not start: ${String(cause)}`);
      throw new DriveError('proxyNotStarted', 'The Google Drive proxy did not start.', { cause });
    }
  }

  private spawn(folder: string, secret: string): ChildProcessWithoutNullStreams {
    const { parts } = this;
    const socket = path.join(folder, 's');
    const canUseSocket = !parts.isWindows && Buffer.byteLength(socket) < LONGEST_SOCKET_PATH;
    const [node = '', ...options] = parts.command;
    const child = spawn(node, options, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: parts.environment,
      detached: !parts.isWindows, // Ctrl-C is ours to translate: it must not reach the child
      windowsHide: true
    });
    child.stdin.on('error', () => undefined); // it ended: its "exit" says so
    child.once('exit', () => this.ended(child));
    createInterface({ input: child.stderr }).on('line', parts.log);
    const listen = canUseSocket ? socket : null;
    const line = { ...parts.configuration, secret, listen, serverPid: parts.pid };
    child.stdin.write(`${JSON.stringify(line)}\n`);
    return child;
  }

  /** What the child says on stdout: first where it listens, then how much it has to do. */
  private ready(child: ChildProcessWithoutNullStreams): Promise<Address['where']> {
    const { startMs } = this.parts;
    let timer: NodeJS.Timeout | undefined;
    return new Promise<Address['where']>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing was said for ${startMs} ms`)), startMs);
      child.once('error', reject);
      child.once('exit', () => reject(new Error('the child ended before it listened')));
      createInterface({ input: child.stdout }).on('line', line => {
        const said = parsedBody(line);
        const ready = v.safeParse(readyLine, said);
        const told = v.safeParse(busyLine, said);
        if (ready.success) {
          const { output } = ready;
          resolve(
            'socket' in output
              ? { socketPath: output.socket }
              : { host: '127.0.0.1', port: output.port }
          );
        } else if (told.success && this.running?.child === child) {
          this.busy = told.output.busy;
        }
      });
    }).finally(() => clearTimeout(timer));
  }

  /**
   * It died in the middle of a transfer: its successor goes on by itself, three times at most (see
   * server/transfers/journal/restore.ts). One that died at once would die again: it waits for the next question.
   */
  private ended(child: ChildProcessWithoutNullStreams): void {
    const { running, busy } = this;
    if (running?.child !== child) {
      return;
    }
    this.busy = 0;
    const lived = performance.now() - running.startedAt;
    if (busy > 0 && lived > RESTART_AFTER_MS && !this.isStopping) {
      this.ensure().catch(() => undefined); // the log says why; the next question tries again
    }
  }

  private async end(): Promise<void> {
    const { running } = this;
    this.running = null;
    this.busy = 0;
    if (running === null) {
      return;
    }
    const { child, folder } = running;
    if (!hasEnded(child)) {
      const ended = once(child, 'exit');
      child.stdin.end(); // the polite stop
      if (!(await isOverWithin(STOP_MS, ended))) {
        child.kill('SIGKILL');
        await isOverWithin(KILLED_MS, ended);
      }
    }
    await rm(folder, { recursive: true, force: true });
  }
}

function hasEnded(child: ChildProcessWithoutNullStreams): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
