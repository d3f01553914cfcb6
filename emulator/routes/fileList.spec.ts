import { beforeAll, describe, expect, it } from '@jest/globals';

import type { AddedItem } from '../client';
import { textOf } from '../json';
import { inUrl, listOf, SCOPE, withFixture } from '../testing/fixture';

const ADA = 'ada@example.org';
const GRACE = 'grace@example.org';
const google = withFixture();
let folder: AddedItem;
let other: AddedItem;
let driveId: string;

beforeAll(async () => {
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
