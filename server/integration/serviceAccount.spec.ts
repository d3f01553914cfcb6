/** Uploads by a service account, which has no storage of its own (docs/reference/drive.md, "Uploads"). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startEmulator, type EmulatorProcess } from '../../emulator/client';
import { startProxy, type Proxy } from '../testing/proxy';

let emulator: EmulatorProcess;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 'empty' });
});
afterAll(() => emulator.stop());

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

describe('an upload by a service account', () => {
  let robot: Proxy;
  let shared: { id: string; name: string };
  beforeEach(async () => {
    await emulator.reset('empty');
    robot = await startProxy(emulator, { config: { allowUploads: true, subject: '' } });
    shared = await emulator.addFolder('theirs', { owner: emulator.subject });
    await emulator.share(shared.id, emulator.email, 'writer');
  });
  afterEach(() => robot.dispose());

  const put = (name: string, content: string): void => {
    mkdirSync(path.dirname(path.join(robot.home.workspace, name)), { recursive: true });
    writeFileSync(path.join(robot.home.workspace, name), content);
  };
  const start = async (paths: string[], id: string, more = {}) => {
    const body = { paths, folder: { id, path: 'there' }, ...more };
    return (await robot.call('POST /uploads', { body })).body.id;
  };
  const writes = async (): Promise<string[]> =>
    (await emulator.requests())
      .filter(({ method, path: to }) => method !== 'GET' && to.includes('/files'))
      .map(({ method }) => method);

  it('is refused before Google is asked to create anything', async () => {
    put('new.txt', 'new');
    put('folder/inner.txt', 'inner');
    await emulator.clearRequests();
    const { state, files, problems } = await robot.ended(
      await start(['new.txt', 'folder'], shared.id)
    );
    expect([state, files.done, files.failed]).toEqual(['failed', 0, 1]);
    expect(problems.map(({ item, code, retryable }) => [item, code, retryable])).toEqual([
      ['folder', 'noStorage', false],
      ['new.txt', 'noStorage', false]
    ]);
    expect(await writes()).toEqual([]);
  });

  it('replaces what somebody else owns, and is not offered to keep both', async () => {
    const parents = [shared.id];
    const owner = emulator.subject;
    const file = await emulator.addFile({ name: 'n.txt', parents, owner, content: 'old' });
    put('n.txt', 'mine');
    const id = await start(['n.txt'], shared.id);
    const { question } = await robot.until(id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ choices: ['replace', 'skip'] });
    const body = { kind: 'conflicts', choices: {}, others: 'replace' };
    await robot.call('POST /transfers/:id/answer', { id, body });
    expect((await robot.ended(id)).state).toBe('done');
    const items = (await emulator.snapshot()).filter(({ name }) => name === 'n.txt');
    expect(items).toMatchObject([{ id: file.id, owner, md5: md5('mine') }]);

    put('n.txt', 'mine again');
    const both = await robot.ended(await start(['n.txt'], shared.id, { conflicts: 'keepBoth' }));
    expect(both).toMatchObject({ state: 'failed', problems: [{ code: 'noStorage' }] });
  });

  it('uploads into a shared drive', async () => {
    const drive = await emulator.addDrive('Team', { [emulator.email]: 'fileOrganizer' });
    put('folder/inner.txt', 'inner');
    const { state, files } = await robot.ended(await start(['folder'], drive));
    expect([state, files.done]).toEqual(['done', 1]);
  });
});
