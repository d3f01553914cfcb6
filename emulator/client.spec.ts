import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get as httpGet, request } from 'node:http';
import { get } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

import type { EmulatorProcess } from './client';
import { startEmulator } from './client';

let folder: string;
let bundle: string;
let emulator: EmulatorProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulator-spec-'));
  bundle = join(folder, 'emulator.cjs');
  await build({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error'
  });
  emulator = await startEmulator({ bundle, seed: 'sample', tls: true });
});
afterAll(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the emulator as a process', () => {
  it('says where it is', () => {
    expect(emulator).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      tlsUrl: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      connectProxy: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      email: 'notebooks@emulated-project.iam.gserviceaccount.com',
      subject: 'ada@example.org'
    });
  });

  it('is behind TLS as www.googleapis.com, by a certificate of its own authority', async () => {
    const { port } = new URL(emulator.tlsUrl ?? '');
    const ca = await readFile(emulator.caFile ?? '');
    const status = await new Promise(resolve => {
      get(
        `https://127.0.0.1:${port}/drive/v3/files`,
        { ca, servername: 'www.googleapis.com', headers: { host: 'www.googleapis.com' } },
        response => {
          response.resume();
          resolve(response.statusCode);
        }
      );
    });
    expect(status).toBe(403);
  });

  it('leads CONNECT to Google’s hosts there, and to no other', async () => {
    const ask = async (path: string): Promise<[number | undefined, Socket]> =>
      new Promise(resolve => {
        const { port } = new URL(emulator.connectProxy ?? '');
        request({ host: '127.0.0.1', port, method: 'CONNECT', path })
          .on('connect', (response, socket: Socket) => {
            resolve([response.statusCode, socket]);
          })
          .end();
      });
    const [status, socket] = await ask('oauth2.googleapis.com:443');
    const ca = await readFile(emulator.caFile ?? '');
    const subject = await new Promise(resolve => {
      const secure = tlsConnect({ socket, ca, servername: 'oauth2.googleapis.com' }, () => {
        resolve(secure.authorized);
        secure.destroy();
      });
    });
    const [refused, other] = await ask('example.org:443');
    other.destroy();
    expect([status, subject, refused]).toEqual([200, true, 403]);
  });

  it('is steered from here', async () => {
    await emulator.reset();
    const added = await emulator.addFile({ name: 'a.bin', size: 1000, contentSeed: 4 });
    const changed = await emulator.overwrite(added.id, { content: 'abc' });
    expect(changed.md5Checksum).toBe(createHash('md5').update('abc').digest('hex'));
    expect(await emulator.snapshot()).toEqual([
      expect.objectContaining({ id: added.id, name: 'a.bin', size: '3', revisions: 2 })
    ]);
  });

  it('takes what a test hands in at once, however slow Drive takes uploads', async () => {
    await emulator.setKnobs({ uploadBandwidth: 1 });
    const { size } = await emulator.addFile({ name: 'a', content: 'x'.repeat(1_000) });
    await emulator.setKnobs({ uploadBandwidth: 0 });
    expect(size).toBe('1000');
  });

  it('ends when its parent’s pipe closes', async () => {
    const child = spawn(process.execPath, [bundle, '--die-with-stdin'], {
      stdio: ['pipe', 'pipe', 'inherit']
    });
    await once(child.stdout, 'data');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when it is told to', async () => {
    const second = await startEmulator({ bundle });
    await second.stop();
    const refused = await new Promise(resolve => {
      httpGet(`${second.url}/emulator/snapshot`).on('error', resolve);
    });
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('refuses a command line it does not understand', async () => {
    await expect(startEmulator({ bundle, seed: 'nonsense' })).rejects.toThrow('ended with 1');
  });
});
