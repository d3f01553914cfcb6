/** Folders of a shared drive that are open to an account which is no member of the drive, by name or by link. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { accessToken } from '../../emulator/testing/accessToken';
import type { Proxy } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const GRACE = 'grace@example.com';
const stage = withProxy();
let driveId: string;
let given: string;

beforeEach(async () => {
  await stage.emulator.addUser(GRACE);
  driveId = await stage.emulator.addDrive('Team of others', { [GRACE]: 'organizer' });
  given = (await stage.emulator.addFolder('given', { driveId, parents: [driveId] })).id;
  const below = await stage.emulator.addFolder('below', { driveId, parents: [given] });
  await stage.emulator.addFile({ name: 'a.txt', content: 'a', driveId, parents: [given] });
  await stage.emulator.addFile({ name: 'b.txt', content: 'b', driveId, parents: [below.id] });
  await stage.emulator.addFile({ name: 'secret.txt', driveId, parents: [driveId] });
});

async function names(proxy: Proxy, path: string): Promise<string[]> {
  const { status, body } = await proxy.call('GET /folder', { query: { path } });
  expect([path, status]).toEqual([path, 200]);
  return body.items.map(({ name }) => name);
}

/** As a member of the drive opens it in Google's dialog. */
async function openToAll(id: string): Promise<void> {
  const { emulator } = stage;
  const url = `${emulator.url}/drive/v3/files/${id}/permissions?supportsAllDrives=true`;
  const authorization = `Bearer ${await accessToken(emulator, { subject: GRACE })}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ type: 'anyone', role: 'reader' });
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
}

const TREE = ['given/', 'given/a.txt', 'given/below/', 'given/below/b.txt'];

describe('a folder of a shared drive of others', () => {
  it('that was shared with the account is shown, listed and copied', async () => {
    await stage.emulator.share(given, stage.emulator.subject);
    expect(await names(stage.proxy, 'Shared with me')).toEqual(['given']);
    expect(await names(stage.proxy, 'Shared drives')).toEqual([]);
    expect(await names(stage.proxy, 'Shared with me/given')).toEqual(['below', 'a.txt']);
    expect(await names(stage.proxy, 'Shared with me/given/below')).toEqual(['b.txt']);
    const { state, problems } = await stage.proxy.copy(['Shared with me/given']);
    expect([state, problems, stage.tree()]).toEqual(['done', [], TREE]);
  });

  it('that is open to who has the link is found by it, and copied', async () => {
    await openToAll(given);
    expect(await names(stage.proxy, 'Shared with me')).toEqual([]);
    const link = `https://drive.google.com/drive/folders/${given}?usp=sharing`;
    const { body } = await stage.proxy.call('GET /item', { query: { path: link } });
    expect(await names(stage.proxy, body.path)).toEqual(['below', 'a.txt']);
    const { state, problems } = await stage.proxy.copy([body.path]);
    expect([state, problems, stage.tree()]).toEqual(['done', [], TREE]);
  });

  it('can be the root folder', async () => {
    await stage.emulator.share(given, stage.emulator.subject);
    const proxy = await stage.startNext({ config: { rootFolder: given } });
    expect(await names(proxy, '')).toEqual(['below', 'a.txt']);
    expect(await names(proxy, 'below')).toEqual(['b.txt']);
    expect((await proxy.copy(['below'])).state).toBe('done');
    expect(stage.text('below', 'b.txt')).toBe('b');
  });

  it('that is gone is not found, though the drive is hidden as well', async () => {
    await stage.emulator.share(given, stage.emulator.subject);
    expect(await names(stage.proxy, 'Shared with me/given')).toEqual(['below', 'a.txt']);
    await stage.emulator.remove(given);
    const query = { path: 'Shared with me/given', fresh: '1' };
    const { body } = await stage.proxy.call('GET /folder', { query });
    expect(body).toMatchObject({ code: 'notFound' });
  });
});

describe('a shared drive that the account is a member of', () => {
  it('is asked in its own index, which is complete; for what an upload finds there, too', async () => {
    const { subject } = stage.emulator;
    const mine = await stage.emulator.addDrive('Mine', { [subject]: 'organizer' });
    const top = await stage.emulator.addFolder('top', { driveId: mine, parents: [mine] });
    await stage.emulator.addFile({ name: 'a.txt', content: 'a', driveId: mine, parents: [top.id] });
    const proxy = await stage.startNext({ config: { allowUploads: true } });
    await proxy.copy(['Shared drives/Mine/top']);
    await stage.emulator.clearRequests();
    const folder = { id: top.id, path: 'Shared drives/Mine/top' };
    const { body } = await proxy.call('POST /uploads', { body: { paths: ['top/a.txt'], folder } });
    expect((await proxy.ended(body.id)).files.skipped).toBe(1);
    const lists = (await stage.emulator.requests())
      .filter(({ path }) => path.endsWith('/drive/v3/files'))
      .map(({ query }) => new URLSearchParams(query))
      .filter(query => (query.get('q') ?? '').includes(top.id));
    expect(lists.length).toBeGreaterThan(0);
    expect(lists.map(query => [query.get('corpora'), query.get('driveId')])).toEqual(
      lists.map(() => ['drive', mine])
    );
  });
});
