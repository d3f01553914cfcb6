/** Starts the bundled proxy as a process of its own and talks to it as the shim does. For specs. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, copyFileSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, type Transfer } from '../../protocol';
import type { EmulatorProcess } from '../../emulator/client';
import { Door } from './door';
import { Waits } from './waits';

export type ProxyOptions = {
  /** Merged into the line of configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Taken over from an earlier proxy: same workspace, same data folder. */
  readonly home?: Home;
  readonly env?: Readonly<Record<string, string>>;
  /** Another user than ours: root passes every permission. */
  readonly user?: string | null;
  /** The proxy of another build; by default the one of this checkout. */
  readonly bundle?: string;
};

/** What outlives a proxy: the workspace and Jupyter's data folder. */
export type Home = { readonly folder: string; readonly workspace: string; readonly data: string };

const SECRET = 'a secret for tests only';
/** As in jupyterlab_gdrive/node.py. */
export const NODE_OPTIONS = ['--no-deprecation', '--max-semi-space-size=2', '--disable-sigusr1'];
export const BUNDLE = path.resolve('jupyterlab_gdrive/server.cjs');
/** Far more than any needs: what takes longer hangs. */
const STOPS_WITHIN_MS = 20_000;
/** Short waits, so that a spec of retries takes no minutes. */
export const QUICK = {
  backoffBaseMs: 20,
  backoffCapMs: 200,
  probeMs: 100,
  calmMs: 20,
  recoverMs: 2_000,
  idleMs: 1_500
};

export function createHome(): Home {
  const folder = mkdtempSync(path.join(tmpdir(), 'gdrive-spec-'));
  const home = {
    folder,
    workspace: path.join(folder, 'workspace'),
    data: path.join(folder, 'data')
  };
  mkdirSync(home.workspace);
  return home;
}

/** A proxy that acts for the emulator's person, unless the configuration says otherwise. */
export async function startProxy(
  emulator: EmulatorProcess,
  options: ProxyOptions = {}
): Promise<Proxy> {
  const home = options.home ?? createHome();
  const socket = path.join(mkdtempSync(path.join(tmpdir(), 'gdrive-s-')), 's');
  let bundle = options.bundle ?? BUNDLE;
  const prefix: string[] = [];
  if (options.user) {
    const uid = Number(execFileSync('id', ['-u', options.user]));
    prefix.push('setpriv', `--reuid=${options.user}`, '--clear-groups');
    // Where nobody else may read the checkout, the user needs a bundle of their own.
    bundle = path.join(path.dirname(socket), path.basename(bundle));
    copyFileSync(options.bundle ?? BUNDLE, bundle);
    [path.dirname(socket), bundle].forEach(file => chownSync(file, uid, -1));
  }
  const command = [...prefix, process.execPath, ...NODE_OPTIONS, bundle];
  const child = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...options.env }
  });
  child.once('exit', () => rmSync(path.dirname(socket), { recursive: true, force: true }));
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', line => log.push(line));
  const lines = createInterface({ input: child.stdout });
  const config = {
    secret: SECRET,
    listen: socket,
    workspace: { root: home.workspace, allowHidden: false },
    dataFolder: home.data,
    serverId: 'spec',
    serviceAccount: { content: readFileSync(emulator.keyFile, 'utf8'), origin: 'the spec' },
    subject: emulator.subject,
    endpoint: emulator.url,
    times: QUICK,
    ...options.config
  };
  child.stdin.write(`${JSON.stringify(config)}\n`);
  await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The proxy ended with ${String(code)}: ${log.join('\n')}`);
    })
  ]);
  return new Proxy(child, socket, home, log);
}

export class Proxy extends Door {
  /** What is waited for here. */
  readonly waits = new Waits();

  constructor(
    private readonly child: ChildProcess,
    socket: string,
    readonly home: Home,
    /** Lines of its log. */
    readonly log: readonly string[]
  ) {
    super(socket, SECRET);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The transfer as soon as `condition` holds. */
  until(
    id: string,
    condition: (transfer: Transfer) => boolean,
    what = `a change of transfer ${id}`
  ): Promise<Transfer> {
    const look = async (): Promise<Transfer> => {
      const { body } = await this.call('GET /transfers');
      const found = body.find(transfer => transfer.id === id);
      if (found === undefined) {
        throw new Error(`There is no transfer ${id}`);
      }
      return found;
    };
    return this.waits.until(what, look, condition);
  }

  ended(id: string): Promise<Transfer> {
    return this.until(id, ({ state }) => hasEnded(state), `the end of transfer ${id}`);
  }

  /** Starts a copy by paths of the panel and waits for its end. */
  async copy(paths: readonly string[], destination = '', more = {}): Promise<Transfer> {
    return this.ended((await this.startCopy(paths, destination, more)).id);
  }

  async startCopy(paths: readonly string[], destination = '', more = {}): Promise<Transfer> {
    const items = [];
    for (const itemPath of paths) {
      const { body } = await this.call('GET /item', { query: { path: itemPath } });
      items.push({ id: body.id, path: itemPath });
    }
    const { body } = await this.call('POST /copies', { body: { items, destination, ...more } });
    return body;
  }

  /** Ends it as its Jupyter server would: by closing its stdin. One that stays is killed, and rejects. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.stdin?.end();
      const over = new AbortController();
      const stays = sleep(STOPS_WITHIN_MS, true, { signal: over.signal }).catch(() => false);
      const isStuck = await Promise.race([stays, ended.then(() => false)]);
      over.abort();
      if (isStuck) {
        this.child.kill('SIGKILL');
        await ended; // or it would write into the home that is removed next
        throw new Error(`The proxy did not end by itself within ${STOPS_WITHIN_MS} ms.`);
      }
    }
  }

  /** kill -9: as a crash would. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.home.folder, { recursive: true, force: true });
  }
}
