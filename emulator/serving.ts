import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ServiceAccountKey } from './accounts/accounts';
import { Admin, turn } from './admin/admin';
import { buildDispatcher, buildGoogle } from './build';
import { DriveStore } from './drive/store';
import type { Google } from './google';
import { makeCertificates } from './http/certificates';
import { createConnectProxy } from './http/connectProxy';
import type { Recorder } from './http/dispatch';
import { FrontDoor } from './http/frontDoor';
import { KEEP_ALIVE_MS, close, listen } from './http/listening';
import type { Options } from './options';
import { ADA, plant } from './seed/seed';
import type { Knobs } from './traffic/knobs';
import { DEFAULT_KNOBS } from './traffic/knobs';

/** The line that main.ts prints: all that a client needs to know. */
export type Ready = {
  url: string;
  tlsUrl: string | null;
  connectProxy: string | null;
  caFile: string | null;
  keyFile: string;
  email: string;
  subject: string;
};

interface IServing {
  readonly ready: Ready;
  stop(): Promise<void>;
}

/** Builds Google, fills it, and lets it listen. */
export async function startServing(options: Options): Promise<IServing> {
  const folder = options.stateFolder ?? (await mkdtemp(join(tmpdir(), 'gdrive-emulator-')));
  await mkdir(folder, { recursive: true });
  const google = buildGoogle(folder, options.randomSeed, options.knobs);
  await google.uploadFolder.clear();
  const key = await createServiceAccount(google, folder);
  plant(google, options.seed, key.client_email);

  const admin = new Admin(google, seed => resetGoogle(google, options.knobs, seed, key));
  const door = new FrontDoor(google, buildDispatcher(google, recorder(options.recordFile)), admin);
  const answer =
    (scheme: string) =>
    (message: IncomingMessage, response: ServerResponse): void => {
      door.answer(message, response, scheme).catch((error: unknown) => {
        console.error('emulator: an answer failed:', error);
        response.destroy();
      });
    };
  const plain = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, answer('http'));
  const port = await listen(plain, options.host, options.port);
  const secure =
    options.tlsPort === undefined ? undefined : await serveTls(options, folder, answer('https'));
  return {
    ready: {
      url: `http://${options.host}:${port}`,
      tlsUrl: secure === undefined ? null : `https://${options.host}:${secure.port}`,
      connectProxy: secure?.proxyUrl ?? null,
      caFile: secure?.caFile ?? null,
      keyFile: join(folder, KEY_NAME),
      email: key.client_email,
      subject: ADA
    },
    stop: async () => {
      google.holds.clear();
      await Promise.all([close(plain), secure?.stop()]);
      if (options.stateFolder === undefined) {
        await rm(folder, { recursive: true, force: true });
      }
    }
  };
}

/** Google's front ends prefer AES-128 where there is hardware for it. */
const CIPHERS = {
  ciphers:
    'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384',
  honorCipherOrder: true
};

type Secure = { port: number; proxyUrl?: string; caFile: string; stop: () => Promise<void> };

/** Google's hosts behind TLS and, if wanted, the proxy that leads there. */
async function serveTls(
  options: Options,
  folder: string,
  answer: (message: IncomingMessage, response: ServerResponse) => void
): Promise<Secure> {
  const { caFile, key, certificate } = await makeCertificates(folder);
  const server = createSecureServer(
    { key, cert: certificate, keepAliveTimeout: KEEP_ALIVE_MS, ...CIPHERS },
    answer
  );
  const port = await listen(server, options.host, options.tlsPort ?? 0);
  if (options.connectPort === undefined) {
    return { port, caFile, stop: () => close(server) };
  }
  const proxy = createConnectProxy(options.host, port);
  const proxyPort = await listen(proxy.server, options.host, options.connectPort);
  return {
    port,
    caFile,
    proxyUrl: `http://${options.host}:${proxyPort}`,
    stop: async () => {
      proxy.cut();
      await Promise.all([close(proxy.server), close(server)]);
    }
  };
}

/** Writes each JSON answer as a line of the file, so that others can check it against Google's own description. */
function recorder(file: string | undefined): Recorder {
  if (file === undefined) {
    return () => undefined;
  }
  const lines = createWriteStream(file, { flags: 'a' });
  return ({ method, path, query }, status, value) => {
    const { text } = query;
    lines.write(`${JSON.stringify({ method, path, query: text, status, value })}\n`);
  };
}

const KEY_NAME = 'service-account.json';

async function createServiceAccount(google: Google, folder: string): Promise<ServiceAccountKey> {
  const account = google.accounts.addServiceAccount('notebooks', { delegation: 'all' });
  const key = google.accounts.createKey(account);
  await writeFile(join(folder, KEY_NAME), `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600 });
  return key;
}

/** Everything anew, the knobs as they were at the start; keys and tokens stay good. */
async function resetGoogle(
  google: Google,
  knobs: Partial<Knobs>,
  seed: string,
  key: ServiceAccountKey
): Promise<void> {
  await google.uploads.clear();
  await google.uploadFolder.clear();
  google.reserved.clear();
  google.store = new DriveStore(google.clock, google.ids);
  google.accounts.users.clear();
  google.faults.clear();
  google.holds.clear();
  google.journal.clear();
  google.quota.clear();
  turn(google, { ...DEFAULT_KNOBS, ...knobs });
  plant(google, seed, key.client_email);
}
