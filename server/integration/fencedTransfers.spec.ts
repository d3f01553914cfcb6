/** A root folder, and items that leave it while they are looked at or copied. */
import { describe, expect, it } from '@jest/globals';
import { accessToken } from '../../emulator/testing/accessToken';
import { withProxy } from '../testing/withProxy';

const stage = withProxy();

/** As Drive's own page does it. */
async function moveOut(id: string, from: string): Promise<void> {
  const token = await accessToken(stage.emulator);
  const query = `addParents=root&removeParents=${from}`;
  const { status } = await fetch(`${stage.emulator.url}/drive/v3/files/${id}?${query}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}'
  });
  expect(status).toBe(200);
}

describe('an item that is moved out of the root folder', () => {
  it('while its folder is shown is not found any more: neither opened nor copied', async () => {
    const { id: root } = await stage.emulator.addFolder('root folder');
    const options = { name: 'a.txt', parents: [root], content: 'a' };
    const { id } = await stage.emulator.addFile(options);
    const proxy = await stage.startNext({ config: { rootFolder: root } });
    const open = async (): Promise<number> =>
      (await proxy.request('GET', `/api/content?id=${id}`)).status;
    await proxy.call('GET /folder', { query: { path: '' } });
    expect(await open()).toBe(200);
    await moveOut(id, root);
    const item = await proxy.call('GET /item', { query: { path: 'a.txt', id } });
    expect([await open(), item.status, item.body]).toMatchObject([404, 404, { code: 'notFound' }]);
    const copy = await proxy.call('POST /copies', {
      body: { items: [{ id, path: 'a.txt' }], destination: '' }
    });
    const { problems } = await proxy.ended(copy.body.id);
    expect([problems, stage.tree()]).toMatchObject([[{ code: 'notFound' }], []]);
  });

  it('with the folder above it is not found either', async () => {
    const { id: root } = await stage.emulator.addFolder('root folder');
    const { id: between } = await stage.emulator.addFolder('between', { parents: [root] });
    const options = { name: 'a.txt', parents: [between], content: 'a' };
    const { id } = await stage.emulator.addFile(options);
    const proxy = await stage.startNext({ config: { rootFolder: root } });
    await proxy.call('GET /folder', { query: { path: 'between' } });
    await moveOut(between, root);
    const { status } = await proxy.request('GET', `/api/content?id=${id}`);
    expect(status).toBe(404);
  });

  it('while its copy waits for an answer is not fetched, which is said', async () => {
    const { id: root } = await stage.emulator.addFolder('root folder');
    const { id: top } = await stage.emulator.addFolder('top', { parents: [root] });
    await stage.emulator.addFile({ name: 'stays.txt', parents: [root], content: 's' });
    await stage.emulator.addFile({ name: 'a.txt', parents: [top], content: 'a' });
    const proxy = await stage.startNext({ config: { rootFolder: root } });
    await proxy.call('PUT /preferences', { body: { askAboveFiles: 1 } });
    const { id } = await proxy.startCopy(['top', 'stays.txt']);
    await proxy.until(id, ({ state }) => state === 'asking');
    await moveOut(top, root);
    const body = { kind: 'large', proceed: true } as const;
    await proxy.call('POST /transfers/:id/answer', { id, body });
    const { state, problems } = await proxy.ended(id);
    expect([state, problems]).toMatchObject(['failed', [{ code: 'notFound' }]]);
    expect(problems[0]?.message).toContain('not in the root folder');
    expect(stage.tree()).not.toContain('top/a.txt');
  });
});

describe('a transfer that was begun before a root folder was set', () => {
  it('neither goes on by itself nor when it is continued, outside of it', async () => {
    const { id: top } = await stage.emulator.addFolder('top');
    await stage.emulator.addFile({ name: 'a.txt', parents: [top], content: 'a' });
    const { id: root } = await stage.emulator.addFolder('root folder');
    const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    await stage.emulator.clearRequests();
    const proxy = await stage.startNext({ config: { rootFolder: root } });
    await proxy.until(id, ({ state }) => state === 'interrupted');
    const retry = await proxy.call('POST /transfers/:id/retry', { id });
    expect([retry.status, retry.body]).toMatchObject([404, { code: 'notFound' }]);
    const media = (await stage.emulator.requests()).filter(({ query }) => query.includes('media'));
    expect([media, stage.tree().filter(name => name.endsWith('a.txt'))]).toEqual([[], []]);
  });

  it('goes on inside of it', async () => {
    const { id: root } = await stage.emulator.addFolder('root folder');
    const { id: top } = await stage.emulator.addFolder('top', { parents: [root] });
    await stage.emulator.addFile({ name: 'a.txt', parents: [top], content: 'a' });
    const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await stage.proxy.startCopy(['My Drive/root folder/top']);
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    const proxy = await stage.startNext({ config: { rootFolder: root } });
    const { state, problems } = await proxy.ended(id);
    expect([state, problems, stage.text('top', 'a.txt')]).toEqual(['done', [], 'a']);
  });
});
