/**
 * An upload goes on after an interruption with what it decided before it: that nothing stood there. Others may
 * have put it there meanwhile, or it itself: nothing comes twice, and nothing goes where nobody finds it.
 */
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { changeInDrive } from '../testing/changeInDrive';
import { md5 } from '../testing/driveTree';
import {
  MAKES_FOLDER,
  SENDS_FILE,
  WHOLE_TOP,
  withTop,
  withUploadTarget
} from '../testing/uploadTarget';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
const target = withUploadTarget(stage);
const { start, killedAt, goOn, asked, answer, below } = target;
withTop(stage);

async function bothPutOneFolder(...ids: string[]): Promise<void> {
  const ends = await Promise.all(ids.map(id => stage.proxy.ended(id)));
  expect(ends.map(({ state, problems }) => [state, problems])).toEqual([
    ['done', []],
    ['done', []]
  ]);
  expect(await below()).toEqual(WHOLE_TOP);
}

describe('an upload that goes on after its proxy was killed', () => {
  it.each<[string, object]>([
    ['before its folder was made', { ...MAKES_FOLDER, nth: 1 }],
    ['between two folders', { ...MAKES_FOLDER, nth: 2 }],
    ['when its folders were made, and nothing else', { ...SENDS_FILE, nth: 1 }],
    ['between two files', { ...SENDS_FILE, nth: 2 }]
  ])('%s finds what another upload put there meanwhile', async (_, match) => {
    const id = await killedAt(match, ['top']);
    const other = await stage.proxy.ended(await start('top'));
    expect([other.state, await below()]).toEqual(['done', WHOLE_TOP]);
    const { state, problems, files } = await goOn(id);
    expect([state, problems, files.total]).toEqual(['done', [], 2]);
    expect(await below()).toEqual(WHOLE_TOP);
  });

  it('asks about a file that somebody else put into a folder of that name, however often it is killed', async () => {
    const id = await killedAt({ ...MAKES_FOLDER, nth: 1 }, ['top']);
    const theirs = await stage.emulator.addFolder('top', { parents: [target.folder] });
    await stage.emulator.addFile({ name: 'a.txt', parents: [theirs.id], content: 'theirs' });
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect(await asked(id)).toEqual(['My Drive/target/top/a.txt']);
    await stage.proxy.kill();
    await stage.startNext({ config: { serverId: 'third' } });
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect(await asked(id)).toEqual(['My Drive/target/top/a.txt']);
    await answer(id, 'keepBoth');
    expect(await stage.proxy.ended(id)).toMatchObject({ state: 'done', files: { done: 2 } });
    expect(await below()).toEqual(
      [...WHOLE_TOP, `/top/a.txt ${md5('theirs')}`]
        .map(path => path.replace(`/top/a.txt ${md5('a')}`, `/top/a (2).txt ${md5('a')}`))
        .sort()
    );
  });

  it('follows its folder where that was renamed, and makes no other', async () => {
    const id = await killedAt({ ...SENDS_FILE, nth: 1 }, ['top']);
    const items = await stage.emulator.snapshot();
    const ours = items.find(({ name }) => name === 'top')?.id ?? '';
    await changeInDrive(stage.emulator, ours, { name: 'renamed' });
    expect((await goOn(id)).state).toBe('done');
    expect(await below()).toEqual(WHOLE_TOP.map(path => path.replace('/top', '/renamed')));
  });

  it('puts nothing into a folder that went into the trash meanwhile', async () => {
    const there = await stage.emulator.addFolder('top', { parents: [target.folder] });
    const id = await killedAt({ ...SENDS_FILE, nth: 1 }, ['top']);
    await changeInDrive(stage.emulator, there.id, { trashed: true });
    const done = await goOn(id);
    expect([done.state, done.problems, await below()]).toEqual(['done', [], WHOLE_TOP]);
  });

  it('does not go on elsewhere where its files are in a folder in the trash', async () => {
    const hold = await stage.emulator.holdAt({ match: { ...SENDS_FILE, nth: 2 } });
    const id = await start('top');
    await hold.held();
    await stage.proxy.until(id, ({ files }) => files.done === 1);
    await stage.proxy.kill();
    await hold.release();
    await stage.startNext({ config: { serverId: 'another' } });
    const top = (await stage.emulator.snapshot()).find(({ name }) => name === 'top')?.id ?? '';
    await changeInDrive(stage.emulator, top, { trashed: true });
    await stage.emulator.addFolder('top', { parents: [target.folder] });
    const failed = await goOn(id);
    expect([failed.state, failed.files.done, failed.problems]).toMatchObject([
      'failed',
      1,
      [{ code: 'conflict', retryable: true }]
    ]);
    expect(failed.problems[0]?.message).toMatch(/“(top|deep)” was put into the trash in Drive/);
    await changeInDrive(stage.emulator, top, { trashed: false });
    expect(await goOn(id)).toMatchObject({ state: 'done', problems: [] });
    expect((await below()).sort()).toEqual(['/top', ...WHOLE_TOP]);
  });

  it('puts nothing into a chosen folder that went into the trash meanwhile', async () => {
    const id = await killedAt({ ...MAKES_FOLDER, nth: 1 }, ['top']);
    await changeInDrive(stage.emulator, target.folder, { trashed: true });
    expect(await goOn(id)).toMatchObject({ state: 'failed', problems: [{ code: 'conflict' }] });
    await changeInDrive(stage.emulator, target.folder, { trashed: false });
    expect(await goOn(id)).toMatchObject({ state: 'done', problems: [] });
    expect(await below()).toEqual(WHOLE_TOP);
  });

  it('makes one folder with another upload that was planned before it went on', async () => {
    const id = await killedAt({ ...MAKES_FOLDER, nth: 1 }, ['top']);
    const hold = await stage.emulator.holdAt({ match: { ...MAKES_FOLDER, nth: 1 } });
    const other = await start('top');
    await hold.held();
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    await stage.proxy.until(id, ({ state }) => state === 'running');
    await hold.release();
    await bothPutOneFolder(id, other);
  });

  it('makes one folder with another upload that is planned while it goes on', async () => {
    const id = await killedAt({ ...MAKES_FOLDER, nth: 1 }, ['top']);
    const hold = await stage.emulator.holdAt({ match: { ...MAKES_FOLDER, nth: 1 } });
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    await hold.held();
    const other = await start('top');
    await stage.proxy.until(other, ({ state }) => state !== 'planning');
    await hold.release();
    await bothPutOneFolder(id, other);
  });
});

describe('while files are sent', () => {
  it('what comes into Drive is found before the next one is put beside it', async () => {
    await stage.startNext({ config: { times: { lookAgainMs: 0 }, maxConnections: 1 } });
    // Sent by size, from both ends: the one in the middle is far from the first.
    const names = Array.from({ length: 60 }, (_, n) => `${n}.txt`);
    names.forEach((name, n) => writeFileSync(stage.at(name), 'x'.repeat(n + 1)));
    const hold = await stage.emulator.holdAt({ match: { ...SENDS_FILE, nth: 1 } });
    const id = await start(...names);
    await hold.held();
    await stage.emulator.addFile({ name: '40.txt', parents: [target.folder], content: 'theirs' });
    await hold.release();
    expect(await asked(id)).toEqual(['My Drive/target/40.txt']);
    await answer(id, 'skip');
    expect(await stage.proxy.ended(id)).toMatchObject({ state: 'done', files: { done: 59 } });
    expect((await below()).filter(path => path.startsWith('/40'))).toEqual([
      `/40.txt ${md5('theirs')}`
    ]);
  });

  it('a folder that goes into the trash takes them along: that is no success', async () => {
    const there = await stage.emulator.addFolder('top', { parents: [target.folder] });
    const hold = await stage.emulator.holdAt({ match: { ...SENDS_FILE, nth: 1 } });
    const id = await start('top/a.txt', 'top');
    await hold.held();
    await changeInDrive(stage.emulator, there.id, { trashed: true });
    await hold.release();
    const failed = await stage.proxy.ended(id);
    expect([failed.state, failed.problems.length > 0]).toEqual(['failed', true]);
    await changeInDrive(stage.emulator, there.id, { trashed: false });
    expect(await goOn(id)).toMatchObject({ state: 'done', problems: [] });
    expect((await below()).filter(path => path.startsWith('/top'))).toEqual(WHOLE_TOP);
  });
});

it('without an interruption new folders cost one list of where they go, however many they are', async () => {
  for (let n = 0; n < 20; n += 1) {
    mkdirSync(stage.at('top', `d${n}`));
    writeFileSync(stage.at('top', `d${n}`, 'f.txt'), `${n}`);
  }
  await stage.proxy.call('GET /item', { query: { path: 'My Drive/target' } });
  await stage.emulator.clearRequests();
  expect((await stage.proxy.ended(await start('top'))).state).toBe('done');
  const asks = (await stage.emulator.requests())
    .filter(({ method, path }) => method === 'GET' && path.startsWith('/drive/v3/files'))
    .map(({ path }) => path.replace(target.folder, 'target'));
  expect(asks.sort()).toEqual([
    '/drive/v3/files',
    '/drive/v3/files/generateIds',
    '/drive/v3/files/target'
  ]);
});
