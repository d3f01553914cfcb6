import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');

describe('uploading', () => {
  const upload = async (paths: string[], folder: { id: string; name: string }, more = {}) => {
    const body = { paths, folder: { id: folder.id, path: `My Drive/${folder.name}` }, ...more };
    return (await stage.proxy.call('POST /uploads', { body })).body;
  };
  const inDrive = async (): Promise<Record<string, string | undefined>> => {
    const items = await stage.emulator.snapshot();
    const nameOf = (id: string): string => items.find(item => item.id === id)?.name ?? '';
    return Object.fromEntries(
      items
        .filter(({ mimeType, trashed }) => !mimeType.includes('google-apps') && !trashed)
        .map(({ name, parents, md5: sum }) => [`${nameOf(parents[0] ?? '')}/${name}`, sum])
    );
  };

  it('takes files and folders, small and large, each once and verified', async () => {
    const target = await stage.emulator.addFolder('target');
    mkdirSync(stage.at('data', 'deep'), { recursive: true });
    const large = Buffer.alloc(7_000_000, 'large');
    writeFileSync(stage.at('data', 'large.bin'), large);
    writeFileSync(stage.at('data', 'deep', 'small.csv'), 'a,b\n');
    writeFileSync(stage.at('empty.txt'), '');
    const { id } = await upload(['data', 'empty.txt'], target);
    const { state, files } = await stage.proxy.ended(id);
    expect([state, files.done]).toEqual(['done', 3]);
    expect(await inDrive()).toEqual({
      'data/large.bin': md5(large),
      'deep/small.csv': md5('a,b\n'),
      'target/empty.txt': md5('')
    });
  });

  it('creates nothing twice when an answer is lost', async () => {
    const target = await stage.emulator.addFolder('target');
    writeFileSync(stage.at('a.txt'), 'a');
    await stage.emulator.addFault({
      match: { method: 'POST', path: '/upload/', times: 1 },
      do: { dropAfterProcessing: true }
    });
    const { id } = await upload(['a.txt'], target);
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(await inDrive()).toEqual({ 'target/a.txt': md5('a') });
  });

  it('continues a large upload where Drive has it', async () => {
    const target = await stage.emulator.addFolder('target');
    const large = Buffer.alloc(9_000_000, 'x');
    writeFileSync(stage.at('large.bin'), large);
    await stage.emulator.addFault({
      match: { method: 'PUT', path: '/upload/', times: 1 },
      do: { status: 503 }
    });
    const { id } = await upload(['large.bin'], target);
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(await inDrive()).toEqual({ 'target/large.bin': md5(large) });
  });

  it('replaces the same file in Drive by a new revision, unless somebody changed it', async () => {
    const target = await stage.emulator.addFolder('target');
    const file = await stage.emulator.addFile({
      name: 'n.txt',
      parents: [target.id],
      content: 'old'
    });
    await stage.proxy.copy(['My Drive/target/n.txt']);
    writeFileSync(stage.at('n.txt'), 'mine');
    const first = await upload(['n.txt'], target, { conflicts: 'replace' });
    expect((await stage.proxy.ended(first.id)).state).toBe('done');
    const items = (await stage.emulator.snapshot()).filter(({ name }) => name === 'n.txt');
    expect(items).toMatchObject([{ id: file.id, md5: md5('mine'), revisions: 2 }]);

    await stage.emulator.overwrite(file.id, { content: 'theirs' });
    writeFileSync(stage.at('n.txt'), 'mine again');
    const second = await upload(['n.txt'], target);
    const { question } = await stage.proxy.until(second.id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ conflicts: [{ changed: true }] });
    const body = { kind: 'conflicts', choices: {}, others: 'keepBoth' };
    await stage.proxy.call('POST /transfers/:id/answer', { id: second.id, body });
    await stage.proxy.ended(second.id);
    expect(await inDrive()).toEqual({
      'target/n.txt': md5('theirs'),
      'target/n (2).txt': md5('mine again')
    });
  });

  it('leaves out links, and says so', async () => {
    const target = await stage.emulator.addFolder('target');
    mkdirSync(stage.at('d'));
    writeFileSync(stage.at('d', 'real.txt'), 'r');
    symlinkSync('/etc/passwd', stage.at('d', 'link'));
    const { id } = await upload(['d'], target);
    const { state, files, problems } = await stage.proxy.ended(id);
    expect([state, files.done]).toEqual(['done', 1]);
    expect(problems).toMatchObject([{ item: 'd/link', code: 'workspaceRefused' }]);
    expect(Object.keys(await inDrive())).toEqual(['d/real.txt']);
  });

  it('leaves out what Jupyter keeps for itself without a word, and other hidden files with one', async () => {
    const target = await stage.emulator.addFolder('target');
    mkdirSync(stage.at('d', '.ipynb_checkpoints'), { recursive: true });
    mkdirSync(stage.at('d', '.virtual_documents'));
    const names = ['a.ipynb', '.ipynb_checkpoints/a-checkpoint.ipynb', '.~a.ipynb'];
    for (const name of [...names, '.jupyter_ystore.db', '.jupyter_ystore.db-wal', '.notes']) {
      writeFileSync(stage.at('d', name), '{}');
    }
    const { id } = await upload(['d'], target);
    const { state, files, problems } = await stage.proxy.ended(id);
    expect([state, files]).toMatchObject(['done', { total: 2, done: 1, skipped: 1 }]);
    expect(problems).toMatchObject([{ item: 'd/.notes', code: 'workspaceRefused' }]);
    expect(Object.keys(await inDrive())).toEqual(['d/a.ipynb']);
  });

  it('of the administrator’s account needs the administrator’s word', async () => {
    const readOnly = await stage.start({ home: stage.proxy.home });
    const target = await stage.emulator.addFolder('target');
    writeFileSync(stage.at('a.txt'), 'a');
    const { body } = await readOnly.call('POST /uploads', {
      body: { paths: ['a.txt'], folder: { id: target.id, path: 'My Drive/target' } }
    });
    expect(body).toMatchObject({ code: 'notSupported' });
  });
});
