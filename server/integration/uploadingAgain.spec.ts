/** An upload is tried again, or was asked something: what others put into Drive meanwhile is found. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { JournalEntry } from '../../emulator/client';
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

describe('an upload whose file Drive has, though nobody got the answer, and of which another one is there since', () => {
  const theirs = (content: string): Promise<unknown> =>
    stage.emulator.addFile({ name: 'y.txt', parents: [target.folder], content });
  let id: string;

  beforeEach(async () => {
    writeFileSync(stage.at('y.txt'), 'mine');
    id = await killedAt(SENDS_FILE, ['y.txt'], 'answer');
    expect(await below()).toEqual([`/y.txt ${md5('mine')}`]);
  });

  it('takes its own back where the other one is the same', async () => {
    await theirs('mine');
    expect(await goOn(id)).toMatchObject({ state: 'done', problems: [], files: { skipped: 1 } });
    expect(await below()).toEqual([`/y.txt ${md5('mine')}`]);
  });

  it.each([
    ['skip', ['/y.txt theirs']],
    ['replace', ['/y.txt mine']],
    ['keepBoth', ['/y (2).txt mine', '/y.txt theirs']]
  ] as const)(
    'asks about the other one, and after “%s” nothing stands twice',
    async (choice, whole) => {
      await theirs('theirs');
      await stage.proxy.call('POST /transfers/:id/retry', { id });
      expect(await asked(id)).toEqual(['My Drive/target/y.txt']);
      await answer(id, choice);
      expect(await stage.proxy.ended(id)).toMatchObject({ state: 'done', problems: [] });
      const named = whole.map(line => line.replace(/\w+$/, content => md5(content)));
      expect(await below()).toEqual(named);
    }
  );
});

it.each<[string, (id: string) => Promise<void>]>([
  ['renamed', id => changeInDrive(stage.emulator, id, { name: 'theirs.txt' })],
  ['moved', async id => changeInDrive(stage.emulator, id, { parent: await otherFolder() })]
])(
  'a file that Drive has, though nobody got the answer, is left to who has %s and changed it since',
  async (_what, change) => {
    writeFileSync(stage.at('y.txt'), 'mine');
    const id = await killedAt(SENDS_FILE, ['y.txt'], 'answer');
    const arrived =
      (await stage.emulator.snapshot()).find(({ name }) => name === 'y.txt')?.id ?? '';
    await change(arrived);
    await stage.emulator.overwrite(arrived, { content: 'theirs' });
    expect(await goOn(id)).toMatchObject({ state: 'done', problems: [], files: { done: 1 } });
    const all = await stage.emulator.snapshot();
    expect(all.find(each => each.id === arrived)?.md5).toBe(md5('theirs'));
    expect((await below()).filter(path => path.startsWith('/y'))).toEqual([
      `/y.txt ${md5('mine')}`
    ]);
  }
);

async function otherFolder(): Promise<string> {
  return (await stage.emulator.addFolder('elsewhere')).id;
}

describe('an upload that is tried again', () => {
  it('finds a folder that others made since', async () => {
    const hold = await stage.emulator.holdAt({ match: { ...MAKES_FOLDER, nth: 1 } });
    const id = await start('top');
    await hold.held();
    await stage.proxy.call('POST /transfers/:id/cancel', { id });
    await hold.release();
    await stage.emulator.addFolder('top', { parents: [target.folder] });
    expect(await goOn(id)).toMatchObject({ state: 'done', problems: [] });
    expect(await below()).toEqual(WHOLE_TOP);
  });

  it('asks about a file that others put there since, though nothing was there before', async () => {
    writeFileSync(stage.at('y.txt'), 'mine');
    const hold = await stage.emulator.holdAt({ match: { ...SENDS_FILE, nth: 1 } });
    const id = await start('y.txt');
    await hold.held();
    await stage.proxy.call('POST /transfers/:id/cancel', { id });
    await hold.release();
    const names = async (): Promise<string[]> =>
      (await below()).map(path => path.split(' ').slice(0, -1).join(' '));
    await stage.emulator.addFile({ name: 'y.txt', parents: [target.folder], content: 'theirs' });
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect(await asked(id)).toEqual(['My Drive/target/y.txt']);
    await answer(id, 'keepBoth');
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(await names()).toEqual(['/y (2).txt', '/y.txt']);
  });

  it('tells of an empty folder that could not be made, until it is made', async () => {
    mkdirSync(stage.at('empty'));
    const fault = { match: MAKES_FOLDER, do: { status: 403, reason: 'accessDenied' } };
    await stage.emulator.addFault(fault);
    const failed = await stage.proxy.ended(await start('empty', 'top/a.txt'));
    expect([failed.state, failed.files.done, failed.files.failed]).toEqual(['failed', 1, 1]);
    expect(failed.problems).toMatchObject([
      { item: 'My Drive/target/empty', code: 'accessDenied' }
    ]);
    await stage.proxy.stop();
    await stage.startNext();
    expect(await stage.proxy.ended(failed.id)).toMatchObject({ problems: failed.problems });
    await stage.emulator.clearFaults();
    const done = await goOn(failed.id);
    expect([done.state, done.problems]).toEqual(['done', []]);
    expect(await below()).toEqual([`/a.txt ${md5('a')}`, '/empty']);
  });
});

describe('an upload whose bytes are all on their way when', () => {
  const cancel = (id: string): Promise<unknown> =>
    stage.proxy.call('POST /transfers/:id/cancel', { id });
  const kill = async (): Promise<void> => {
    await stage.proxy.kill();
    await stage.startNext({ config: { serverId: 'another' } });
  };

  describe.each<[string, (id: string) => Promise<unknown>]>([
    ['it is cancelled', cancel],
    ['its proxy is killed', kill],
    ['it is cancelled, and its proxy killed then', id => cancel(id).then(kill)]
  ])('%s', (_what, end) => {
    it.each(['before', 'after'] as const)(
      'and arrive %s those of the next one: both come to the same file',
      async when => {
        writeFileSync(stage.at('y.txt'), 'mine');
        const hold = await stage.emulator.holdAt({
          match: { ...SENDS_FILE, nth: 1 },
          phase: 'whole'
        });
        const id = await start('y.txt');
        await hold.held();
        await end(id);
        const next = await stage.emulator.holdAt({
          match: { ...SENDS_FILE, nth: 1 },
          phase: 'whole'
        });
        const other = await start('y.txt');
        await next.held();
        await (when === 'before' ? hold : next).release();
        await stage.until('what arrives', below, lines => lines.length > 0);
        await (when === 'before' ? next : hold).release();
        expect(await stage.proxy.ended(other)).toMatchObject({ state: 'done', problems: [] });
        const sent = async (): Promise<readonly JournalEntry[]> =>
          (await stage.emulator.requests()).filter(({ path }) => path.startsWith('/upload/'));
        await stage.until('all ends', sent, all => all.every(({ t1 }) => t1 !== undefined));
        expect(await below()).toEqual([`/y.txt ${md5('mine')}`]);
      }
    );
  });
});

describe('while a person is asked', () => {
  it('folders and files may come into Drive: they are found before anything is put there', async () => {
    writeFileSync(stage.at('q.txt'), 'mine');
    writeFileSync(stage.at('free.txt'), 'mine');
    await stage.emulator.addFile({ name: 'q.txt', parents: [target.folder], content: 'theirs' });
    const id = await start('q.txt', 'free.txt', 'top');
    expect(await asked(id)).toEqual(['My Drive/target/q.txt']);
    const theirs = await stage.emulator.addFolder('top', { parents: [target.folder] });
    await stage.emulator.addFile({ name: 'a.txt', parents: [theirs.id], content: 'theirs' });
    await stage.emulator.addFile({ name: 'free.txt', parents: [target.folder], content: 'theirs' });
    await answer(id, 'skip');
    await stage.proxy.until(id, ({ state, question }) => state === 'asking' && question !== null);
    expect((await asked(id)).sort()).toEqual([
      'My Drive/target/free.txt',
      'My Drive/target/top/a.txt'
    ]);
    await answer(id, 'skip');
    expect((await stage.proxy.ended(id)).state).toBe('done');
    const sum = md5('theirs');
    expect(await below()).toEqual([
      ...[`/free.txt ${sum}`, `/q.txt ${sum}`, '/top', `/top/a.txt ${sum}`],
      ...['/top/deep', `/top/deep/b.txt ${md5('b')}`]
    ]);
  });
});
