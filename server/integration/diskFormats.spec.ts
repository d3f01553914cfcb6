/**
 * What version 0.1.0 left on disk is read by this one: fixtures/README.md says how the files were made. Their
 * places, the machine and the dead process that wrote them are those of this run (testing/diskFormats.ts).
 */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accessToken } from '../../emulator/testing/accessToken';
import { addSecondTwin, furnish, LARGE, layOut, UPLOAD } from '../testing/diskFormats';
import type { Home, Proxy } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const FIXTURES = 'server/integration/fixtures/0.1.0';
const stage = withProxy({ proxy: null });
let home: Home;

beforeEach(() => furnish(stage.emulator));

/** A proxy of this build on a home of the old one. */
async function read(scenario: string): Promise<Proxy> {
  home = await layOut(path.join(FIXTURES, scenario), stage.emulator.url);
  return start();
}

const start = (): Promise<Proxy> => stage.start({ home, config: { allowUploads: true } });
const idIn = (scenario: string): string => {
  const [name = ''] = readdirSync(path.join(FIXTURES, scenario, 'data/transfers/spec'));
  return path.basename(name, '.jsonl');
};
const bytes = (name: string): Buffer => readFileSync(path.join(home.workspace, name));
const moved = async (): Promise<string[]> =>
  (await stage.emulator.requests())
    .filter(({ query }) => query.includes('alt=media'))
    .map(({ range }) => String(range));
const top = (): string[] => ['0', '1', '2'].map(n => bytes(`top/small-file-${n}`).toString());

describe('a transfer of version 0.1.0', () => {
  it('that was killed in the middle of a file goes on there', async () => {
    const proxy = await read('copy-of-a-large-file');
    const { state, problems } = await proxy.ended(idIn('copy-of-a-large-file'));
    expect([state, problems, readdirSync(home.workspace)]).toEqual(['done', [], ['large-file-1']]);
    expect(bytes('large-file-1').equals(LARGE)).toBe(true);
    expect(await moved()).toEqual([expect.stringMatching(/^bytes=[1-9]\d{6}-$/)]);
  });

  it('that was killed in the middle of a folder moves the rest', async () => {
    const proxy = await read('copy-of-a-folder');
    const { state, files } = await proxy.ended(idIn('copy-of-a-folder'));
    expect([state, files.total, top()]).toEqual(['done', 3, ['one', 'two', 'three']]);
    expect((await moved()).length).toBe(1);
  });

  it('that was asking asks again, and does what is answered', async () => {
    const proxy = await read('asking');
    const id = idIn('asking');
    const { question } = await proxy.until(id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ conflicts: [{ path: 'asked-file-1' }] });
    const body = { kind: 'conflicts', choices: {}, others: 'replace' };
    await proxy.call('POST /transfers/:id/answer', { id, body });
    expect((await proxy.ended(id)).state).toBe('done');
    expect(bytes('asked-file-1').toString()).toBe('from Drive');
  });

  it('that failed says why, and is tried again', async () => {
    const proxy = await read('failed');
    const id = idIn('failed');
    expect(await proxy.ended(id)).toMatchObject({
      state: 'failed',
      problems: [{ item: 'broken-file-1', code: 'corrupt', retryable: true }]
    });
    await stage.emulator.remove('broken-file-1');
    await stage.emulator.addFile({ id: 'broken-file-1', name: 'broken-file-1', content: 'broken' });
    await proxy.call('POST /transfers/:id/retry', { id });
    await proxy.until(id, ({ state }) => state === 'done');
    expect(bytes('broken-file-1').toString()).toBe('broken');
  });

  it('that ended is listed, and its ledger keeps a second copy from moving anything', async () => {
    const proxy = await read('ended');
    const { state, files } = await proxy.ended(idIn('ended'));
    expect([state, files.done, top()]).toEqual(['done', 3, ['one', 'two', 'three']]);
    // Revisions in the ledger and times on disk decide: bytes are not asked for.
    const { files: again } = await proxy.copy(['My Drive/top']);
    expect([again.skipped, again.done, await moved()]).toEqual([3, 0, []]);
  });
});

describe('an upload of version 0.1.0', () => {
  const SCENARIO = 'resumable-upload';
  /** What Drive had of it: whole units of 256 KiB. Bytes. */
  const KEPT = 1 << 20;
  let journal: string;
  let file: string;

  /** The emulator of this run knows the id that was chosen for the file as Google would: it once gave it out. */
  beforeEach(async () => {
    home = await layOut(path.join(FIXTURES, SCENARIO), stage.emulator.url);
    journal = path.join(home.data, 'transfers/spec', `${idIn(SCENARIO)}.jsonl`);
    file = /"parentPath":"My Drive\/target","id":"(\w+)"/.exec(text())?.[1] ?? '';
    await stage.emulator.reserveIds([file]);
  });

  const text = (): string => readFileSync(journal, 'utf8');

  async function ask(target: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await accessToken(stage.emulator)}`);
    return fetch(new URL(target, stage.emulator.url), { ...init, headers });
  }

  /** Begins another session as the old one was begun, and sends the first part of the file. */
  async function beginSession(): Promise<string> {
    const metadata = { id: file, name: 'up.bin', parents: ['folder-target-1'] };
    const before = /"session":"([^"]+)&upload_id=/.exec(text())?.[1] ?? '';
    const begun = await ask(before, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(metadata)
    });
    const session = begun.headers.get('location') ?? '';
    const range = `bytes 0-${KEPT - 1}/${UPLOAD.length}`;
    const body = new Uint8Array(UPLOAD.subarray(0, KEPT));
    const answer = await ask(session, { method: 'PUT', headers: { 'content-range': range }, body });
    expect(answer.status).toBe(308);
    await stage.emulator.clearRequests();
    return session;
  }

  async function expectWholeAndOnce(): Promise<void> {
    const proxy = await start();
    const { state, problems } = await proxy.ended(idIn(SCENARIO));
    expect([state, problems]).toEqual(['done', []]);
    const named = (await stage.emulator.snapshot()).filter(({ name }) => name === 'up.bin');
    expect(named).toMatchObject([{ id: file, parents: ['folder-target-1'], revisions: 1 }]);
    const answer = await ask(`drive/v3/files/${file}?alt=media`, {});
    expect(UPLOAD.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
  }

  /** Method, and bytes, of the requests of the upload. */
  const sent = async (): Promise<[string, number][]> =>
    (await stage.emulator.requests())
      .filter(({ query }) => query.includes('uploadType=resumable'))
      .map(({ method, received }) => [method, received]);

  it('goes on in its session, from where Drive says that it stands', async () => {
    const session = await beginSession();
    const line = { t: 'session', n: 0, session };
    writeFileSync(journal, text().replace(/\{"t":"session".*\}/, JSON.stringify(line)));
    await expectWholeAndOnce();
    expect(await sent()).toEqual([
      ['PUT', 0],
      ['PUT', UPLOAD.length - KEPT]
    ]);
  });

  it('begins anew, under the same id, where Drive forgot its session', async () => {
    await expectWholeAndOnce();
    expect(await sent()).toEqual([
      ['PUT', 0],
      ['POST', expect.any(Number)],
      ['PUT', UPLOAD.length]
    ]);
  });
});

describe('names that version 0.1.0 gave', () => {
  it.each(['ended', 'compacted-names'])('stay: %s', async scenario => {
    await addSecondTwin(stage.emulator);
    const proxy = await read(scenario);
    const { body } = await proxy.call('GET /folder', { query: { path: 'My Drive/twins' } });
    const named = Object.fromEntries(body.items.map(({ id, name }) => [id, name]));
    expect(named).toEqual({ 'twin-file-b': 'x.csv', 'twin-file-a': 'x (file-a).csv' });
  });
});

describe('what a newer version left', () => {
  let files: Record<string, string>;
  const all = (): Record<string, string> =>
    Object.fromEntries(
      Object.keys(files).map(name => [name, readFileSync(path.join(home.data, name), 'utf8')])
    );

  it('stays byte for byte; log and list say so, and nothing can be done with it but updating', async () => {
    home = await layOut(path.join(FIXTURES, 'ended'), stage.emulator.url);
    const first = (folder: string): string =>
      `${folder}/${readdirSync(path.join(home.data, folder))[0]}`;
    const id = 'abcdefabcdef';
    files = {
      [`transfers/spec/${id}.jsonl`]: `{"t":"begin","format":2,"id":"${id}"}\n{"t":"new"}\n`,
      [first('ledger')]: '{"format":2}\n{"path":{"of":"a newer kind"}}\n',
      [first('names')]: '{"format":2}\n[["a"]]\n'
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(path.join(home.data, name), text);
    }
    const proxy = await start();
    expect((await proxy.copy(['My Drive/large-file-1'])).state).toBe('done');
    const { body } = await proxy.call('GET /transfers');
    expect(body.find(transfer => transfer.id === id)).toMatchObject({
      state: 'interrupted',
      problems: [{ message: expect.stringMatching(/newer version.*Update jupyterlab-gdrive/) }]
    });
    for (const route of ['retry', 'cancel'] as const) {
      const { status } = await proxy.call(`POST /transfers/:id/${route}`, { id });
      expect(status).toBe(405);
    }
    await proxy.stop();
    expect(all()).toEqual(files);
    const said = proxy.log.filter(line => line.includes('newer version'));
    const named = Object.keys(files).map(name => path.basename(name));
    expect(named.filter(name => !said.some(line => line.includes(name)))).toEqual([]);
  });
});
