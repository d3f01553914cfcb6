/** What every question needs: an emulator in its own process over TLS, proxies, folders, a token. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmulator, type EmulatorProcess } from '../emulator/client';
import { startProxy, type Home, type Proxy } from '../server/testing/proxy';

/** Google as the questions see it: everything over TLS. */
export type Google = EmulatorProcess & { readonly tlsUrl: string; readonly caFile: string };

const HTTPS_PORT = 443;

export class Stage {
  /** Files go here, unless a question asks for memory. */
  readonly disk = mkdtempSync(path.join(tmpdir(), 'gdrive-bench-'));
  private readonly endings: (() => Promise<unknown>)[] = [];
  private folders = 0;

  constructor(readonly runs: number) {}

  /** Stops when the question ends. Listens on Google's port where that is allowed, for clients that know no other. */
  async google(seed = 'empty'): Promise<Google> {
    const options = { seed, tls: true, quiet: true };
    const emulator = await startEmulator({ ...options, tlsPort: HTTPS_PORT }).catch(() =>
      startEmulator(options)
    );
    this.atEnd(() => emulator.stop());
    const { tlsUrl, caFile } = emulator;
    if (tlsUrl === null || caFile === null) {
      throw new Error('The emulator has no TLS.');
    }
    return Object.assign(emulator, { tlsUrl, caFile });
  }

  /** A proxy with its own workspace, as it ships: default times, default limits. Stops when the question ends. */
  async proxy(google: Google, options: ProxySettings = {}): Promise<Proxy> {
    const home = options.home ?? this.home(options.parent);
    const config = { endpoint: google.tlsUrl, times: {}, logLevel: 'warn', ...options.config };
    const env = { NODE_EXTRA_CA_CERTS: google.caFile };
    const proxy = await startProxy(google, { home, config, env });
    this.atEnd(() => proxy.stop());
    await proxy.call('GET /status');
    return proxy;
  }

  /** An empty folder; below the disk unless said otherwise. */
  folder(parent = this.disk): string {
    this.folders += 1;
    const folder = mkdtempSync(path.join(parent, `${this.folders}-`));
    this.atEnd(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  private home(parent?: string): Home {
    const folder = this.folder(parent);
    return { folder, workspace: this.folder(folder), data: path.join(folder, 'data') };
  }

  atEnd(ending: () => Promise<unknown>): void {
    this.endings.push(ending);
  }

  /** Ends what the question began, last first. */
  async clear(): Promise<void> {
    for (const ending of this.endings.splice(0).reverse()) {
      await ending();
    }
  }

  async close(): Promise<void> {
    await this.clear();
    await rm(this.disk, { recursive: true, force: true });
  }
}

type ProxySettings = {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly home?: Home;
  /** Where its workspace is made: the disk, or memory. */
  readonly parent?: string;
};

/** A file system in memory, so that what is measured is our processor and not the disk. */
export const MEMORY = '/dev/shm';

export function mediaUrl(google: Google, id: string): string {
  return `${google.tlsUrl}/drive/v3/files/${id}?alt=media`;
}
