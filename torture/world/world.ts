/** One round's world: Drive, the user's folder, a Jupyter server with the proxy as it ships, and what we know of them. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import type { EmulatorProcess } from '../../emulator/client';
import type { Route, Routes } from '../../protocol';
import { BUNDLE, NODE_OPTIONS, QUICK } from '../../server/testing/proxy';
import type { Reply } from '../../server/testing/door';
import type { History } from '../history';
import { Broken } from '../model/findings';
import { Model } from '../model/model';
import type { Person } from './person';
import { ServerProcess } from './serverProcess';

/** What one request may take. */
const CALL_MS = 20_000;
/** A proxy whose server was killed has this long to notice. */
const GONE_MS = 15_000;
/** Fast, but not so fast that a busy machine looks like a dead one. */
const TIMES = {
  ...QUICK,
  lockRenewMs: 200,
  lockStaleMs: 5_000,
  listingTtlMs: 500,
  folderTtlMs: 500
};

export type CallOptions = {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export class World {
  readonly model = new Model();
  readonly folder = mkdtempSync(path.join(tmpdir(), 'gdrive-torture-'));
  /** What the user works in. */
  readonly workspace = path.join(this.folder, 'workspace');
  /** On the same disk, and none of the proxy's business. */
  readonly elsewhere = path.join(this.folder, 'elsewhere');
  readonly data = path.join(this.folder, 'data');
  readonly temporary = path.join(this.folder, 't');
  readonly logFile = path.join(this.folder, 'log');
  /** Files that links point at, and what they must hold in the end. */
  readonly linked = new Map<string, string>();
  readonly me: Person;
  readonly other: Person;
  private servers: ServerProcess[] = [];
  /** Who is killed leaves the folder of a socket. */
  private killed = 0;

  constructor(
    readonly emulator: EmulatorProcess,
    readonly history: History,
    people: { readonly me: Person; readonly other: Person }
  ) {
    [this.workspace, this.elsewhere, this.temporary].forEach(folder => mkdirSync(folder));
    this.me = people.me;
    this.other = people.other;
  }

  /** The server that runs, or the next one: another server, with an id of its own. */
  get server(): ServerProcess {
    const last = this.servers.at(-1);
    if (last?.isRunning === true) {
      return last;
    }
    const { emulator } = this;
    const next = ServerProcess.start(
      {
        command: [process.execPath, ...NODE_OPTIONS, BUNDLE],
        temporary: this.temporary,
        logFile: this.logFile,
        config: {
          workspace: { root: this.workspace, allowHidden: false },
          dataFolder: this.data,
          serviceAccount: { content: readFileSync(emulator.keyFile, 'utf8'), origin: 'the test' },
          subject: emulator.subject,
          endpoint: emulator.url,
          allowUploads: true,
          times: TIMES
        }
      },
      `server-${this.servers.length + 1}`,
      this.history
    );
    this.servers.push(next);
    return next;
  }

  /** The proxy at this moment, without starting one. */
  get childPid(): number | null {
    return this.servers.at(-1)?.running?.pid ?? null;
  }

  /** Asks the proxy, which is started if there is none; null where it died meanwhile. */
  async call<R extends Route>(
    route: R,
    options: CallOptions = {}
  ): Promise<Reply<Routes[R]['reply']> | null> {
    const late = AbortSignal.timeout(CALL_MS);
    try {
      const { door } = await this.server.ensure();
      return await door.call(route, { ...options, signal: late });
    } catch (error) {
      if (error instanceof Broken) {
        throw error;
      }
      if (late.aborted) {
        const text = `${route} ${options.id ?? ''} was not answered within ${CALL_MS / 1_000} s.`;
        throw new Broken({ kind: 'hangs', text });
      }
      return null;
    }
  }

  /** Folders of sockets that nobody lives to remove. */
  get orphans(): number {
    return this.killed;
  }

  async killServer(withChild: boolean): Promise<void> {
    this.killed += 1;
    const { server } = this;
    if (withChild) {
      server.killChild();
    }
    await server.kill();
  }

  /** Servers of before, and their proxies, are no more. */
  async othersGone(): Promise<void> {
    for (const server of this.servers.filter(({ isRunning }) => !isRunning)) {
      await server.gone(GONE_MS);
    }
  }

  /** Ends the server that runs, as a person would. */
  async stopServer(): Promise<void> {
    await this.server.stop();
    await this.othersGone();
  }

  /** Whatever is left, ended in any way. */
  async clear(): Promise<void> {
    this.servers.forEach(server => server.clear());
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
