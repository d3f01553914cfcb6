import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startEmulator, type EmulatorProcess } from '../../emulator/client';
import { startProxy, type Proxy } from '../testing/proxy';

let emulator: EmulatorProcess;
let proxy: Proxy;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 'empty' });
  proxy = await startProxy(emulator);
});
afterAll(async () => {
  await proxy.dispose();
  await emulator.stop();
});
afterEach(() => emulator.clearFaults());

const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');
const inWorkspace = (name: string): string => path.join(proxy.home.workspace, name);

describe('the proxy', () => {
  it('refuses a request without its secret', async () => {
    expect((await proxy.request('GET', '/api/status', {}, 'Bearer wrong')).status).toBe(401);
  });

  it('says who is connected', async () => {
    const { body } = await proxy.call('GET /status');
    expect({ state: body.state, account: body.account, endpoint: body.endpoint }).toEqual({
      state: 'ready',
      account: { email: emulator.subject, name: 'Ada Lovelace', kind: 'user' },
      endpoint: emulator.url
    });
  });

  it('answers a wrong request with the name of the wrong field', async () => {
    const { status, body } = await proxy.call('GET /folder', { query: { path: '', limit: '0' } });
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ details: { fields: 'limit' } })
    ]);
  });
});

describe('browsing', () => {
  it('shows the views without asking Drive', async () => {
    await emulator.clearRequests();
    const { body } = await proxy.call('GET /folder', { query: { path: '' } });
    expect(body.items.map(item => item.name)).toEqual([
      'My Drive',
      'Shared drives',
      'Shared with me',
      'Starred',
      'Recent',
      'Trash'
    ]);
    expect(await emulator.requests()).toEqual([]);
  });

  it('gives twins different paths, the same ones ever after', async () => {
    const folder = await emulator.addFolder('twins');
    const first = await emulator.addFile({ name: 'x.csv', parents: [folder.id], content: '1' });
    const query = { path: 'My Drive/twins', fresh: '1' };
    await proxy.call('GET /folder', { query });
    const second = await emulator.addFile({ name: 'x.csv', parents: [folder.id], content: '2' });
    const { body } = await proxy.call('GET /folder', { query });
    expect(Object.fromEntries(body.items.map(item => [item.id, item.name]))).toEqual({
      [first.id]: 'x.csv',
      [second.id]: `x (${second.id.slice(-6)}).csv`
    });
  });

  it('refuses a name with two candidates instead of guessing', async () => {
    const folder = await emulator.addFolder('unseen');
    await emulator.addFile({ name: 'y.csv', parents: [folder.id], content: '1' });
    await emulator.addFile({ name: 'y.csv', parents: [folder.id], content: '2' });
    const { status, body } = await proxy.call('GET /item', {
      query: { path: 'My Drive/unseen/y.csv' }
    });
    expect([status, body]).toEqual([409, expect.objectContaining({ code: 'conflict' })]);
  });

  it('opens an item of another view under its canonical path', async () => {
    const folder = await emulator.addFolder('where it is');
    await emulator.addFile({ name: 'star.txt', parents: [folder.id], content: '*', starred: true });
    const { body } = await proxy.call('GET /item', { query: { path: 'Starred/star.txt' } });
    expect(body.path).toBe('My Drive/where it is/star.txt');
  });

  it('lists the first rows of a large folder with one request', async () => {
    const folder = await emulator.addFolder('large');
    for (let n = 0; n < 250; n += 1) {
      await emulator.addFile({ name: `n${n}`, parents: [folder.id], size: 1 });
    }
    await proxy.call('GET /item', { query: { path: 'My Drive/large' } });
    await emulator.clearRequests();
    const { body } = await proxy.call('GET /folder', { query: { path: 'My Drive/large' } });
    const lists = (await emulator.requests()).filter(request => request.path === '/drive/v3/files');
    expect([body.items.length, body.hasMore, lists.length]).toEqual([200, true, 1]);
    expect(body.items[10]?.name).toBe('n10'); // natural order
    const more = await proxy.call('GET /folder', {
      query: { path: 'My Drive/large', limit: '400' }
    });
    expect([more.body.items.length, more.body.hasMore]).toEqual([250, false]);
  });

  it('waits as long as Google asks it to', async () => {
    await emulator.addFolder('busy');
    await proxy.call('GET /item', { query: { path: 'My Drive/busy' } });
    await emulator.clearRequests();
    await emulator.addFault({
      match: { path: '/drive/v3/files$', times: 1 },
      do: { status: 429, retryAfter: 2 }
    });
    await proxy.call('GET /folder', { query: { path: 'My Drive/busy' } });
    const lists = (await emulator.requests()).filter(({ path: to }) => to === '/drive/v3/files');
    const [refused, again] = lists;
    expect(lists.map(({ status }) => status)).toEqual([429, 200]);
    expect((again?.t0 ?? 0) - (refused?.t0 ?? 0)).toBeGreaterThan(1_990);
  });

  describe('a slow folder', () => {
    let id = '';
    const lists = async () => (await emulator.requests()).filter(({ query }) => query.includes(id));
    const hold = () => emulator.holdAt({ match: { path: '/drive/v3/files$', query: id } });
    const ask = (sort: string, signal: AbortSignal) =>
      proxy.call('GET /folder', { query: { path: 'My Drive/slow', sort }, signal });

    beforeAll(async () => {
      ({ id } = await emulator.addFolder('slow'));
      await emulator.addFile({ name: 'in it', parents: [id], size: 1 });
      await ask('name', new AbortController().signal); // so that the folder itself is known
    });
    beforeEach(() => emulator.clearRequests());

    it('is asked for once for all who wait, also for those who stay when one leaves', async () => {
      const held = await hold();
      const leaving = new AbortController();
      const left = ask('size', leaving.signal);
      await held.held();
      const stays = ask('size', new AbortController().signal);
      await proxy.call('GET /transfers'); // answered after the one before it has joined
      leaving.abort();
      await expect(left).rejects.toThrow();
      await proxy.call('GET /transfers');
      await held.release();
      expect((await stays).body.items.map(({ name }) => name)).toEqual(['in it']);
      expect((await lists()).map(({ status, gone }) => [status, gone])).toEqual([[200, undefined]]);
    });

    it('is given up when nobody waits any more', async () => {
      const held = await hold();
      const leaving = new AbortController();
      const left = ask('modified', leaving.signal);
      await held.held();
      leaving.abort();
      await expect(left).rejects.toThrow();
      let seen = await lists();
      while (seen[0]?.gone !== true) {
        seen = await lists();
      }
      await held.release();
      expect((await ask('modified', new AbortController().signal)).body.items.length).toBe(1);
    });
  });

  it('says that a folder is gone', async () => {
    const folder = await emulator.addFolder('short-lived');
    await proxy.call('GET /folder', { query: { path: 'My Drive/short-lived' } });
    await emulator.remove(folder.id);
    const { status, body } = await proxy.call('GET /folder', {
      query: { path: 'My Drive/short-lived', fresh: '1' }
    });
    expect([status, body]).toEqual([404, expect.objectContaining({ code: 'notFound' })]);
  });
});

describe('content for the browser', () => {
  it('is an attachment that no browser runs, whatever its type', async () => {
    const file = await emulator.addFile({
      name: 'page.html',
      mimeType: 'text/html',
      content: '<script>alert(1)</script>'
    });
    const { status, headers, text } = await proxy.request('GET', `/api/content?id=${file.id}`);
    expect([status, text]).toEqual([200, '<script>alert(1)</script>']);
    expect(headers).toMatchObject({
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'"
    });
  });

  it('is refused beyond the limit, with advice', async () => {
    const file = await emulator.addFile({ name: 'big.bin', size: 60_000_000 });
    const { status, text } = await proxy.request('GET', `/api/content?id=${file.id}`);
    expect([status, text]).toEqual([413, expect.stringContaining('Copy it to the workspace')]);
  });
});

describe('copying files', () => {
  it('puts the right bytes in place, with Drive’s time, and leaves nothing else', async () => {
    const modifiedTime = '2026-03-04T05:06:07.000Z';
    const file = await emulator.addFile({ name: 'data.bin', size: 3_500_000, modifiedTime });
    const transfer = await proxy.copy(['My Drive/data.bin']);
    expect([transfer.state, transfer.arrived]).toEqual(['done', ['data.bin']]);
    expect(md5(readFileSync(inWorkspace('data.bin')))).toBe(file.md5Checksum);
    expect(readdirSync(proxy.home.workspace)).toEqual(['data.bin']);
  });

  it('makes one harmless name of a hostile one', async () => {
    await emulator.addFile({ name: '../../.bashrc', content: 'evil' });
    const transfer = await proxy.copy(['My Drive/..∕..∕.bashrc']);
    expect(transfer.arrived).toEqual(['_.._.._.bashrc']);
    expect(readFileSync(inWorkspace('_.._.._.bashrc'), 'utf8')).toBe('evil');
  });

  it.each([
    ['replace', 'new', ['c.txt']],
    ['keepBoth', 'old', ['c.txt', 'c (2).txt']],
    ['skip', 'old', ['c.txt']]
  ])('asks about an existing name: %s', async (others, content, names) => {
    const own = await startProxy(emulator);
    try {
      const folder = await emulator.addFolder(`conflict ${others}`);
      await emulator.addFile({ name: 'c.txt', content: 'new', parents: [folder.id] });
      writeFileSync(path.join(own.home.workspace, 'c.txt'), 'old');
      const { id } = await own.startCopy([`My Drive/conflict ${others}/c.txt`]);
      const asking = await own.until(id, ({ state }) => state === 'asking');
      expect(asking.question).toMatchObject({ kind: 'conflicts', conflicts: [{ path: 'c.txt' }] });
      await own.call('POST /transfers/:id/answer', {
        id,
        body: { kind: 'conflicts', choices: {}, others }
      });
      await own.ended(id);
      expect(readFileSync(path.join(own.home.workspace, 'c.txt'), 'utf8')).toBe(content);
      expect(readdirSync(own.home.workspace).sort()).toEqual([...names].sort());
    } finally {
      await own.dispose();
    }
  });

  it('never writes through a link: it names the target, and Replace replaces the link', async () => {
    await emulator.addFile({ name: 'linked.txt', content: 'from Drive' });
    const outside = path.join(proxy.home.folder, 'precious.txt');
    writeFileSync(outside, 'precious');
    symlinkSync(outside, inWorkspace('linked.txt'));
    const { id } = await proxy.startCopy(['My Drive/linked.txt']);
    const { question } = await proxy.until(id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ conflicts: [{ linkTarget: outside }] });
    await proxy.call('POST /transfers/:id/answer', {
      id,
      body: { kind: 'conflicts', choices: {}, others: 'replace' }
    });
    await proxy.ended(id);
    expect([
      readFileSync(outside, 'utf8'),
      readFileSync(inWorkspace('linked.txt'), 'utf8')
    ]).toEqual(['precious', 'from Drive']);
  });

  it('does nothing where the same bytes stand already', async () => {
    await emulator.addFile({ name: 'same.txt', content: 'same' });
    await proxy.copy(['My Drive/same.txt']);
    await emulator.clearRequests();
    const { state, files } = await proxy.copy(['My Drive/same.txt']);
    expect([state, files.skipped, files.done]).toEqual(['done', 1, 0]);
    const downloads = (await emulator.requests()).filter(request =>
      request.query.includes('alt=media')
    );
    expect(downloads).toEqual([]);
  });

  it('refuses a file whose bytes are not what Drive promised, and leaves nothing of it', async () => {
    await emulator.addFile({ name: 'broken.bin', size: 50_000, wrongMd5: true });
    const { state, problems } = await proxy.copy(['My Drive/broken.bin']);
    expect([state, problems[0]?.code]).toEqual(['failed', 'corrupt']);
    expect(existsSync(inWorkspace('broken.bin'))).toBe(false);
    expect(readdirSync(proxy.home.workspace).filter(name => name.startsWith('.~'))).toEqual([]);
  });

  it('cancels in the middle, and leaves nothing', async () => {
    await emulator.addFile({ name: 'slow.bin', size: 5_000_000 });
    await emulator.addFault({ match: { query: 'alt=media' }, do: { stall: true } });
    const { id } = await proxy.startCopy(['My Drive/slow.bin']);
    await proxy.until(id, ({ state }) => state === 'running');
    const { body } = await proxy.call('POST /transfers/:id/cancel', { id });
    expect(body.state).toBe('cancelled');
    await proxy.stop();
    expect(existsSync(inWorkspace('slow.bin'))).toBe(false);
    expect(readdirSync(proxy.home.workspace).filter(name => name.startsWith('.~'))).toEqual([]);
  });
});
