/** An upload that was interrupted, or asked something, goes on in a Drive where others were busy meanwhile. */
import { beforeEach, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import type { IHold } from '../../../emulator/client';
import { pathsBelow, uploadInto } from '../../testing/uploadTarget';
import { withProxy } from '../../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
const NAMES = ['f0', 'f1', 'f2', 'f3'];
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
let target: string;

beforeEach(async () => {
  target = (await stage.emulator.addFolder('target')).id;
  mkdirSync(stage.at('top', 'deep'), { recursive: true });
  NAMES.forEach(name => writeFileSync(stage.at('top', name), name));
  writeFileSync(stage.at('top', 'deep', 'g'), 'g');
});

const WHOLE = [
  '/top',
  '/top/deep',
  `/top/deep/g ${md5('g')}`,
  ...NAMES.map(name => `/top/${name} ${md5(name)}`)
].sort();

const upload = (...paths: string[]): Promise<string> => uploadInto(stage.proxy, target, paths);
const below = (): Promise<string[]> => pathsBelow(stage.emulator, target);

/** Ends the proxy as a crash does, while a request is held; the next one belongs to another server. */
async function crash(hold: IHold): Promise<void> {
  await hold.held();
  await stage.proxy.kill();
  await hold.release();
  await stage.startNext({ config: { serverId: 'the-next' } });
}

async function goesOn(id: string): Promise<unknown> {
  await stage.proxy.call('POST /transfers/:id/retry', { id });
  const { state, problems } = await stage.proxy.ended(id);
  return [state, problems];
}

/** The number of the folder whose making is held: those before it are made. */
it.each([1, 2])(
  'ended while folder %i was made, and uploaded by another one since: nothing stands twice',
  async nth => {
    const hold = await stage.emulator.holdAt({
      match: { method: 'POST', path: '^/drive/v3/files$', nth }
    });
    const first = await upload('top');
    await crash(hold);
    expect((await stage.proxy.ended(await upload('top'))).state).toBe('done');
    expect(await goesOn(first)).toEqual(['done', []]);
    expect(await below()).toEqual(WHOLE);
  }
);

it('ended after its folders were made, and uploaded by another one since: nothing stands twice', async () => {
  const hold = await stage.emulator.holdAt({
    match: { method: 'POST', path: '^/upload/', nth: 1 }
  });
  const first = await upload('top');
  await crash(hold);
  expect((await stage.proxy.ended(await upload('top'))).state).toBe('done');
  expect(await goesOn(first)).toEqual(['done', []]);
  expect(await below()).toEqual(WHOLE);
});

it('continued beside another one that was planned before: both put each folder there once', async () => {
  const made = { method: 'POST', path: '^/drive/v3/files$', nth: 1 };
  const first = await upload('top');
  await crash(await stage.emulator.holdAt({ match: made }));
  const hold = await stage.emulator.holdAt({ match: made });
  const second = await upload('top');
  await hold.held();
  await stage.proxy.call('POST /transfers/:id/retry', { id: first });
  await stage.proxy.until(first, ({ state }) => state === 'running');
  await hold.release();
  const ended = await Promise.all([first, second].map(id => stage.proxy.ended(id)));
  expect(ended.map(({ state, problems }) => [state, problems])).toEqual([
    ['done', []],
    ['done', []]
  ]);
  expect(await below()).toEqual(WHOLE);
});

it('asked about a name while somebody makes a folder: files go into that, and are asked about there', async () => {
  await stage.emulator.addFile({ name: 'f0', parents: [target], content: 'theirs' });
  const id = await upload('top', 'top/f0');
  await stage.proxy.until(id, ({ state }) => state === 'asking');
  const theirs = await stage.emulator.addFolder('top', { parents: [target] });
  await stage.emulator.addFile({ name: 'f1', parents: [theirs.id], content: 'theirs too' });
  const skip = { kind: 'conflicts', choices: {}, others: 'skip' };
  await stage.proxy.call('POST /transfers/:id/answer', { id, body: skip });
  const again = await stage.proxy.until(id, ({ question }) => question?.kind === 'conflicts');
  expect(again.question).toMatchObject({ conflicts: [{ path: 'My Drive/target/top/f1' }] });
  await stage.proxy.call('POST /transfers/:id/answer', { id, body: skip });
  expect((await stage.proxy.ended(id)).state).toBe('done');
  expect(await below()).toEqual(
    [
      `/f0 ${md5('theirs')}`,
      ...WHOLE.map(line => (line.startsWith('/top/f1') ? `/top/f1 ${md5('theirs too')}` : line))
    ].sort()
  );
});

it('without what was chosen is no success, and goes on once that is back', async () => {
  const hold = await stage.emulator.holdAt({ match: { query: target, nth: 1 } });
  const id = await upload('top');
  await crash(hold);
  renameSync(stage.at('top'), stage.at('elsewhere'));
  expect(await goesOn(id)).toMatchObject(['failed', [{ code: 'workspaceMissing' }]]);
  renameSync(stage.at('elsewhere'), stage.at('top'));
  expect(await goesOn(id)).toEqual(['done', []]);
  expect(await below()).toEqual(WHOLE);
});
