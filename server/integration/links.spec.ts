/** What people paste instead of a path: links and ids, also those that need a resource key. */
import { describe, expect, it } from '@jest/globals';
import type { Transfer } from '../../protocol';
import type { AddedItem } from '../../emulator/client';
import { withProxy } from '../testing/withProxy';

const GRACE = 'grace@example.com';

const stage = withProxy({
  proxy: async emulator => {
    await emulator.addUser(GRACE);
    return { config: { logLevel: 'debug' } };
  }
});

const item = (address: string) => stage.proxy.call('GET /item', { query: { path: address } });

/** Copies as the command line does: it asks what is behind the link, then copies that. */
async function copy(address: string): Promise<Transfer> {
  const { body } = await item(address);
  const items = [{ id: body.id, path: body.path }];
  const started = await stage.proxy.call('POST /copies', { body: { items, destination: '' } });
  return stage.proxy.ended(started.body.id);
}

/** An item of somebody else's that Drive shows only with its key. */
async function addKeyed(name: string, options = {}): Promise<AddedItem & { key: string }> {
  const added = await stage.emulator.addFile({
    name,
    owner: GRACE,
    needsResourceKey: true,
    ...options
  });
  await stage.emulator.share(added.id, stage.emulator.subject);
  const { resourceKey } = added;
  return { ...added, key: typeof resourceKey === 'string' ? resourceKey : '' };
}

describe('a link with a resource key', () => {
  it('to a file opens and copies it; without the key Drive knows no such file', async () => {
    const { id, key } = await addKeyed('old.txt', { content: 'old' });
    const link = `https://drive.google.com/file/d/${id}/view`;
    expect((await item(link)).body).toMatchObject({ code: 'notFound' });
    const { state, problems } = await copy(`${link}?usp=sharing&resourcekey=${key}`);
    expect([state, problems, stage.text('old.txt')]).toEqual(['done', [], 'old']);
    expect(stage.proxy.log.filter(line => line.includes(key))).toEqual([]);
  });

  it('to a folder copies what is in it, files with keys of their own included', async () => {
    const mimeType = 'application/vnd.google-apps.folder';
    const { id, key } = await addKeyed('old', { mimeType });
    await addKeyed('a.txt', { parents: [id], content: 'a' });
    await stage.emulator.addFile({ name: 'b.txt', owner: GRACE, parents: [id], content: 'b' });
    const inner = await addKeyed('inner', { parents: [id], mimeType });
    await addKeyed('c.txt', { parents: [inner.id], content: 'c' });
    const link = `https://drive.google.com/drive/folders/${id}?resourcekey=${key}`;
    const { state, problems } = await copy(link);
    expect([state, problems]).toEqual(['done', []]);
    expect([
      stage.text('old', 'a.txt'),
      stage.text('old', 'b.txt'),
      stage.text('old', 'inner', 'c.txt')
    ]).toEqual([...['a', 'b', 'c']]);
  });
});

describe('an id without a link around it', () => {
  it('opens and copies what has it, as id:… does', async () => {
    const { id } = await stage.emulator.addFile({ name: 'by id.txt', content: 'found' });
    const found = [await item(id), await item(`id:${id}`), await item(` ${id}\n`)];
    expect(found.map(({ body }) => body.path)).toEqual(Array(3).fill('My Drive/by id.txt'));
    const { state, problems } = await copy(id);
    expect([state, problems, stage.text('by id.txt')]).toEqual(['done', [], 'found']);
  });

  it('of a folder copies what is in it; in a root folder it must lie there', async () => {
    const { id: top } = await stage.emulator.addFolder('top');
    await stage.emulator.addFile({ name: 'a.txt', parents: [top], content: 'a' });
    expect((await copy(top)).state).toBe('done');
    expect(stage.text('top', 'a.txt')).toBe('a');
    const { id: root } = await stage.emulator.addFolder('root folder');
    const proxy = await stage.startNext({ config: { rootFolder: root } });
    const { status, body } = await proxy.call('GET /item', { query: { path: top } });
    expect([status, body]).toMatchObject([404, { code: 'notFound' }]);
  });
});

describe('what holds no id', () => {
  it.each([
    'id:',
    'id:short',
    'https://drive.google.com/drive/my-drive?resourcekey=0-secret',
    'https://example.com/file/d/1AbC_dEf-GhIjKlMn/view'
  ])('is said to be no item, not to be a root folder: %s', async address => {
    const { status, body } = await item(address);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'badRequest',
      message: expect.stringMatching(/neither the id of an item/)
    });
    expect(JSON.stringify(body)).not.toMatch(/root folder|secret/);
  });

  it('but looks like one is said not to be there', async () => {
    const { body } = await item('id:1AbC_dEf-GhIjKlMn');
    expect(body).toMatchObject({ code: 'notFound' });
    expect(JSON.stringify(body)).not.toMatch(/root folder/);
  });
});
