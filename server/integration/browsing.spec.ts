import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ lasts: 'block' });

describe('browsing', () => {
  it('shows the views without asking Drive', async () => {
    await stage.proxy.call('GET /status'); // connected
    await stage.emulator.clearRequests();
    const { body } = await stage.proxy.call('GET /folder', { query: { path: '' } });
    expect(body.items.map(item => item.name)).toEqual([
      'My Drive',
      'Shared drives',
      'Shared with me',
      'Starred',
      'Recent',
      'Trash'
    ]);
    expect(await stage.emulator.requests()).toEqual([]);
  });

  it('gives twins different paths, the same ones ever after', async () => {
    const folder = await stage.emulator.addFolder('twins');
    const first = await stage.emulator.addFile({
      name: 'x.csv',
      parents: [folder.id],
      content: '1'
    });
    const query = { path: 'My Drive/twins', fresh: '1' };
    await stage.proxy.call('GET /folder', { query });
    const second = await stage.emulator.addFile({
      name: 'x.csv',
      parents: [folder.id],
      content: '2'
    });
    const { body } = await stage.proxy.call('GET /folder', { query });
    expect(Object.fromEntries(body.items.map(item => [item.id, item.name]))).toEqual({
      [first.id]: 'x.csv',
      [second.id]: `x (${second.id.slice(-6)}).csv`
    });
  });

  it('refuses a name with two candidates instead of guessing', async () => {
    const folder = await stage.emulator.addFolder('unseen');
    await stage.emulator.addFile({ name: 'y.csv', parents: [folder.id], content: '1' });
    await stage.emulator.addFile({ name: 'y.csv', parents: [folder.id], content: '2' });
    const { status, body } = await stage.proxy.call('GET /item', {
      query: { path: 'My Drive/unseen/y.csv' }
    });
    expect([status, body]).toEqual([409, expect.objectContaining({ code: 'conflict' })]);
  });

  it('opens an item of another view under its canonical path', async () => {
    const folder = await stage.emulator.addFolder('where it is');
    await stage.emulator.addFile({
      name: 'star.txt',
      parents: [folder.id],
      content: '*',
      starred: true
    });
    const { body } = await stage.proxy.call('GET /item', { query: { path: 'Starred/star.txt' } });
    expect(body.path).toBe('My Drive/where it is/star.txt');
  });

  it('lists the first rows of a large folder with one request', async () => {
    const folder = await stage.emulator.addFolder('large');
    for (let n = 0; n < 250; n += 1) {
      await stage.emulator.addFile({ name: `n${n}`, parents: [folder.id], size: 1 });
    }
    await stage.proxy.call('GET /item', { query: { path: 'My Drive/large' } });
    await stage.emulator.clearRequests();
    const { body } = await stage.proxy.call('GET /folder', { query: { path: 'My Drive/large' } });
    const lists = (await stage.emulator.requests()).filter(
      request => request.path === '/drive/v3/files'
    );
    expect([body.items.length, body.hasMore, lists.length]).toEqual([200, true, 1]);
    expect(body.items[10]?.name).toBe('n10'); // natural order
    const more = await stage.proxy.call('GET /folder', {
      query: { path: 'My Drive/large', limit: '400' }
    });
    expect([more.body.items.length, more.body.hasMore]).toEqual([250, false]);
  });

  it('waits as long as Google asks it to', async () => {
    await stage.emulator.addFolder('busy');
    await stage.proxy.call('GET /item', { query: { path: 'My Drive/busy' } });
    await stage.emulator.clearRequests();
    await stage.emulator.addFault({
      match: { path: '/drive/v3/files$', times: 1 },
      do: { status: 429, retryAfter: 2 }
    });
    await stage.proxy.call('GET /folder', { query: { path: 'My Drive/busy' } });
    const lists = (await stage.emulator.requests()).filter(
      ({ path: to }) => to === '/drive/v3/files'
    );
    const [refused, again] = lists;
    expect(lists.map(({ status }) => status)).toEqual([429, 200]);
    expect((again?.t0 ?? 0) - (refused?.t0 ?? 0)).toBeGreaterThan(1_990);
  });

  describe('a slow folder', () => {
    let id = '';
    const lists = async () =>
      (await stage.emulator.requests()).filter(({ query }) => query.includes(id));
    const hold = () => stage.emulator.holdAt({ match: { path: '/drive/v3/files$', query: id } });
    const ask = (sort: string, signal: AbortSignal) =>
      stage.proxy.call('GET /folder', { query: { path: 'My Drive/slow', sort }, signal });

    beforeAll(async () => {
      ({ id } = await stage.emulator.addFolder('slow'));
      await stage.emulator.addFile({ name: 'in it', parents: [id], size: 1 });
      await ask('name', new AbortController().signal); // so that the folder itself is known
    });
    beforeEach(() => stage.emulator.clearRequests());

    it('is asked for once for all who wait, also for those who stay when one leaves', async () => {
      const held = await hold();
      const leaving = new AbortController();
      const left = ask('size', leaving.signal);
      await held.held();
      const stays = ask('size', new AbortController().signal);
      await stage.proxy.call('GET /transfers'); // answered after the one before it has joined
      leaving.abort();
      await expect(left).rejects.toThrow();
      await stage.proxy.call('GET /transfers');
      await held.release();
      expect((await stays).body.items.map(({ name }) => name)).toEqual(['in it']);
      expect((await lists()).map(({ status, gone }) => [status, gone])).toEqual([[200, undefined]]);
    });

    it('is given up when no request waits for it any more', async () => {
      const held = await hold();
      const leaving = new AbortController();
      const left = ask('modified', leaving.signal);
      await held.held();
      leaving.abort();
      await expect(left).rejects.toThrow();
      await stage.until('Drive to see nobody wait', lists, ([list]) => list?.gone === true);
      await held.release();
      expect((await ask('modified', new AbortController().signal)).body.items.length).toBe(1);
    });
  });

  it('says that a folder is gone', async () => {
    const folder = await stage.emulator.addFolder('short-lived');
    await stage.proxy.call('GET /folder', { query: { path: 'My Drive/short-lived' } });
    await stage.emulator.remove(folder.id);
    const { status, body } = await stage.proxy.call('GET /folder', {
      query: { path: 'My Drive/short-lived', fresh: '1' }
    });
    expect([status, body]).toEqual([404, expect.objectContaining({ code: 'notFound' })]);
  });
});
