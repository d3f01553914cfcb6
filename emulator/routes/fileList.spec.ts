import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Fixture, SCOPE, inUrl, listOf } from '../testing/fixture';
import type { AddedItem } from '../client';
import { textOf } from '../json';

const ADA = 'ada@example.org';
const GRACE = 'grace@example.org';
let google: Fixture;
let folder: AddedItem;
let other: AddedItem;
let driveId: string;

beforeAll(async () => {
  google = await Fixture.open();
  const { emulator } = google;
  await emulator.addUser(GRACE);
  folder = await emulator.addFolder('folder');
  other = await emulator.addFolder('other');
  const parents = [folder.id];
  await emulator.addFile({ parents, name: `quinn's paper\\essay`, content: 'x' });
  await emulator.addFile({ parents, name: 'HelloWorld second.txt', content: 'xyz' });
  await emulator.addFile({ parents, name: 'Été', content: '' });
  await emulator.addFile({ parents, name: 'img10.png', content: 'b', starred: true });
  await emulator.addFile({
    parents,
    name: 'img9.png',
    content: 'a',
    modifiedTime: '2020-01-01T00:00:00Z'
  });
  await emulator.addFile({ parents, name: 'gone', content: '', trashed: true });
  await emulator.addFile({ parents: [other.id], name: 'elsewhere', content: '' });
  const shared = await emulator.addFolder('from grace', { owner: GRACE });
  await emulator.addFile({ owner: GRACE, parents: [shared.id], name: 'inside', content: '' });
  await emulator.share(shared.id, ADA);
  await emulator.addFile({ owner: GRACE, name: 'private', content: '' });
  driveId = await emulator.addDrive('team', { [ADA]: 'organizer' });
  await emulator.addFile({ driveId, name: 'of the team', content: '' });
});
afterAll(() => google.close());

const inside = (q = ''): string => `'${folder.id}' in parents${q === '' ? '' : ` and ${q}`}`;
const DRIVES = '&supportsAllDrives=true&includeItemsFromAllDrives=true';

describe('the search of files.list', () => {
  it.each<[string, string[]]>([
    [`name = 'QUINN\\'S paper\\\\essay'`, [`quinn's paper\\essay`]],
    [`name = 'été'`, []],
    [`name = 'ÉtÉ'`, []],
    [`name = 'ÉTé'`, ['Été']],
    [`name contains 'Hello'`, ['HelloWorld second.txt']],
    [`name contains 'World'`, []],
    [`name contains 'hello'`, ['HelloWorld second.txt']],
    [`name contains 'sec'`, ['HelloWorld second.txt']],
    [`name contains 'img'`, ['img10.png', 'img9.png']],
    [`mimeType contains 'image/'`, ['img10.png', 'img9.png']],
    [`mimeType = 'image/png' and starred = true`, ['img10.png']],
    [`not mimeType contains 'image/' and trashed = true`, ['gone']],
    [`modifiedTime < '2021-01-01T00:00:00'`, ['img9.png']],
    [`(name = 'gone' or name = 'img9.png') and trashed=false`, ['img9.png']]
  ])('finds by %s', async (q, names) => {
    expect(await google.names(inside(q))).toEqual(names);
  });

  it('includes the trash unless it is left out', async () => {
    const all = await google.names(inside());
    const kept = await google.names(inside('trashed=false'));
    expect([all.length, all.includes('gone'), kept.includes('gone')]).toEqual([6, true, false]);
  });

  it('finds children of many parents at once, the trashed flag first as rclone sends it', async () => {
    const q = `trashed=false and ('${folder.id}' in parents or '${other.id}' in parents)`;
    const names = await google.names(q);
    expect(names).toEqual(expect.arrayContaining(['elsewhere', 'Été', 'img9.png']));
    expect(names).toHaveLength(6);
  });

  it('shows what is shared without its hidden parents, and its children by their parent', async () => {
    const { json } = await google.list('sharedWithMe', '&fields=files(id,name,parents,ownedByMe)');
    const [top] = listOf(json, 'files');
    expect(listOf(json, 'files')).toEqual([
      { id: expect.any(String), name: 'from grace', ownedByMe: false }
    ]);
    expect(await google.names(`'${textOf(top ?? {}, 'id') ?? ''}' in parents`)).toEqual(['inside']);
    expect(await google.names(`name = 'private'`)).toEqual([]);
  });

  it('includes shared drives only when asked to', async () => {
    const q = `name = 'of the team'`;
    const corpus = `&corpora=drive&driveId=${driveId}${DRIVES}`;
    expect(await google.names(q)).toEqual([]);
    expect(await google.names(q, DRIVES)).toEqual(['of the team']);
    expect(await google.names('trashed=false', corpus)).toEqual(['of the team']);
    expect(await google.names(`'${driveId}' in parents`, corpus)).toEqual(['of the team']);
  });

  it('answers 404 for a parent in a shared drive without supportsAllDrives', async () => {
    const { status, reason } = await google.list(`'${driveId}' in parents`);
    expect([status, reason]).toEqual([404, 'notFound']);
  });

  it('shows an app with drive.file nothing of others, without an error', async () => {
    const token = await google.token({ scope: `${SCOPE}drive.file` });
    const { status, json } = await google.get('/drive/v3/files', { token });
    expect([status, json.files]).toEqual([200, []]);
  });
});

describe('the order of files.list', () => {
  const sorted = async (orderBy: string): Promise<(string | undefined)[]> => {
    const more = `&fields=files(name)&orderBy=${inUrl(orderBy)}`;
    const { json } = await google.list(`name contains 'img' or name = 'folder'`, more);
    return listOf(json, 'files').map(file => textOf(file, 'name'));
  };

  it.each([
    ['name', ['folder', 'img10.png', 'img9.png']],
    ['name_natural', ['folder', 'img9.png', 'img10.png']],
    ['folder,name_natural desc', ['folder', 'img10.png', 'img9.png']],
    ['name desc', ['img9.png', 'img10.png', 'folder']],
    ['modifiedTime', ['img9.png', 'folder', 'img10.png']]
  ])('by %s', async (orderBy, names) => {
    expect(await sorted(orderBy)).toEqual(names);
  });
});

describe('the pages of files.list', () => {
  const pages = async (more: string, q = inside()): Promise<string[][]> => {
    const all: string[][] = [];
    let token = '';
    do {
      const { json } = await google.list(
        q,
        `&pageSize=2&fields=nextPageToken,files(name)${more}&pageToken=${inUrl(token)}`
      );
      all.push(listOf(json, 'files').map(file => textOf(file, 'name') ?? ''));
      token = textOf(json, 'nextPageToken') ?? '';
    } while (token !== '');
    return all;
  };

  it.each(['', '&orderBy=name'])('hold every item once, with "%s"', async more => {
    const all = await pages(more);
    expect(all.map(page => page.length)).toEqual([2, 2, 2]);
    expect(new Set(all.flat()).size).toBe(6);
  });

  it('hold every child of several parents once', async () => {
    const parents = [await google.emulator.addFolder('p'), await google.emulator.addFolder('q')];
    for (let at = 0; at < 7; at += 1) {
      const parent = parents[at % 2]?.id ?? '';
      await google.emulator.addFile({ parents: [parent], name: `g${at}`, content: '' });
    }
    const all = await pages('', parents.map(({ id }) => `'${id}' in parents`).join(' or '));
    expect(all.flat().sort()).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6']);
  });

  it('are bound to the question', async () => {
    const { json } = await google.list(inside(), '&pageSize=2&fields=nextPageToken');
    const token = inUrl(textOf(json, 'nextPageToken') ?? '');
    const same = await google.list(inside(), `&pageToken=${token}&fields=kind`);
    const changed = await google.list('trashed=false', `&pageToken=${token}`);
    const madeUp = await google.list(inside(), '&pageToken=~!!~AI9Fxyz');
    expect([same.status, changed.status, madeUp.status]).toEqual([200, 400, 400]);
    expect(changed.json.error).toMatchObject({
      message: 'Invalid Value',
      errors: [{ reason: 'invalid', location: 'pageToken' }]
    });
  });

  it('expire', async () => {
    const { json } = await google.list(inside(), '&pageSize=2&fields=nextPageToken');
    await google.emulator.setKnobs({ pageTokenTtlSeconds: -1 });
    const token = inUrl(textOf(json, 'nextPageToken') ?? '');
    const { status, reason } = await google.list(inside(), `&pageToken=${token}`);
    await google.emulator.setKnobs({ pageTokenTtlSeconds: 3600 });
    expect([status, reason]).toEqual([403, 'pageTokenExpired']);
  });

  it('are of 100 when permissions are asked for', async () => {
    const many = await google.emulator.addFolder('many');
    for (let at = 0; at < 101; at += 1) {
      await google.emulator.addFile({ parents: [many.id], name: `f${at}`, content: '' });
    }
    const count = async (more: string): Promise<number> =>
      listOf((await google.list(`'${many.id}' in parents`, more)).json, 'files').length;
    expect([
      await count('&pageSize=1000&fields=files(id)'),
      await count('&pageSize=1000&fields=files(id,permissions)'),
      await count('&fields=files(id)')
    ]).toEqual([101, 100, 100]);
  });
});

describe('the refusals of files.list', () => {
  it.each([
    ['pageSize=0', 400, 'invalid'],
    ['pageSize=1001', 400, 'invalid'],
    ['pageSize=x', 400, 'invalid'],
    ['pageSize=0&orderBy=nonsense', 400, 'invalid'],
    ['orderBy=nonsense', 400, 'invalid'],
    ['orderBy=name,name_natural', 403, 'orderByContainsDuplicateSortKeys'],
    ['orderBy=name%20asc', 400, 'invalid'],
    ['includeItemsFromAllDrives=true', 403, 'supportsTeamDrivesRequired'],
    ['includeItemsFromAllDrives=true&q=bad', 403, 'supportsTeamDrivesRequired'],
    ['q=bad', 400, 'invalid'],
    ['orderBy=name&q=fullText%20contains%20%27x%27', 403, 'forbidden'],
    ['orderBy=name,starred', 500, 'internalError'],
    ['orderBy=name,starred&pageToken=x', 400, 'invalid'],
    ['fields=nonexistentfield', 400, 'invalidParameter'],
    ['corpora=nowhere', 400, 'invalid'],
    ['corpora=drive&supportsAllDrives=true&includeItemsFromAllDrives=true', 400, 'invalid'],
    ['spaces=nowhere', 400, 'invalid'],
    ['supportsAllDrives=perhaps', 400, 'invalid']
  ])('?%s is %i %s', async (query, status, reason) => {
    const answer = await google.get(`/drive/v3/files?${query}`);
    expect([answer.status, answer.reason]).toEqual([status, reason]);
  });

  it('names the mistyped parameter as gRPC does', async () => {
    const { json } = await google.get('/drive/v3/files?supportsAllDrives=perhaps');
    const description = `Invalid value at 'supports_all_drives' (TYPE_BOOL), "perhaps"`;
    expect(json.error).toEqual({
      code: 400,
      message: description,
      errors: [{ message: description, reason: 'invalid' }],
      status: 'INVALID_ARGUMENT',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [{ field: 'supports_all_drives', description }]
        }
      ]
    });
  });
});

describe('the form of an answer', () => {
  it('holds what is asked and nothing else', async () => {
    const basics = await google.list(`name='img9.png'`);
    const nothing = await google.list(`name='img9.png'`, '&fields=');
    expect(basics.json).toEqual({
      kind: 'drive#fileList',
      incompleteSearch: false,
      files: [
        { kind: 'drive#file', id: expect.any(String), name: 'img9.png', mimeType: 'image/png' }
      ]
    });
    expect(nothing.json).toEqual({});
  });

  it('writes 64-bit numbers as strings and leaves out what has no value', async () => {
    const { json } = await google.list(
      `name='folder'`,
      '&fields=files(size,version,md5Checksum,driveId)'
    );
    const blob = await google.list(`name='img9.png'`, '&fields=files(size,version,md5Checksum)');
    expect(json).toEqual({ files: [{ version: expect.stringMatching(/^\d+$/) }] });
    expect(blob.json).toEqual({
      files: [
        { size: '1', version: expect.any(String), md5Checksum: '0cc175b9c0f1b6a831c399e269772661' }
      ]
    });
  });

  it('is pretty, or one line, and escapes what browsers could misread', async () => {
    await google.emulator.addFile({ name: '<b>&\u2028ü🎉', content: '' });
    const q = `name contains 'ü'`;
    const pretty = await google.list(q, '&fields=files(name)');
    const compact = await google.list(q, '&fields=files(name)&prettyPrint=false');
    const name = '\\u003cb\\u003e&\\u2028ü🎉';
    expect(pretty.text).toBe(`{\n  "files": [\n    {\n      "name": "${name}"\n    }\n  ]\n}\n`);
    expect(compact.text).toBe(`{"files":[{"name":"${name}"}]}`);
  });

  it('is gzipped only for a client whose User-Agent says so too', async () => {
    const encoding = async (headers: Record<string, string>): Promise<string | undefined> =>
      (await google.get('/drive/v3/files', { headers })).headers['content-encoding'];
    const accept = { 'accept-encoding': 'gzip' };
    expect([
      await encoding({ ...accept, 'user-agent': 'x (gzip)' }),
      await encoding({ ...accept, 'user-agent': 'x' }),
      await encoding({ 'user-agent': 'x (gzip)' })
    ]).toEqual(['gzip', undefined, undefined]);
  });

  it('takes a long query as POST, and the first of a repeated parameter', async () => {
    const posted = await google.ask('POST', '/drive/v3/files', {
      headers: { 'x-http-method-override': 'GET' },
      body: `q=${inUrl(`name='img9.png'`)}&fields=files(name)`
    });
    const repeated = await google.list(`name='img9.png'`, `&fields=files(name)&fields=bad&q=bad`);
    expect(posted.json).toEqual({ files: [{ name: 'img9.png' }] });
    expect(repeated.json).toEqual(posted.json);
  });
});

describe('other reads', () => {
  it('needs fields for about', async () => {
    const refused = await google.get('/drive/v3/about');
    const { json } = await google.get(
      '/drive/v3/about?fields=user(emailAddress,me),storageQuota/usage'
    );
    expect([refused.status, refused.reason]).toEqual([400, 'required']);
    expect(json).toEqual({
      storageQuota: { usage: expect.stringMatching(/^\d+$/) },
      user: { me: true, emailAddress: ADA }
    });
  });

  it('knows the root by its alias', async () => {
    const { json } = await google.get('/drive/v3/files/root?fields=id,name,parents');
    expect(json).toEqual({ id: expect.stringMatching(/^0A.*Uk9PVA$/), name: 'My Drive' });
  });

  it('lists shared drives', async () => {
    const { json } = await google.get(
      '/drive/v3/drives?fields=drives(id,name,capabilities/canEdit)'
    );
    const stranger = await google.get(`/drive/v3/drives/${driveId}`, {
      token: await google.token({ sub: GRACE })
    });
    const tooMany = await google.get('/drive/v3/drives?pageSize=101');
    expect(json).toEqual({
      drives: [{ id: driveId, name: 'team', capabilities: { canEdit: true } }]
    });
    expect([stranger.status, tooMany.status]).toEqual([404, 400]);
  });

  it('finds what is in a shared drive only with supportsAllDrives, but for its content', async () => {
    const { id } = await google.emulator.addFile({ driveId, name: 'x', content: 'bytes' });
    const path = `/drive/v3/files/${id}`;
    const answers = [
      await google.get(path),
      await google.ask('PATCH', path, { body: { name: 'y' } }),
      await google.ask('POST', `${path}/copy`, { body: {} }),
      await google.get(`${path}?supportsAllDrives=true`),
      await google.get(`${path}?alt=media`)
    ];
    expect(answers.map(answer => answer.status)).toEqual([404, 404, 404, 200, 200]);
  });

  it('gives ids, at most a thousand', async () => {
    const { json } = await google.get('/drive/v3/files/generateIds?count=1000');
    const refused = await google.get('/drive/v3/files/generateIds?count=1001');
    expect(new Set(Array.isArray(json.ids) ? json.ids : []).size).toBe(1000);
    expect(refused.status).toBe(400);
  });

  it('answers unknown routes with a page', async () => {
    const { status, headers } = await google.get('/drive/v3/nothing');
    expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=UTF-8']);
  });

  it('asks for a resource key where an item needs one', async () => {
    const item = await google.emulator.addFile({
      owner: GRACE,
      name: 'keyed',
      content: '',
      needsResourceKey: true
    });
    await google.emulator.share(item.id, ADA);
    const key = textOf(item, 'resourceKey') ?? '';
    const without = await google.get(`/drive/v3/files/${item.id}`);
    const withKey = await google.get(`/drive/v3/files/${item.id}?fields=name`, {
      headers: { 'x-goog-drive-resource-keys': `other/1,${item.id}/${key}` }
    });
    expect([without.status, withKey.json]).toEqual([404, { name: 'keyed' }]);
  });

  it('asks for the key of a folder whose children are listed', async () => {
    const folder = await google.emulator.addFolder('keyed', {
      owner: GRACE,
      needsResourceKey: true
    });
    await google.emulator.share(folder.id, ADA);
    const address = `/drive/v3/files?fields=files(name)&q='${folder.id}'+in+parents`;
    const key = textOf(folder, 'resourceKey') ?? '';
    const without = await google.get(address);
    const withKey = await google.get(address, {
      headers: { 'x-goog-drive-resource-keys': `${folder.id}/${key}` }
    });
    expect([without.status, withKey.json]).toEqual([404, { files: [] }]);
  });
});
