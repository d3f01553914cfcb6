/**
 * The program that stands for a Jupyter server: it starts the proxy as the shim does (process.py), starts it
 * again when it ended in the middle of a transfer, and ends it when its own stdin ends. It is a process of
 * its own, so that it can be killed.
 *
 * stdin: a line with what to start, then a line for each time that somebody needs the proxy.
 * stdout: lines that say where the proxy is, that it ended, or that it had to be killed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const SERVER_PROGRAM = 'jupyter-server';

export type ServerOrder = {
  /** Node, its options, the bundle. */
  readonly command: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Where sockets go. */
  readonly temporary: string;
  /** What the proxy logs is appended to it. */
  readonly logFile: string;
};

export type Said =
  | {
      readonly said: 'child';
      readonly pid: number;
      readonly socket: string;
      readonly secret: string;
    }
  | { readonly said: 'ended'; readonly pid: number; readonly how: string }
  | { readonly said: 'stuck'; readonly pid: number };

/** As in process.py, seconds the child may take to end by itself. */
const STOP_MS = 5_000;

class Server {
  private child: ChildProcess | null = null;
  private folder = '';
  private secret = '';
  private isReady = false;
  private isBusy = false;
  private isWanted = false;
  private stopping = false;

  constructor(private readonly order: ServerOrder) {}

  /** Somebody asks for something. */
  ensure(): void {
    if (this.stopping) {
      return;
    }
    if (this.child === null) {
      this.start();
    } else if (this.isReady) {
      this.tell(this.child);
    } else {
      this.isWanted = true;
    }
  }

  stop(): void {
    this.stopping = true;
    const { child } = this;
    if (child === null) {
      process.exit(0);
    }
    child.stdin?.end();
    setTimeout(() => {
      say({ said: 'stuck', pid: child.pid ?? 0 });
      child.kill('SIGKILL');
    }, STOP_MS);
  }

  private start(): void {
    const { command, config, temporary, logFile } = this.order;
    const [program = '', ...options] = command;
    this.folder = mkdtempSync(path.join(temporary, 's-'));
    this.secret = randomBytes(24).toString('base64url');
    const log = openSync(logFile, 'a');
    const child = spawn(program, options, {
      stdio: ['pipe', 'pipe', log],
      env: { PATH: process.env.PATH },
      detached: true
    });
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) {
      throw new Error('The proxy was started without pipes.');
    }
    this.child = child;
    stdin.on('error', () => undefined); // it died: its exit says so
    const listen = path.join(this.folder, 's');
    const line = { ...config, secret: this.secret, listen, serverPid: process.pid };
    stdin.write(`${JSON.stringify(line)}\n`);
    createInterface({ input: stdout }).on('line', text => this.heard(child, text));
    child.once('exit', (code, signal) => this.ended(child, signal ?? String(code)));
  }

  private heard(child: ChildProcess, text: string): void {
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null && 'busy' in message) {
      this.isBusy = Number(message.busy) > 0;
    } else {
      this.isReady = true;
      this.isWanted = false;
      this.tell(child);
    }
  }

  private tell(child: ChildProcess): void {
    const socket = path.join(this.folder, 's');
    say({ said: 'child', pid: child.pid ?? 0, socket, secret: this.secret });
  }

  private ended(child: ChildProcess, how: string): void {
    const again = this.isBusy || this.isWanted;
    rmSync(this.folder, { recursive: true, force: true });
    this.child = null;
    this.isReady = this.isBusy = this.isWanted = false;
    say({ said: 'ended', pid: child.pid ?? 0, how });
    if (this.stopping) {
      process.exit(0);
    }
    if (again) {
      this.start();
    }
  }
}

function say(what: Said): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

export function runServer(): void {
  let server: Server | null = null;
  const lines = createInterface({ input: process.stdin });
  lines.on('line', line => {
    server ??= new Server(JSON.parse(line) as ServerOrder);
    server.ensure();
  });
  lines.once('close', () => (server === null ? process.exit(0) : server.stop()));
  process.stdout.on('error', () => undefined); // whoever listened is gone
}
