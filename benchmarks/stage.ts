/** What every question needs: an emulator in its own process over TLS, proxies, folders, a token. */
import { spawn } from 'node:child_process';
import { createSign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { EmulatorProcess } from '../emulator/client';
import { startProxy, type Home, type Proxy } from '../server/testing/proxy';

/** Google as the questions see it: everything over TLS. */
export type Google = EmulatorProcess & { readonly tlsUrl: string; readonly caFile: string };

export type StageOptions = { readonly runs: number; readonly only: boolean };

const HTTPS_PORT = '443';

export class Stage {
  /** Files go here, unless a question asks for memory. */
  readonly disk = mkdtempSync(path.join(tmpdir(), 'gdrive-bench-'));
  private readonly endings: (() => Promise<unknown>)[] = [];
  private folders = 0;

  constructor(readonly runs: number) {}

  /** Stops when the question ends. Listens on Google's port where that is allowed, for clients that know no other. */
  async google(seed = 'empty'): Promise<Google> {
    const emulator = await startEmulator(seed, HTTPS_PORT).catch(() => startEmulator(seed, '0'));
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

export type ProxySettings = {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly home?: Home;
  /** Where its workspace is made: the disk, or memory. */
  readonly parent?: string;
};

/** A file system in memory, so that what is measured is our processor and not the disk. */
export const MEMORY = '/dev/shm';

async function startEmulator(seed: string, tlsPort: string): Promise<EmulatorProcess> {
  const bundle = path.resolve('build/emulator.cjs');
  const args = ['--die-with-stdin', '--seed', seed, '--tls-port', tlsPort, '--connect-port', '0'];
  const child = spawn(process.execPath, [bundle, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit');
  const first: unknown = await Promise.race([
    once(lines, 'line').then(([line]) => JSON.parse(String(line)) as unknown),
    ended.then(([code]) => {
      throw new Error(`The emulator ended with ${String(code)}.`);
    })
  ]);
  if (typeof first !== 'object' || first === null) {
    throw new Error('The emulator did not say where it is.');
  }
  return new EmulatorProcess({ ...first, pid: child.pid }, async () => {
    child.kill('SIGTERM');
    await ended;
  });
}

type KeyFile = { readonly client_email: string; readonly private_key: string };

/** An access token for the emulator's person, for clients that bring none of their own. */
export async function accessToken(google: Google): Promise<string> {
  const key = JSON.parse(readFileSync(google.keyFile, 'utf8')) as KeyFile;
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: key.client_email,
    sub: google.subject,
    scope: 'https://www.googleapis.com/auth/drive',
    aud: 'https://oauth2.googleapis.com/token',
    iat: now,
    exp: now + 3_600
  };
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  const signature = createSign('RSA-SHA256').update(unsigned).sign(key.private_key, 'base64url');
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: `${unsigned}.${signature}`
  });
  const answer = await fetch(`${google.url}/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) {
    throw new Error(`No token: ${answer.status}`);
  }
  return token;
}

/** An agent that trusts the emulator's certificate. */
export function agentFor(google: Google, sockets: number): https.Agent {
  return new https.Agent({
    keepAlive: true,
    maxSockets: sockets,
    ca: readFileSync(google.caFile)
  });
}

export function mediaUrl(google: Google, id: string): string {
  return `${google.tlsUrl}/drive/v3/files/${id}?alt=media`;
}
