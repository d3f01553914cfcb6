/** Several uploads into one folder of Drive: no path stands there twice. */
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { md5 } from '../testing/driveTree';
import { withUploadTarget } from '../testing/uploadTarget';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
const { start, answer, below } = withUploadTarget(stage);

describe('uploads of one target', () => {
  it('put one folder there once, though both were planned before either was made', async () => {
    mkdirSync(stage.at('d', 'deep'), { recursive: true });
    const names = Array.from({ length: 12 }, (_, n) => `f${n}`);
    names.forEach(name => writeFileSync(stage.at('d', name), name));
    writeFileSync(stage.at('d', 'deep', 'g'), 'g');
    const hold = await stage.emulator.holdAt({
      match: { method: 'POST', path: '^/drive/v3/files$', nth: 1 }
    });
    const ids = [await start('d'), await start('d')];
    await hold.held();
    await stage.proxy.until(ids[1] ?? '', ({ state }) => state !== 'planning');
    await hold.release();
    const ended = await Promise.all(ids.map(id => stage.proxy.ended(id)));
    expect(ended.map(({ state, problems }) => [state, problems])).toEqual([
      ['done', []],
      ['done', []]
    ]);
    expect(await below()).toEqual(
      ['/d', '/d/deep', `/d/deep/g ${md5('g')}`, ...names.map(n => `/d/${n} ${md5(n)}`)].sort()
    );
  });

  it('with files of one name and other bytes: the second one is asked about, not put beside the first', async () => {
    mkdirSync(stage.at('a'));
    mkdirSync(stage.at('b'));
    writeFileSync(stage.at('a', 'x.csv'), 'first');
    writeFileSync(stage.at('b', 'x.csv'), 'other');
    const hold = await stage.emulator.holdAt({
      match: { method: 'POST', path: '^/upload/', nth: 1 }
    });
    const first = await start('a/x.csv');
    await hold.held();
    const second = await start('b/x.csv');
    await stage.proxy.until(second, ({ state }) => state !== 'planning');
    await hold.release();
    expect((await stage.proxy.ended(first)).state).toBe('done');
    await stage.proxy.until(second, ({ state }) => state === 'asking');
    expect(await below()).toEqual([`/x.csv ${md5('first')}`]);
    await answer(second, 'keepBoth');
    expect((await stage.proxy.ended(second)).state).toBe('done');
    expect(await below()).toEqual([`/x (2).csv ${md5('other')}`, `/x.csv ${md5('first')}`]);
  });

  it('within one upload: folders of one name become one, and equal files one file', async () => {
    for (const parent of ['a', 'b']) {
      mkdirSync(stage.at(parent, 'd'), { recursive: true });
      writeFileSync(stage.at(parent, 'd', 'same'), 'same');
      writeFileSync(stage.at(parent, 'd', parent), parent);
    }
    const { state } = await stage.proxy.ended(await start('a/d', 'b/d'));
    expect([state, await below()]).toEqual([
      'done',
      ['/d', `/d/a ${md5('a')}`, `/d/b ${md5('b')}`, `/d/same ${md5('same')}`]
    ]);
  });

  it('can be cancelled while one waits for the other', async () => {
    writeFileSync(stage.at('x'), 'x');
    const hold = await stage.emulator.holdAt({
      match: { method: 'POST', path: '^/upload/', nth: 1 }
    });
    const first = await start('x');
    await hold.held();
    const second = await start('x');
    await stage.proxy.until(second, ({ state }) => state === 'running');
    await stage.proxy.call('POST /transfers/:id/cancel', { id: second });
    expect((await stage.proxy.ended(second)).state).toBe('cancelled');
    await hold.release();
    expect((await stage.proxy.ended(first)).state).toBe('done');
    expect(await below()).toEqual([`/x ${md5('x')}`]);
  });
});
