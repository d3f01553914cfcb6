/** Transfers of everything, either way, on the real proxy and the emulator. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { startEmulator, type EmulatorProcess } from '../../emulator/client';
import { startProxy, type Proxy } from '../testing/proxy';

let emulator: EmulatorProcess;
let proxy: Proxy;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 'empty' });
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset('empty');
  proxy = await startProxy(emulator, { config: { allowUploads: true } });
});
afterEach(async () => {
  await emulator.clearFaults();
  await proxy.dispose();
});

const at = (...names: string[]): string => path.join(proxy.home.workspace, ...names);
const text = (...names: string[]): string => readFileSync(at(...names), 'utf8');
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');
const tree = (folder = proxy.home.workspace, prefix = ''): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .flatMap(entry =>
      entry.isDirectory()
        ? [
            `${prefix}${entry.name}/`,
            ...tree(path.join(folder, entry.name), `${prefix}${entry.name}/`)
          ]
        : [`${prefix}${entry.name}`]
    )
    .sort();
const downloads = async (): Promise<number> =>
  (await emulator.requests()).filter(({ query }) => query.includes('alt=media')).length;

describe('copying folders', () => {
  it('keeps the structure, empty folders included', async () => {
    const top = await emulator.addFolder('top');
    const inner = await emulator.addFolder('inner', { parents: [top.id] });
    await emulator.addFolder('empty', { parents: [inner.id] });
    await emulator.addFile({ name: 'a.txt', parents: [top.id], content: 'a' });
    await emulator.addFile({ name: 'b.txt', parents: [inner.id], content: 'b' });
    const { state, files } = await proxy.copy(['My Drive/top']);
    expect([state, files.done]).toEqual(['done', 2]);
    expect(tree()).toEqual([
      'top/',
      'top/a.txt',
      'top/inner/',
      'top/inner/b.txt',
      'top/inner/empty/'
    ]);
  });

  it('follows shortcuts, notes cycles and dangling ones, copies the rest', async () => {
    const top = await emulator.addFolder('top');
    const other = await emulator.addFolder('other');
    const file = await emulator.addFile({ name: 'f.txt', parents: [other.id], content: 'f' });
    const gone = await emulator.addFile({ name: 'gone.txt', content: 'g' });
    await emulator.addShortcut('to folder', other.id, { parents: [top.id] });
    await emulator.addShortcut('to file', file.id, { parents: [top.id] });
    await emulator.addShortcut('to top', top.id, { parents: [top.id] });
    await emulator.addShortcut('dangling', gone.id, { parents: [top.id] });
    await emulator.remove(gone.id);
    const { state, files, problems } = await proxy.copy(['My Drive/top']);
    expect([state, files.done]).toEqual(['done', 2]);
    expect(tree()).toEqual(['top/', 'top/to file', 'top/to folder/', 'top/to folder/f.txt']);
    expect(problems.map(({ item, code }) => [item, code]).sort()).toEqual([
      ['top/dangling', 'notFound'],
      ['top/to top', 'notSupported']
    ]);
  });

  it('gives same-named items names of their own, the same ones again', async () => {
    const top = await emulator.addFolder('top');
    for (const content of ['1', '2', '3']) {
      await emulator.addFile({ name: 'x.csv', parents: [top.id], content });
    }
    await emulator.addFile({ name: 'X.CSV', parents: [top.id], content: '4' });
    await proxy.copy(['My Drive/top']);
    const names = readdirSync(at('top'));
    expect(names.map(name => text('top', name)).sort()).toEqual(['1', '2', '3', '4']);
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(4);
    await emulator.clearRequests();
    const again = await proxy.copy(['My Drive/top']);
    expect([again.files.skipped, await downloads()]).toEqual([4, 0]);
  });

  it('lists folders that a grouped answer left empty again', async () => {
    const top = await emulator.addFolder('top');
    for (let n = 0; n < 60; n += 1) {
      const folder = await emulator.addFolder(`d${n}`, { parents: [top.id] });
      await emulator.addFile({ name: 'f.txt', parents: [folder.id], content: String(n) });
    }
    await emulator.setKnobs({ groupedParentsBug: 'empty', groupedParentsShare: 1 });
    const { files, unprovenFolders } = await proxy.copy(['My Drive/top']);
    expect([files.done, unprovenFolders]).toEqual([60, 0]);
  });

  it('asks before it copies more than the limit', async () => {
    const top = await emulator.addFolder('top');
    await emulator.addFile({ name: 'a', parents: [top.id], content: 'a' });
    await emulator.addFile({ name: 'b', parents: [top.id], content: 'b' });
    await proxy.call('PUT /preferences', { body: { askAboveFiles: 1 } });
    const { id } = await proxy.startCopy(['My Drive/top']);
    const asking = await proxy.until(id, ({ state }) => state === 'asking');
    expect(asking.question).toMatchObject({ kind: 'large', files: 2, bytes: 2 });
    expect(tree()).toEqual([]);
    await proxy.call('POST /transfers/:id/answer', { id, body: { kind: 'large', proceed: true } });
    expect((await proxy.ended(id)).files.done).toBe(2);
  });
});

describe('Google documents', () => {
  it('are exported as the settings say, and told apart as not verifiable', async () => {
    const top = await emulator.addFolder('top');
    const parents = [top.id];
    await emulator.addDocument('document', 'Doc', {}, { parents });
    await emulator.addDocument('spreadsheet', 'Sheet', {}, { parents });
    await emulator.addDocument('presentation', 'Slides', {}, { parents });
    await emulator.addDocument('drawing', 'Drawing', {}, { parents });
    await emulator.addDocument('form', 'Form', {}, { parents });
    await proxy.call('PUT /preferences', { body: { exportSpreadsheets: 'csv' } });
    const { state, files, problems } = await proxy.copy(['My Drive/top']);
    expect([state, files.done, files.unverifiable]).toEqual(['done', 4, 4]);
    expect(tree()).toEqual([
      'top/',
      'top/Doc.docx',
      'top/Drawing.svg',
      'top/Sheet.csv',
      'top/Slides.pptx'
    ]);
    expect(problems.map(({ item, code }) => [item, code])).toEqual([['top/Form', 'notSupported']]);
  });

  it('over ten megabytes come by the long-running download', async () => {
    await emulator.addDocument('spreadsheet', 'Long', { exportBytes: 12_000_000 });
    await emulator.clearRequests();
    const { state } = await proxy.copy(['My Drive/Long']);
    const paths = (await emulator.requests()).map(request => request.path);
    expect([state, paths.some(called => called.endsWith('/download'))]).toEqual(['done', true]);
    expect(statSync(at('Long.xlsx')).size).toBeGreaterThanOrEqual(12_000_000);
  });

  it('are not exported again while nothing changed', async () => {
    await emulator.addDocument('document', 'Doc');
    await proxy.copy(['My Drive/Doc']);
    await emulator.clearRequests();
    const { files } = await proxy.copy(['My Drive/Doc']);
    const exports = (await emulator.requests()).filter(request => request.path.includes('/export'));
    expect([files.skipped, exports]).toEqual([1, []]);
  });
});

describe('copying again', () => {
  it('moves only what changed, and asks before it overwrites a local edit', async () => {
    const top = await emulator.addFolder('top');
    const parents = [top.id];
    await emulator.addFile({ name: 'same.txt', parents, content: 'same' });
    const newer = await emulator.addFile({ name: 'newer.txt', parents, content: 'old' });
    const edited = await emulator.addFile({ name: 'edited.txt', parents, content: 'old' });
    await proxy.copy(['My Drive/top']);
    await emulator.overwrite(newer.id, { content: 'new' });
    await emulator.overwrite(edited.id, { content: 'from Drive' });
    writeFileSync(at('top', 'edited.txt'), 'mine');
    await emulator.clearRequests();
    const { id } = await proxy.startCopy(['My Drive/top']);
    const { question } = await proxy.until(id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ conflicts: [{ path: 'top/edited.txt', changed: true }] });
    const body = { kind: 'conflicts', choices: { 'top/edited.txt': 'skip' }, others: 'replace' };
    await proxy.call('POST /transfers/:id/answer', { id, body });
    const { files } = await proxy.ended(id);
    expect([files.done, files.skipped, await downloads()]).toEqual([1, 2, 1]);
    expect([text('top', 'newer.txt'), text('top', 'edited.txt')]).toEqual(['new', 'mine']);
  });
});

describe('uploading', () => {
  const upload = async (paths: string[], folder: { id: string; name: string }, more = {}) => {
    const body = { paths, folder: { id: folder.id, path: `My Drive/${folder.name}` }, ...more };
    return (await proxy.call('POST /uploads', { body })).body;
  };
  const inDrive = async (): Promise<Record<string, string | undefined>> => {
    const items = await emulator.snapshot();
    const nameOf = (id: string): string => items.find(item => item.id === id)?.name ?? '';
    return Object.fromEntries(
      items
        .filter(({ mimeType, trashed }) => !mimeType.includes('google-apps') && !trashed)
        .map(({ name, parents, md5: sum }) => [`${nameOf(parents[0] ?? '')}/${name}`, sum])
    );
  };

  it('takes files and folders, small and large, each once and verified', async () => {
    const target = await emulator.addFolder('target');
    mkdirSync(at('data', 'deep'), { recursive: true });
    const large = Buffer.alloc(7_000_000, 'large');
    writeFileSync(at('data', 'large.bin'), large);
    writeFileSync(at('data', 'deep', 'small.csv'), 'a,b\n');
    writeFileSync(at('empty.txt'), '');
    const { id } = await upload(['data', 'empty.txt'], target);
    const { state, files } = await proxy.ended(id);
    expect([state, files.done]).toEqual(['done', 3]);
    expect(await inDrive()).toEqual({
      'data/large.bin': md5(large),
      'deep/small.csv': md5('a,b\n'),
      'target/empty.txt': md5('')
    });
  });

  it('creates nothing twice when an answer is lost', async () => {
    const target = await emulator.addFolder('target');
    writeFileSync(at('a.txt'), 'a');
    await emulator.addFault({
      match: { method: 'POST', path: '/upload/', times: 1 },
      do: { dropAfterProcessing: true }
    });
    const { id } = await upload(['a.txt'], target);
    expect((await proxy.ended(id)).state).toBe('done');
    expect(await inDrive()).toEqual({ 'target/a.txt': md5('a') });
  });

  it('continues a large upload where Drive has it', async () => {
    const target = await emulator.addFolder('target');
    const large = Buffer.alloc(9_000_000, 'x');
    writeFileSync(at('large.bin'), large);
    await emulator.addFault({
      match: { method: 'PUT', path: '/upload/', times: 1 },
      do: { status: 503 }
    });
    const { id } = await upload(['large.bin'], target);
    expect((await proxy.ended(id)).state).toBe('done');
    expect(await inDrive()).toEqual({ 'target/large.bin': md5(large) });
  });

  it('replaces the same file in Drive by a new revision, unless somebody changed it', async () => {
    const target = await emulator.addFolder('target');
    const file = await emulator.addFile({ name: 'n.txt', parents: [target.id], content: 'old' });
    await proxy.copy(['My Drive/target/n.txt']);
    writeFileSync(at('n.txt'), 'mine');
    const first = await upload(['n.txt'], target, { conflicts: 'replace' });
    expect((await proxy.ended(first.id)).state).toBe('done');
    const items = (await emulator.snapshot()).filter(({ name }) => name === 'n.txt');
    expect(items).toMatchObject([{ id: file.id, md5: md5('mine'), revisions: 2 }]);

    await emulator.overwrite(file.id, { content: 'theirs' });
    writeFileSync(at('n.txt'), 'mine again');
    const second = await upload(['n.txt'], target);
    const { question } = await proxy.until(second.id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ conflicts: [{ changed: true }] });
    const body = { kind: 'conflicts', choices: {}, others: 'keepBoth' };
    await proxy.call('POST /transfers/:id/answer', { id: second.id, body });
    await proxy.ended(second.id);
    expect(await inDrive()).toEqual({
      'target/n.txt': md5('theirs'),
      'target/n (2).txt': md5('mine again')
    });
  });

  it('leaves out links, and says so', async () => {
    const target = await emulator.addFolder('target');
    mkdirSync(at('d'));
    writeFileSync(at('d', 'real.txt'), 'r');
    symlinkSync('/etc/passwd', at('d', 'link'));
    const { id } = await upload(['d'], target);
    const { state, files, problems } = await proxy.ended(id);
    expect([state, files.done]).toEqual(['done', 1]);
    expect(problems).toMatchObject([{ item: 'd/link', code: 'workspaceRefused' }]);
    expect(Object.keys(await inDrive())).toEqual(['d/real.txt']);
  });

  it('leaves out what Jupyter keeps for itself without a word, and other hidden files with one', async () => {
    const target = await emulator.addFolder('target');
    mkdirSync(at('d', '.ipynb_checkpoints'), { recursive: true });
    mkdirSync(at('d', '.virtual_documents'));
    const names = ['a.ipynb', '.ipynb_checkpoints/a-checkpoint.ipynb', '.~a.ipynb'];
    for (const name of [...names, '.jupyter_ystore.db', '.jupyter_ystore.db-wal', '.notes']) {
      writeFileSync(at('d', name), '{}');
    }
    const { id } = await upload(['d'], target);
    const { state, files, problems } = await proxy.ended(id);
    expect([state, files]).toMatchObject(['done', { total: 2, done: 1, skipped: 1 }]);
    expect(problems).toMatchObject([{ item: 'd/.notes', code: 'workspaceRefused' }]);
    expect(Object.keys(await inDrive())).toEqual(['d/a.ipynb']);
  });

  it('of the administrator’s account needs the administrator’s word', async () => {
    const readOnly = await startProxy(emulator, { home: proxy.home });
    const target = await emulator.addFolder('target');
    writeFileSync(at('a.txt'), 'a');
    const { body } = await readOnly.call('POST /uploads', {
      body: { paths: ['a.txt'], folder: { id: target.id, path: 'My Drive/target' } }
    });
    await readOnly.stop();
    expect(body).toMatchObject({ code: 'notSupported' });
  });
});

describe('surviving', () => {
  it('goes on after kill -9 where it was, by itself, with the server’s next proxy', async () => {
    const files = [];
    const top = await emulator.addFolder('top');
    for (let n = 0; n < 6; n += 1) {
      files.push(await emulator.addFile({ name: `f${n}`, parents: [top.id], size: 400_000 + n }));
    }
    const big = await emulator.addFile({ name: 'big', parents: [top.id], size: 8_000_000 });
    await emulator.addFault({
      match: { path: big.id, query: 'alt=media', times: 1 },
      do: { cutAfterBytes: 5_000_000, stall: true }
    });
    const hold = await emulator.holdAt({ match: { path: files[3]?.id ?? '', query: 'alt=media' } });
    const { id } = await proxy.startCopy(['My Drive/top']);
    await hold.held();
    await proxy.kill();
    await hold.release();
    await emulator.clearFaults();
    proxy = await startProxy(emulator, { home: proxy.home, config: { allowUploads: true } });
    const transfer = await proxy.ended(id);
    expect([transfer.state, transfer.files.done]).toEqual(['done', 7]);
    for (const file of [...files, big]) {
      expect(md5(readFileSync(at('top', file.name)))).toBe(file.md5Checksum);
    }
    expect(tree().filter(name => name.includes('.~'))).toEqual([]);
  });

  it('offers to continue what another server left, and continues a file in the middle', async () => {
    const big = await emulator.addFile({ name: 'big', size: 8_000_000 });
    await emulator.addFault({
      match: { query: 'alt=media', times: 1 },
      do: { delayMs: 0, cutAfterBytes: 5_000_000 }
    });
    const hold = await emulator.holdAt({ match: { query: 'alt=media', nth: 2 } });
    const { id } = await proxy.startCopy(['My Drive/big']);
    await hold.held();
    await proxy.kill();
    await hold.release();
    proxy = await startProxy(emulator, {
      home: proxy.home,
      config: { serverId: 'another', allowUploads: true }
    });
    const { body } = await proxy.call('GET /transfers');
    expect(body).toMatchObject([{ id, state: 'interrupted' }]);
    await emulator.clearRequests();
    await proxy.call('POST /transfers/:id/retry', { id });
    expect((await proxy.ended(id)).state).toBe('done');
    expect(md5(readFileSync(at('big')))).toBe(big.md5Checksum);
    const ranges = (await emulator.requests())
      .filter(({ query }) => query.includes('alt=media'))
      .map(({ range }) => range);
    expect(ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
  });

  it('removes what nobody will use when an interrupted transfer is cancelled', async () => {
    await emulator.addFile({ name: 'big', size: 8_000_000 });
    await emulator.addFault({
      match: { query: 'alt=media' },
      do: { cutAfterBytes: 5_000_000, stall: true }
    });
    const { id } = await proxy.startCopy(['My Drive/big']);
    while (!readdirSync(proxy.home.workspace).some(name => name.startsWith('.~'))) {
      await new Promise(resolve => setImmediate(resolve));
    }
    await proxy.kill();
    proxy = await startProxy(emulator, { home: proxy.home, config: { serverId: 'another' } });
    const { body } = await proxy.call('POST /transfers/:id/cancel', { id });
    expect([body.state, readdirSync(proxy.home.workspace)]).toEqual(['cancelled', []]);
  });

  it('two servers on one home keep out of each other’s way', async () => {
    await emulator.addFile({ name: 'a', content: 'a' });
    await emulator.addFile({ name: 'b', content: 'b' });
    const other = await startProxy(emulator, {
      home: proxy.home,
      config: { serverId: 'another' }
    });
    const [one, two] = await Promise.all([proxy.copy(['My Drive/a']), other.copy(['My Drive/b'])]);
    const lists = await Promise.all([proxy.call('GET /transfers'), other.call('GET /transfers')]);
    await other.stop();
    expect([one.state, two.state]).toEqual(['done', 'done']);
    expect(lists.map(({ body }) => body.map(({ id }) => id))).toEqual([[one.id], [two.id]]);
  });

  it.each(['expireTokens', 'revokeTokens'] as const)('goes on with a new token: %s', async end => {
    const top = await emulator.addFolder('top');
    for (let n = 0; n < 5; n += 1) {
      await emulator.addFile({ name: `f${n}`, parents: [top.id], size: 100 });
    }
    const hold = await emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await proxy.startCopy(['My Drive/top']);
    await hold.held();
    await emulator[end]();
    await hold.release();
    const { state, files } = await proxy.ended(id);
    expect([state, files.done]).toEqual(['done', 5]);
  });

  it('says what is missing when the workspace folder goes midway, and goes on when it is back', async () => {
    mkdirSync(at('into'));
    const file = await emulator.addFile({ name: 'f', size: 3_000_000 });
    const hold = await emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await proxy.startCopy(['My Drive/f'], 'into');
    await hold.held();
    rmSync(at('into'), { recursive: true });
    await hold.release();
    const { state, problems } = await proxy.ended(id);
    expect([state, problems[0]?.code]).toEqual(['failed', 'workspaceMissing']);
    mkdirSync(at('into'));
    await proxy.call('POST /transfers/:id/retry', { id });
    expect((await proxy.ended(id)).state).toBe('done');
    expect(md5(readFileSync(at('into', 'f')))).toBe(file.md5Checksum);
  });

  it('starts a file over that changed in Drive midway', async () => {
    const file = await emulator.addFile({ name: 'f', size: 3_000_000 });
    const hold = await emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await proxy.startCopy(['My Drive/f']);
    await hold.held();
    await emulator.overwrite(file.id, { content: 'changed' });
    await hold.release();
    expect((await proxy.ended(id)).state).toBe('done');
    expect(text('f')).toBe('changed');
  });

  it('says exactly what is missing when files vanish in Drive midway', async () => {
    const top = await emulator.addFolder('top');
    const gone = await emulator.addFile({ name: 'gone', parents: [top.id], size: 10 });
    await emulator.addFile({ name: 'here', parents: [top.id], content: 'here' });
    const hold = await emulator.holdAt({ match: { path: gone.id, query: 'alt=media' } });
    const { id } = await proxy.startCopy(['My Drive/top']);
    await hold.held();
    await emulator.remove(gone.id);
    await hold.release();
    const { state, problems, files } = await proxy.ended(id);
    expect([state, files.done, problems.map(({ item, code }) => [item, code])]).toEqual([
      'failed',
      1,
      [['gone', 'notFound']]
    ]);
    expect([existsSync(at('top', 'gone')), statSync(at('top', 'here')).size]).toEqual([false, 4]);
  });
});
