/** Copies of folders, and what a second copy moves. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, writeFileSync } from 'node:fs';
import { withProxy } from '../testing/withProxy';

const stage = withProxy();
const downloads = async (): Promise<number> =>
  (await stage.emulator.requests()).filter(({ query }) => query.includes('alt=media')).length;

describe('copying folders', () => {
  it('keeps the structure, empty folders included', async () => {
    const top = await stage.emulator.addFolder('top');
    const inner = await stage.emulator.addFolder('inner', { parents: [top.id] });
    await stage.emulator.addFolder('empty', { parents: [inner.id] });
    await stage.emulator.addFile({ name: 'a.txt', parents: [top.id], content: 'a' });
    await stage.emulator.addFile({ name: 'b.txt', parents: [inner.id], content: 'b' });
    const { state, files } = await stage.proxy.copy(['My Drive/top']);
    expect([state, files.done]).toEqual(['done', 2]);
    expect(stage.tree()).toEqual([
      'top/',
      'top/a.txt',
      'top/inner/',
      'top/inner/b.txt',
      'top/inner/empty/'
    ]);
  });

  it('follows shortcuts, notes cycles and dangling ones, copies the rest', async () => {
    const top = await stage.emulator.addFolder('top');
    const other = await stage.emulator.addFolder('other');
    const file = await stage.emulator.addFile({ name: 'f.txt', parents: [other.id], content: 'f' });
    const gone = await stage.emulator.addFile({ name: 'gone.txt', content: 'g' });
    await stage.emulator.addShortcut('to folder', other.id, { parents: [top.id] });
    await stage.emulator.addShortcut('to file', file.id, { parents: [top.id] });
    await stage.emulator.addShortcut('to top', top.id, { parents: [top.id] });
    await stage.emulator.addShortcut('dangling', gone.id, { parents: [top.id] });
    await stage.emulator.remove(gone.id);
    const { state, files, problems } = await stage.proxy.copy(['My Drive/top']);
    expect([state, files.done]).toEqual(['done', 2]);
    expect(stage.tree()).toEqual(['top/', 'top/to file', 'top/to folder/', 'top/to folder/f.txt']);
    expect(problems.map(({ item, code }) => [item, code]).sort()).toEqual([
      ['top/dangling', 'notFound'],
      ['top/to top', 'notSupported']
    ]);
  });

  it('gives same-named items names of their own, the same ones again', async () => {
    const top = await stage.emulator.addFolder('top');
    for (const content of ['1', '2', '3']) {
      await stage.emulator.addFile({ name: 'x.csv', parents: [top.id], content });
    }
    await stage.emulator.addFile({ name: 'X.CSV', parents: [top.id], content: '4' });
    await stage.proxy.copy(['My Drive/top']);
    const names = readdirSync(stage.at('top'));
    expect(names.map(name => stage.text('top', name)).sort()).toEqual(['1', '2', '3', '4']);
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(4);
    await stage.emulator.clearRequests();
    const again = await stage.proxy.copy(['My Drive/top']);
    expect([again.files.skipped, await downloads()]).toEqual([4, 0]);
  });

  it('lists folders that a grouped answer left empty again', async () => {
    const top = await stage.emulator.addFolder('top');
    for (let n = 0; n < 60; n += 1) {
      const folder = await stage.emulator.addFolder(`d${n}`, { parents: [top.id] });
      await stage.emulator.addFile({ name: 'f.txt', parents: [folder.id], content: String(n) });
    }
    await stage.emulator.setKnobs({ groupedParentsBug: 'empty', groupedParentsShare: 1 });
    const { files, unprovenFolders } = await stage.proxy.copy(['My Drive/top']);
    expect([files.done, unprovenFolders]).toEqual([60, 0]);
  });

  it('asks before it copies more than the limit', async () => {
    const top = await stage.emulator.addFolder('top');
    await stage.emulator.addFile({ name: 'a', parents: [top.id], content: 'a' });
    await stage.emulator.addFile({ name: 'b', parents: [top.id], content: 'b' });
    await stage.proxy.call('PUT /preferences', { body: { askAboveFiles: 1 } });
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    const asking = await stage.proxy.until(id, ({ state }) => state === 'asking');
    expect(asking.question).toMatchObject({ kind: 'large', files: 2, bytes: 2 });
    expect(stage.tree()).toEqual([]);
    await stage.proxy.call('POST /transfers/:id/answer', {
      id,
      body: { kind: 'large', proceed: true }
    });
    expect((await stage.proxy.ended(id)).files.done).toBe(2);
  });
});

describe('copying again', () => {
  it('moves only what changed, and asks before it overwrites a local edit', async () => {
    const top = await stage.emulator.addFolder('top');
    const parents = [top.id];
    await stage.emulator.addFile({ name: 'same.txt', parents, content: 'same' });
    const newer = await stage.emulator.addFile({ name: 'newer.txt', parents, content: 'old' });
    const edited = await stage.emulator.addFile({ name: 'edited.txt', parents, content: 'old' });
    await stage.proxy.copy(['My Drive/top']);
    await stage.emulator.overwrite(newer.id, { content: 'new' });
    await stage.emulator.overwrite(edited.id, { content: 'from Drive' });
    writeFileSync(stage.at('top', 'edited.txt'), 'mine');
    await stage.emulator.clearRequests();
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    const { question } = await stage.proxy.until(id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ conflicts: [{ path: 'top/edited.txt', changed: true }] });
    const body = { kind: 'conflicts', choices: { 'top/edited.txt': 'skip' }, others: 'replace' };
    await stage.proxy.call('POST /transfers/:id/answer', { id, body });
    const { files } = await stage.proxy.ended(id);
    expect([files.done, files.skipped, await downloads()]).toEqual([1, 2, 1]);
    expect([stage.text('top', 'newer.txt'), stage.text('top', 'edited.txt')]).toEqual([
      'new',
      'mine'
    ]);
  });
});
