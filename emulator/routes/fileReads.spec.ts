import { beforeAll, describe, expect, it } from '@jest/globals';

import { textOf } from '../json';
import { withFixture } from '../testing/fixture';

const ADA = 'ada@example.org';
const GRACE = 'grace@example.org';
const google = withFixture();
let driveId: string;
beforeAll(async () => {
  await google.emulator.addUser(GRACE);
  driveId = await google.emulator.addDrive('team', { [ADA]: 'organizer' });
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
