/** Uploads by a service account, which has no storage of its own (docs/reference/drive.md, "Uploads"). */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true, subject: '' } } });

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

describe('an upload by a service account', () => {
  let shared: { id: string; name: string };
  beforeEach(async () => {
    shared = await stage.emulator.addFolder('theirs', { owner: stage.emulator.subject });
    await stage.emulator.share(shared.id, stage.emulator.email, 'writer');
  });

  const put = (name: string, content: string): void => {
    mkdirSync(path.dirname(stage.at(name)), { recursive: true });
    writeFileSync(stage.at(name), content);
  };
  const start = async (paths: string[], id: string, more = {}) => {
    const body = { paths, folder: { id, path: 'there' }, ...more };
    return (await stage.proxy.call('POST /uploads', { body })).body.id;
  };
  const writes = async (): Promise<string[]> =>
    (await stage.emulator.requests())
      .filter(({ method, path: to }) => method !== 'GET' && to.includes('/files'))
      .map(({ method }) => method);

  it('is refused before Google is asked to create anything', async () => {
    put('new.txt', 'new');
    put('folder/inner.txt', 'inner');
    await stage.emulator.clearRequests();
    const { state, files, problems } = await stage.proxy.ended(
      await start(['new.txt', 'folder'], shared.id)
    );
    expect([state, files.done, files.failed]).toEqual(['failed', 0, 2]);
    expect(problems.map(({ item, code, retryable }) => [item, code, retryable])).toEqual([
      ['folder', 'noStorage', false],
      ['new.txt', 'noStorage', false]
    ]);
    expect(await writes()).toEqual([]);
  });

  it('replaces what somebody else owns, and is not offered to keep both', async () => {
    const parents = [shared.id];
    const owner = stage.emulator.subject;
    const file = await stage.emulator.addFile({ name: 'n.txt', parents, owner, content: 'old' });
    put('n.txt', 'mine');
    const id = await start(['n.txt'], shared.id);
    const { question } = await stage.proxy.until(id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ choices: ['replace', 'skip'] });
    const body = { kind: 'conflicts', choices: {}, others: 'replace' };
    await stage.proxy.call('POST /transfers/:id/answer', { id, body });
    expect((await stage.proxy.ended(id)).state).toBe('done');
    const items = (await stage.emulator.snapshot()).filter(({ name }) => name === 'n.txt');
    expect(items).toMatchObject([{ id: file.id, owner, md5: md5('mine') }]);

    put('n.txt', 'mine again');
    const both = await stage.proxy.ended(
      await start(['n.txt'], shared.id, { conflicts: 'keepBoth' })
    );
    expect(both).toMatchObject({ state: 'failed', problems: [{ code: 'noStorage' }] });
  });

  it('uploads into a shared drive', async () => {
    const drive = await stage.emulator.addDrive('Team', {
      [stage.emulator.email]: 'fileOrganizer'
    });
    put('folder/inner.txt', 'inner');
    const { state, files } = await stage.proxy.ended(await start(['folder'], drive));
    expect([state, files.done]).toEqual(['done', 1]);
  });
});
