/** A Jupyter server's process, from outside: asks it for the proxy, ends it, kills it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Door } from '../../server/testing/door';
import type { History } from '../history';
import { Broken } from '../model/findings';
import { within } from './bounds';
import { isAlive } from './processes';
import { SERVER_PROGRAM, type Said, type ServerOrder } from './server';

const START_MS = 20_000;
/** Longer than the five seconds that the server gives its proxy. */
const STOP_MS = 15_000;

export type Child = { readonly pid: number; readonly door: Door };

export class ServerProcess {
  private child: Child | null = null;
  /** All proxies that it ever started. */
  readonly pids = new Set<number>();
  private stuck: number | null = null;

  private constructor(
    private readonly process: ChildProcess,
    readonly serverId: string,
    private readonly history: History
  ) {
    if (process.stdout !== null) {
      createInterface({ input: process.stdout }).on('line', line => this.heard(line));
    }
    process.stdin?.on('error', () => undefined); // killed: it is noticed at the next wait
  }

  static start(order: ServerOrder, serverId: string, history: History): ServerProcess {
    const program = process.argv[1] ?? '';
    const started = spawn(process.execPath, [program, SERVER_PROGRAM], {
      stdio: ['pipe', 'pipe', 'inherit']
    });
    const server = new ServerProcess(started, serverId, history);
    const config = { ...order.config, serverId };
    started.stdin.write(`${JSON.stringify({ ...order, config })}\n`);
    history.note('server', `${serverId} (${server.pid}) started`);
    return server;
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** The proxy that runs at this moment, as far as the server said. */
  get running(): Child | null {
    return this.child;
  }

  /** The proxy, which is started if there is none. */
  async ensure(): Promise<Child> {
    if (this.child === null) {
      this.process.stdin?.write('\n');
    }
    const child = await within({
      what: `the proxy of the server ${this.serverId} to start`,
      ms: START_MS,
      look: () => this.child,
      isSo: seen => seen !== null || !this.isRunning
    });
    if (child === null) {
      throw new Error('The server is gone.');
    }
    return child;
  }

  /** The polite end. Throws Broken if the proxy had to be killed. */
  async stop(): Promise<void> {
    if (this.isRunning) {
      const ended = once(this.process, 'exit');
      this.process.stdin?.end();
      await within({
        what: `the end of the server ${this.serverId}`,
        ms: STOP_MS,
        look: () => this.isRunning,
        isSo: running => !running
      });
      await ended;
    }
    this.child = null;
    if (this.stuck !== null) {
      const text = `The proxy ${this.stuck} did not end within five seconds, and was killed.`;
      throw new Broken({ kind: 'stays alive', text });
    }
  }

  async kill(): Promise<void> {
    if (this.isRunning) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await ended;
    }
    this.child = null;
  }

  killChild(): boolean {
    const { child } = this;
    if (child === null || !isAlive(child.pid)) {
      return false;
    }
    process.kill(child.pid, 'SIGKILL');
    return true;
  }

  /** Nothing of it lives any more; throws Broken if its proxy does. */
  async gone(ms: number): Promise<void> {
    await within({
      what: `the end of the proxies ${[...this.pids].join(', ')}, whose server is gone`,
      kind: 'stays alive',
      ms,
      look: () => [...this.pids].filter(isAlive),
      isSo: alive => alive.length === 0
    });
  }

  /** Whatever is left of it is killed. */
  clear(): void {
    [...this.pids].filter(isAlive).forEach(pid => process.kill(pid, 'SIGKILL'));
    if (this.isRunning) {
      this.process.kill('SIGKILL');
    }
  }

  private heard(line: string): void {
    const said = JSON.parse(line) as Said;
    switch (said.said) {
      case 'child':
        if (this.child?.pid !== said.pid) {
          this.pids.add(said.pid);
          this.child = { pid: said.pid, door: new Door(said.socket, said.secret) };
          this.history.note('proxy', `${said.pid} started`);
        }
        return;
      case 'ended':
        this.history.note('proxy', `${said.pid} ended: ${said.how}`);
        this.child = this.child?.pid === said.pid ? null : this.child;
        return;
      case 'stuck':
        this.stuck = said.pid;
    }
  }
}
