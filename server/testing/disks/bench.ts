/** What a mounted disk of a spec stands on: a temporary folder, commands, and daemons that end with it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Home } from '../proxy';
import { Waits } from '../waits';

type Daemon = {
  readonly child: ChildProcess;
  /** What it said on stdout and stderr. */
  said: string;
};

export type CommandOptions = {
  /** For its stdin. */
  readonly input?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
};

export class Bench {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'gdrive-disk-'));
  /** The workspace is where the disk is mounted. */
  readonly home: Home = {
    folder: this.folder,
    workspace: path.join(this.folder, 'workspace'),
    data: path.join(this.folder, 'data')
  };
  private readonly waits = new Waits();
  private ends: (() => void | Promise<void>)[] = [];

  constructor() {
    chmodSync(this.folder, 0o755); // other users come through it
    this.makeFolder('workspace');
    this.makeFolder('data');
  }

  get mountPoint(): string {
    return this.home.workspace;
  }

  at(name: string): string {
    return path.join(this.folder, name);
  }

  makeFolder(name: string): string {
    mkdirSync(this.at(name), { recursive: true });
    return this.at(name);
  }

  /** Whose the journal and the ledger are. */
  giveDataTo(user: string): void {
    chownSync(this.home.data, Number(this.run(['id', '-u', user])), -1);
  }

  /** Its output; throws with what it said if it fails. */
  run(command: readonly string[], { input, env }: CommandOptions = {}): string {
    return execFileSync(command[0] ?? '', command.slice(1), {
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      ...(input === undefined ? {} : { input })
    });
  }

  /** Done at the end, the latest first. */
  onEnd(end: () => void | Promise<void>): void {
    this.ends.unshift(end);
  }

  /** A program in the foreground; resolves as soon as `isReady` holds for what it has said so far. */
  async start(
    command: readonly string[],
    isReady: (said: string) => boolean,
    { input = '', env }: CommandOptions = {}
  ): Promise<ChildProcess> {
    const child = spawn(command[0] ?? '', command.slice(1), { env: { ...process.env, ...env } });
    const daemon: Daemon = { child, said: '' };
    const listen = (part: Buffer): void => {
      daemon.said += part.toString('utf8');
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.stdin.end(input);
    this.onEnd(() => endDaemon(child));
    const name = command.join(' ');
    const look = (): string => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`“${name}” ended: ${daemon.said}`);
      }
      return daemon.said;
    };
    await once(child, 'spawn');
    await this.waits.until(name, look, isReady);
    return child;
  }

  /** A program in the foreground that serves the mount. */
  async mountBy(command: readonly string[], options: CommandOptions = {}): Promise<ChildProcess> {
    const child = await this.start(command, () => isMounted(this.mountPoint), options);
    this.onEnd(() => this.unmount());
    return child;
  }

  /** By mount(8): the kernel serves it, or a daemon that goes with the mount. */
  mount(args: readonly string[]): void {
    this.run(['mount', ...args, this.mountPoint]);
    this.onEnd(() => this.unmount());
  }

  /** A mount that somebody still uses is taken away, too, and that is a fault. */
  private unmount(): void {
    if (isMounted(this.mountPoint)) {
      try {
        this.run(['umount', this.mountPoint]);
      } catch (error) {
        this.run(['umount', '--lazy', this.mountPoint]);
        throw error;
      }
    }
  }

  /** Ends and removes all, whatever fails on the way. */
  async close(): Promise<void> {
    const troubles: unknown[] = [...this.waits.giveUp()];
    for (const end of this.ends) {
      try {
        await end();
      } catch (error) {
        troubles.push(error);
      }
    }
    this.ends = [];
    if (!isMounted(this.mountPoint)) {
      await rm(this.folder, { recursive: true, force: true });
    }
    if (troubles.length > 0) {
      throw new Error(troubles.map(String).join('\n'), { cause: troubles[0] });
    }
  }
}

async function endDaemon(child: ChildProcess): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

function isMounted(folder: string): boolean {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return mounts.some(line => line.split(' ')[4] === folder);
}
