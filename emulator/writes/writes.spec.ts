import { beforeAll, describe, expect, it } from '@jest/globals';

import { withFixture } from '../testing/fixture';
import type { Answer } from '../testing/fixture';
import { textOf } from '../json';

const GRACE = 'grace@example.org';
const FOLDER = 'application/vnd.google-apps.folder';
const SHORTCUT = 'application/vnd.google-apps.shortcut';
const google = withFixture();
beforeAll(async () => {
  await google.emulator.addUser(GRACE);
});

const create = (body: object, token?: string): Promise<Answer> =>
  google.ask('POST', '/drive/v3/files?supportsAllDrives=true', { body, token });
const update = (id: string, body: object, query = '', token?: string): Promise<Answer> =>
  google.ask('PATCH', `/drive/v3/files/${id}?supportsAllDrives=true&fields=*${query}`, {
    body,
    token
  });
const look = async (id: string, fields: string): Promise<Answer['json']> =>
  (await google.get(`/drive/v3/files/${id}?supportsAllDrives=true&fields=${fields}`)).json;
const told = (answer: Answer): [number, string | undefined] => [answer.status, answer.reason];

describe('creating', () => {
  it('lets siblings have one name', async () => {
    const [one, two] = [await create({ name: 'twin' }), await create({ name: 'twin' })];
    expect([one.status, two.status, one.json.id === two.json.id]).toEqual([200, 200, false]);
  });

  it('keeps properties up to 124 bytes', async () => {
    const fits = await create({ name: 'p', properties: { k: 'v'.repeat(123) } });
    const long = await create({ name: 'p', properties: { k: 'v'.repeat(124) } });
    expect([fits.status, told(long)]).toEqual([200, [403, 'propertyLengthLimitExceeded']]);
  });

  it.each([
    ['a text where a list belongs', { parents: 'root' }, 'invalid'],
    ['a number as name', { name: 3 }, 'invalid'],
    ['a time that is none', { modifiedTime: 'yesterday' }, 'invalid'],
    ['two parents', { parents: ['root', 'root'] }, 'invalid']
  ])('refuses %s', async (_, body, reason) => {
    expect(told(await create(body))).toEqual([400, reason]);
  });

  it('refuses JSON that is none', async () => {
    const answer = await google.ask('POST', '/drive/v3/files', { body: '{"name":' });
    expect(told(answer)).toEqual([400, 'parseError']);
  });

  it('makes shortcuts, but not to shortcuts or to nothing', async () => {
    const target = await google.emulator.addFile({ name: 't.csv', content: 'x' });
    const shortcut = (targetId: string): Promise<Answer> =>
      create({ name: 's', mimeType: SHORTCUT, shortcutDetails: { targetId } });
    const good = await shortcut(target.id);
    const id = textOf(good.json, 'id') ?? '';
    expect(await look(id, 'shortcutDetails,size')).toEqual({
      shortcutDetails: { targetId: target.id, targetMimeType: 'text/csv' }
    });
    expect([told(await shortcut(id)), told(await shortcut('nothing'))]).toEqual([
      [500, 'internalError'],
      [404, 'notFound']
    ]);
  });

  it('refuses files of a service account, but not its folders, shortcuts and shared drives', async () => {
    const token = await google.token({ sub: null });
    const driveId = await google.emulator.addDrive('team', {
      [google.emulator.email]: 'fileOrganizer'
    });
    const shared = await google.emulator.addFolder('shared in');
    await google.emulator.share(shared.id, google.emulator.email, 'writer');
    const ofAda = await google.emulator.addFile({ parents: [shared.id], name: 'a', content: 'x' });
    const refused = await create({ name: 'x' }, token);
    const answers = [
      await create({ name: 'x', parents: [shared.id] }, token),
      await create({ name: 'x', mimeType: FOLDER, parents: [shared.id] }, token),
      await create({ name: 'x', parents: [driveId] }, token),
      await google.ask('PATCH', `/upload/drive/v3/files/${ofAda.id}?uploadType=media`, {
        body: 'y',
        token
      }),
      await google.ask('POST', `/drive/v3/files/${ofAda.id}/copy`, { body: {}, token })
    ];
    expect(answers.map(answer => answer.status)).toEqual([403, 200, 200, 200, 403]);
    expect(refused.json.error).toEqual({
      code: 403,
      message: expect.stringContaining('Service Accounts do not have storage quota.'),
      errors: [
        {
          message: expect.stringContaining('Service Accounts do not have storage quota.'),
          domain: 'usageLimits',
          reason: 'storageQuotaExceeded'
        }
      ]
    });
  });

  it('refuses a folder where one may only read, and one that is hidden', async () => {
    const folder = await google.emulator.addFolder('read only', { owner: GRACE });
    const hidden = await create({ name: 'x', parents: [folder.id] });
    await google.emulator.share(folder.id, 'ada@example.org', 'reader');
    const readOnly = await create({ name: 'x', parents: [folder.id] });
    expect([told(hidden), told(readOnly)]).toEqual([
      [404, 'notFound'],
      [403, 'insufficientParentPermissions']
    ]);
  });
});

describe('changing', () => {
  it('renames, which changes modifiedTime unless it is sent along', async () => {
    const { id } = await google.emulator.addFile({
      name: 'old',
      content: '',
      modifiedTime: '2020-01-01T00:00:00.000Z'
    });
    const kept = await update(id, { name: 'new', modifiedTime: '2020-01-01T00:00:00.001Z' });
    const renamed = await update(id, { name: 'newer' });
    expect(kept.json.modifiedTime).toBe('2020-01-01T00:00:00.001Z');
    expect(renamed.json.modifiedTime).not.toBe('2020-01-01T00:00:00.001Z');
  });

  it('moves by addParents and removeParents, and keeps one parent', async () => {
    const [from, to] = [
      await google.emulator.addFolder('from'),
      await google.emulator.addFolder('to')
    ];
    const { id } = await google.emulator.addFile({ parents: [from.id], name: 'm', content: '' });
    const moved = await update(id, {}, `&addParents=${to.id}&removeParents=${from.id}`);
    const doubled = await update(id, {}, `&addParents=${from.id}`);
    const written = await update(id, { parents: [from.id] });
    const circle = await update(to.id, {}, `&addParents=${to.id}&removeParents=root`);
    expect(moved.json.parents).toEqual([to.id]);
    expect([told(doubled), told(written), told(circle)]).toEqual([
      [403, 'cannotAddParent'],
      [403, 'fieldNotWritable'],
      [400, 'invalid']
    ]);
  });

  it('moves a file, but no folder, into a shared drive', async () => {
    const driveId = await google.emulator.addDrive('team', { 'ada@example.org': 'organizer' });
    const file = await google.emulator.addFile({ name: 'f', content: '' });
    const folder = await google.emulator.addFolder('d');
    const moved = await update(file.id, {}, `&addParents=${driveId}&removeParents=root`);
    const refused = await update(folder.id, {}, `&addParents=${driveId}&removeParents=root`);
    expect([moved.json.driveId, moved.json.owners]).toEqual([driveId, undefined]);
    expect(told(refused)).toEqual([403, 'teamDrivesFolderMoveInNotSupported']);
  });

  it('trashes what is below, which can still be read, and empties the trash', async () => {
    const folder = await google.emulator.addFolder('doomed');
    const inside = await google.emulator.addFile({ parents: [folder.id], name: 'i', content: 'x' });
    await update(folder.id, { trashed: true });
    expect(await look(inside.id, 'trashed,explicitlyTrashed')).toEqual({
      trashed: true,
      explicitlyTrashed: false
    });
    const media = await google.get(`/drive/v3/files/${inside.id}?alt=media`);
    await update(folder.id, { trashed: false });
    expect(await look(inside.id, 'trashed')).toEqual({ trashed: false });
    await update(folder.id, { trashed: true });
    const emptied = await google.ask('DELETE', '/drive/v3/files/trash');
    const gone = await google.get(`/drive/v3/files/${inside.id}`);
    expect([media.text, emptied.status, gone.status]).toEqual(['x', 204, 404]);
  });

  it('lets readers star, and nothing else', async () => {
    const { id } = await google.emulator.addFile({ owner: GRACE, name: 'r', content: 'x' });
    await google.emulator.share(id, 'ada@example.org', 'reader');
    const starred = await update(id, { starred: true });
    const refused = [
      await update(id, { name: 'mine' }),
      await update(id, { trashed: true }),
      await google.ask('PATCH', `/upload/drive/v3/files/${id}?uploadType=media`, { body: 'y' }),
      await google.ask('DELETE', `/drive/v3/files/${id}`)
    ];
    expect(starred.json.starred).toBe(true);
    expect(refused.map(told)).toEqual(Array(4).fill([403, 'insufficientFilePermissions']));
  });

  it('leaves the root alone', async () => {
    const answers = [
      await update('root', { name: 'x' }),
      await update('root', { trashed: true }),
      await google.ask('DELETE', '/drive/v3/files/root')
    ];
    expect(answers.map(answer => answer.status)).toEqual([403, 403, 403]);
  });

  it('raises the version with every change', async () => {
    const { id } = await google.emulator.addFile({ name: 'v', content: '' });
    const before = await look(id, 'version');
    await update(id, { starred: true });
    expect(Number((await look(id, 'version')).version)).toBeGreaterThan(Number(before.version));
  });
});

describe('copying', () => {
  it('makes a file of its own, beside the original', async () => {
    const folder = await google.emulator.addFolder('c');
    const source = await google.emulator.addFile({
      parents: [folder.id],
      name: 'a',
      content: 'abc'
    });
    const { json } = await google.ask('POST', `/drive/v3/files/${source.id}/copy?fields=*`, {
      body: {}
    });
    await google.emulator.overwrite(source.id, { content: 'changed' });
    const media = await google.get(`/drive/v3/files/${textOf(json, 'id') ?? ''}?alt=media`);
    expect([json.name, json.parents, json.md5Checksum]).toEqual([
      'Copy of a',
      [folder.id],
      source.md5Checksum
    ]);
    expect(media.text).toBe('abc');
  });

  it('is not for folders', async () => {
    const folder = await google.emulator.addFolder('c');
    const answer = await google.ask('POST', `/drive/v3/files/${folder.id}/copy`, { body: {} });
    expect(told(answer)).toEqual([403, 'cannotCopyFile']);
  });
});

describe('permissions', () => {
  it('share, list and take back', async () => {
    const { id } = await google.emulator.addFile({ name: 's', content: 'x' });
    const path = `/drive/v3/files/${id}/permissions`;
    const made = await google.ask('POST', path, {
      body: { type: 'user', role: 'reader', emailAddress: GRACE }
    });
    const token = await google.token({ sub: GRACE });
    const seen = await google.get(`/drive/v3/files/${id}`, { token });
    const { json } = await google.get(`${path}?fields=permissions(role,emailAddress)`);
    await google.ask('DELETE', `${path}/${textOf(made.json, 'id') ?? ''}`);
    const hidden = await google.get(`/drive/v3/files/${id}`, { token });
    expect([seen.status, hidden.status]).toEqual([200, 404]);
    expect(json.permissions).toEqual([
      { role: 'owner', emailAddress: 'ada@example.org' },
      { role: 'reader', emailAddress: GRACE }
    ]);
  });

  it('open an item to anyone who has its id, without listing it', async () => {
    const { id } = await google.emulator.addFile({ owner: GRACE, name: 'public', content: 'x' });
    const token = await google.token({ sub: GRACE });
    const body = { type: 'anyone', role: 'reader' };
    await google.ask('POST', `/drive/v3/files/${id}/permissions`, { body, token });
    const { status } = await google.get(`/drive/v3/files/${id}`);
    expect([status, await google.names(`name = 'public'`)]).toEqual([200, []]);
  });
});
