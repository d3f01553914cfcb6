/** Bad input of the administrator and of the person: each a sentence that says what to do, and no secret. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Status } from '../../protocol';
import { createHome } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: null, lasts: 'block' });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-keys-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Outcome = { status: Status; log: string; replies: string };

/** What a person sees and what the log says with this configuration. */
async function connect(config: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const proxy = await stage.start({ config });
  try {
    const { body } = await proxy.call('GET /status');
    const listing = await proxy.request('GET', '/api/folder?path=');
    return {
      status: body,
      log: proxy.log.join('\n'),
      replies: JSON.stringify(body) + listing.text
    };
  } finally {
    await proxy.dispose();
  }
}

const file = (name: string, content: string): { file: string; origin: string } => {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return { file: target, origin: 'c.GDrive.service_account_file' };
};
const goodKey = (): string => readFileSync(stage.emulator.keyFile, 'utf8');
const withKey = (change: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(goodKey()) as object), ...change });

describe('credentials', () => {
  it.each([
    ['raw JSON', (key: string) => key],
    ['base64', (key: string) => Buffer.from(key).toString('base64')],
    [
      'base64 with line breaks',
      (key: string) =>
        Buffer.from(key)
          .toString('base64')
          .replace(/(.{76})/g, '$1\n')
    ]
  ])('are taken from a variable’s content: %s', async (_name, encode) => {
    const content = encode(goodKey());
    const { status } = await connect({ serviceAccount: { content, origin: 'a variable' } });
    expect([status.state, status.account?.email]).toEqual(['ready', stage.emulator.subject]);
  });

  it('belong to the service account itself without a subject', async () => {
    const { status } = await connect({ subject: '' });
    expect(status.account).toMatchObject({ email: stage.emulator.email, kind: 'serviceAccount' });
  });

  it('of the person win over the administrator’s, unless those are locked', async () => {
    const settings = { credentials: 'keyFile', keyFile: stage.emulator.keyFile, rootFolder: '' };
    const free = await connect({ settings });
    const locked = await connect({ settings, lockCredentials: true });
    expect([free.status.credentials?.source, locked.status.credentials?.source]).toEqual([
      'keyFile',
      'serviceAccount'
    ]);
    expect(locked.status.locked).toHaveProperty('credentials');
  });

  it('by default of the system are offered, never taken silently', async () => {
    const applicationDefaultFile = stage.emulator.keyFile;
    const offered = await connect({ serviceAccount: null, applicationDefaultFile });
    expect([offered.status.state, offered.status.offered]).toEqual([
      'notConfigured',
      ['applicationDefault']
    ]);
    const settings = { credentials: 'applicationDefault' };
    const chosen = await connect({
      serviceAccount: null,
      applicationDefaultFile,
      settings,
      subject: ''
    });
    expect(chosen.status.state).toBe('ready');
  });
});

describe('bad credentials', () => {
  const otherKey = (): string =>
    generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();

  it.each<[string, () => Record<string, unknown>, string, RegExp]>([
    ['none at all', () => ({ serviceAccount: null }), 'notConfigured', /service-account key/],
    [
      'a file that is not there',
      () => ({ serviceAccount: { file: `${folder}/none.json`, origin: 'the settings' } }),
      'keyFileMissing',
      /Correct the path/
    ],
    [
      'a folder instead of a file',
      () => ({ serviceAccount: { file: folder, origin: 'the settings' } }),
      'keyFileUnreadable',
      /Enter the path of the key file itself/
    ],
    ['no JSON', () => ({ serviceAccount: file('a', 'hello') }), 'keyNotJson', /whole key file/],
    [
      'a key of another type',
      () => ({ serviceAccount: file('b', '{"type":"external_account","token_url":"http://x"}') }),
      'keyWrongType',
      /“external_account”/
    ],
    [
      'a damaged private key',
      () => ({
        serviceAccount: file('c', withKey({ private_key: '-----BEGIN PRIVATE KEY-----\nMIIB' }))
      }),
      'keyWrongType',
      /private key/
    ],
    [
      'a key that Google does not know',
      () => ({ serviceAccount: file('d', withKey({ private_key: otherKey() })) }),
      'credentialsRejected',
      /new key/
    ],
    [
      'a person it may not act for',
      () => ({ subject: 'stranger@example.net' }),
      'delegationRefused',
      /delegation/
    ],
    [
      'a root folder that is no link',
      () => ({ rootFolder: 'my data' }),
      'rootFolderInvalid',
      /copy its address/
    ],
    [
      'a root folder that is not there',
      () => ({ rootFolder: 'https://drive.google.com/drive/folders/1AbCdEfGhIjKlMnOpQ' }),
      'rootFolderNotFound',
      /Share it/
    ]
  ])('%s: a sentence that says what to do', async (_name, config, code, advice) => {
    const { status, log, replies } = await connect(config());
    expect(status.problem?.code).toBe(code);
    expect(status.problem?.message).toMatch(advice);
    expect(log).toMatch(advice); // in the log, too
    expect(replies + log).not.toMatch(/PRIVATE KEY|ya29\.|eyJ[\w-]{20}/);
    expect(replies).not.toMatch(/\bat \S+ \(|\.ts:\d|\.cjs:\d/); // no stack trace
  });

  it('a file that may not be read: says whose mode to change', async () => {
    const target = path.join(folder, 'secret.json');
    writeFileSync(target, goodKey(), { mode: 0o600 });
    chmodSync(folder, 0o755);
    const read = (): unknown =>
      execFileSync('setpriv', ['--reuid=nobody', '--clear-groups', 'cat', target], {
        stdio: 'pipe'
      });
    expect(read).toThrow(/ermission denied/); // the obstacle really stands
    const home = createHome();
    execFileSync('chown', ['-R', 'nobody', home.folder]);
    const serviceAccount = { file: target, origin: 'the settings' };
    const proxy = await stage.start({ home, user: 'nobody', config: { serviceAccount } });
    const { body } = await proxy.call('GET /status');
    await proxy.dispose();
    expect(body.problem).toMatchObject({
      code: 'keyFileUnreadable',
      details: { reason: 'EACCES' }
    });
  });

  it('a wrong clock: says by how much', async () => {
    await stage.emulator.setKnobs({ clockSkewSeconds: 7200 });
    try {
      const { status } = await connect({});
      expect(status.problem).toMatchObject({ code: 'clockWrong' });
      expect(Math.abs(Number(status.problem?.details.skewSeconds))).toBeGreaterThan(7000);
    } finally {
      await stage.emulator.setKnobs({ clockSkewSeconds: 0 });
    }
  });

  it('an endpoint elsewhere: refused at the start', async () => {
    await expect(connect({ endpoint: 'https://evil.example' })).rejects.toThrow(
      /wrong at: endpoint/
    );
  });
});

describe('a root folder of the administrator', () => {
  it('is a fence: nothing outside it exists', async () => {
    const fenced = await stage.emulator.addFolder('fenced');
    const inside = await stage.emulator.addFile({
      name: 'in.txt',
      parents: [fenced.id],
      content: 'in'
    });
    const outside = await stage.emulator.addFile({ name: 'out.txt', content: 'out' });
    await stage.emulator.addShortcut('way out', outside.id, { parents: [fenced.id] });
    const proxy = await stage.start({ config: { rootFolder: fenced.id } });
    try {
      const { body } = await proxy.call('GET /folder', { query: { path: '' } });
      expect(body.items.map(({ path: at }) => at)).toEqual(['in.txt', 'way out']);
      const statusOf = async (id: string): Promise<number> =>
        (await proxy.request('GET', `/api/content?id=${id}`)).status;
      expect([await statusOf(inside.id), await statusOf(outside.id)]).toEqual([200, 404]);
      const wayOut = await proxy.call('GET /item', { query: { path: 'way out' } });
      expect(wayOut.status).toBe(404);
      const shortcut = body.items[1]?.id ?? '';
      const copies = await proxy.call('POST /copies', {
        body: {
          items: [
            { id: outside.id, path: 'out.txt' },
            { id: shortcut, path: 'way out' }
          ],
          destination: ''
        }
      });
      const { problems, files } = await proxy.ended(copies.body.id);
      expect([problems.map(({ code }) => code), files.done]).toEqual([['notFound', 'notFound'], 0]);
      expect((await proxy.call('GET /status')).body.locked.rootFolder).toBe(fenced.id);
    } finally {
      await proxy.dispose();
    }
  });
});

describe('settings', () => {
  it('are applied without a restart', async () => {
    const proxy = await stage.start({ config: { serviceAccount: null } });
    try {
      const folder1 = await stage.emulator.addFolder('chosen root');
      const put = (rootFolder: string) =>
        proxy.call('PUT /preferences', {
          body: { credentials: 'keyFile', keyFile: stage.emulator.keyFile, rootFolder }
        });
      expect((await proxy.call('GET /status')).body.state).toBe('notConfigured');
      expect((await put('')).body).toMatchObject({ state: 'ready', rootFolder: null });
      expect((await put('nonsense')).body.problem?.code).toBe('rootFolderInvalid');
      expect((await put(folder1.id)).body).toMatchObject({ state: 'problem' }); // the service account's own Drive
      await stage.emulator.share(folder1.id, stage.emulator.email);
      const { body } = await put(
        `https://drive.google.com/drive/u/0/folders/${folder1.id}?usp=sharing`
      );
      expect(body.rootFolder).toEqual({ id: folder1.id, title: 'chosen root' });
    } finally {
      await proxy.dispose();
    }
  });
});
