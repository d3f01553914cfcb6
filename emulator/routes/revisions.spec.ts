import { describe, expect, it } from '@jest/globals';

import { textOf } from '../json';
import { listOf, withFixture } from '../testing/fixture';

const google = withFixture();

describe('revisions', () => {
  it('keep what was overwritten', async () => {
    const { id } = await google.emulator.addFile({ name: 'r', content: 'old' });
    await google.emulator.overwrite(id, { content: 'new' });
    const { json } = await google.get(
      `/drive/v3/files/${id}/revisions?fields=revisions(id,size,md5Checksum)`
    );
    const [first] = listOf(json, 'revisions');
    const path = `/drive/v3/files/${id}/revisions/${textOf(first ?? {}, 'id') ?? ''}`;
    const old = await google.get(`${path}?alt=media`);
    const head = await google.get(`/drive/v3/files/${id}?fields=headRevisionId,size`);
    expect([old.text, listOf(json, 'revisions').length]).toEqual(['old', 2]);
    expect(listOf(json, 'revisions').at(-1)?.id).toBe(head.json.headRevisionId);
    expect((await google.ask('DELETE', path)).status).toBe(204);
    expect((await google.get(path)).status).toBe(404);
  });

  it('of a file without checksums have none either, and tell old content from new', async () => {
    const { id } = await google.emulator.addFile({ name: 'r', content: 'old', noMd5: true });
    const path = `/drive/v3/files/${id}?fields=size,headRevisionId,md5Checksum,sha1Checksum,sha256Checksum`;
    const before = await google.get(path);
    await google.emulator.overwrite(id, { content: 'new' });
    const after = await google.get(path);
    const { json } = await google.get(
      `/drive/v3/files/${id}/revisions?fields=revisions(id,size,md5Checksum)`
    );
    expect([before.json, after.json]).toEqual([
      { size: '3', headRevisionId: expect.any(String) },
      { size: '3', headRevisionId: expect.any(String) }
    ]);
    expect(listOf(json, 'revisions')).toEqual(
      [before, after].map(answer => ({ size: '3', id: answer.json.headRevisionId }))
    );
    expect((await google.get(`/drive/v3/files/${id}?alt=media`)).text).toBe('new');
  });

  it('are not for readers', async () => {
    await google.emulator.addUser('grace@example.org');
    const { id } = await google.emulator.addFile({
      owner: 'grace@example.org',
      name: 'r',
      content: 'x'
    });
    await google.emulator.share(id, 'ada@example.org');
    const { status, reason } = await google.get(`/drive/v3/files/${id}/revisions`);
    expect([status, reason]).toEqual([403, 'insufficientFilePermissions']);
  });
});
