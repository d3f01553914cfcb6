/** What was chosen and is not there any more was not copied or uploaded: the transfer fails, and says so. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import type { Transfer } from '../../protocol';
import { changeInDrive } from '../testing/changeInDrive';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
const told = ({ problems }: Transfer): [string, string, boolean][] =>
  problems.map(({ item, code, retryable }) => [item, code, retryable]);
const retry = async (id: string): Promise<Transfer> => {
  await stage.proxy.call('POST /transfers/:id/retry', { id });
  return stage.proxy.ended(id);
};
const listOf = (id: string): { query: string } => ({
  query: `q=%27${id}%27(\\+|%20)in(\\+|%20)parents`
});

describe('a copy of', () => {
  let top: string;

  beforeEach(async () => {
    top = (await stage.emulator.addFolder('top')).id;
    await stage.emulator.addFile({ name: 'f.txt', parents: [top], content: 'f' });
  });

  const start = async (...ids: string[]): Promise<string> => {
    const items = ids.map(id => ({ id, path: `My Drive/${id === top ? 'top' : 'gone'}` }));
    return (await stage.proxy.call('POST /copies', { body: { items, destination: '' } })).body.id;
  };
  /** Starts to copy the folder, and does something just before it is listed. */
  const startAndThen = async (act: () => Promise<void>): Promise<Transfer> => {
    const hold = await stage.emulator.holdAt({ match: listOf(top) });
    const id = await start(top);
    await hold.held();
    await act();
    await hold.release();
    return stage.proxy.ended(id);
  };

  it('what is gone fails, and the rest is copied', async () => {
    const gone = await stage.emulator.addFile({ name: 'gone', content: 'g' });
    await stage.emulator.remove(gone.id);
    const transfer = await stage.proxy.ended(await start(gone.id, top));
    expect([transfer.state, transfer.files, told(transfer)]).toMatchObject([
      'failed',
      { total: 2, done: 1, skipped: 0, failed: 1 },
      [['gone', 'notFound', false]]
    ]);
  });

  it('a folder that goes before it is listed fails', async () => {
    const transfer = await startAndThen(() => stage.emulator.remove(top));
    expect([transfer.state, transfer.files, told(transfer)]).toMatchObject([
      'failed',
      { total: 1, skipped: 0, failed: 1 },
      [['top', 'notFound', false]]
    ]);
  });

  it('a folder that is put into the trash before it is listed is no empty one', async () => {
    const { id, ...transfer } = await startAndThen(() =>
      changeInDrive(stage.emulator, top, { trashed: true })
    );
    expect([transfer.state, transfer.problems]).toMatchObject([
      'failed',
      [{ item: 'top', code: 'conflict', retryable: true }]
    ]);
    await changeInDrive(stage.emulator, top, { trashed: false });
    expect(await retry(id)).toMatchObject({ state: 'done', files: { done: 1 }, problems: [] });
    expect(stage.text('top', 'f.txt')).toBe('f');
  });

  it('an empty folder is done', async () => {
    const empty = await stage.emulator.addFolder('empty');
    const transfer = await stage.proxy.copy([`My Drive/${empty.name}`]);
    expect([transfer.state, transfer.problems, stage.tree()]).toEqual(['done', [], ['empty/']]);
  });

  it('what can’t be copied by its nature is told once, however often it is tried', async () => {
    await stage.emulator.addDocument('form', 'Form', {});
    await stage.emulator.addFile({ name: 'other.txt', content: 'o' });
    await stage.emulator.addFault({ match: listOf(top), do: { status: 503 } });
    const failed = await stage.proxy.copy(['My Drive/Form', 'My Drive/other.txt', 'My Drive/top']);
    const both = [
      ['Form', 'notSupported', false],
      ['top', 'driveUnavailable', true]
    ];
    expect([failed.state, told(failed)]).toEqual(['failed', both]);
    expect(told(await retry(failed.id))).toEqual(both);
    await stage.emulator.clearFaults();
    const { state, files, ...rest } = await retry(failed.id);
    expect([state, files.done, files.skipped, rest.problems.length]).toEqual(['done', 2, 1, 1]);
  });
});

describe('an upload of', () => {
  let target: string;

  beforeEach(async () => {
    target = (await stage.emulator.addFolder('target')).id;
  });

  const start = async (...paths: string[]): Promise<string> => {
    const body = { paths, folder: { id: target, path: 'My Drive/target' } };
    return (await stage.proxy.call('POST /uploads', { body })).body.id;
  };

  it('what is gone fails, the rest is uploaded, and Retry finds what came back', async () => {
    writeFileSync(stage.at('here.txt'), 'h');
    const transfer = await stage.proxy.ended(await start('gone', 'here.txt'));
    expect([transfer.state, transfer.files, told(transfer)]).toMatchObject([
      'failed',
      { total: 2, done: 1, skipped: 0, failed: 1 },
      [['gone', 'workspaceMissing', true]]
    ]);
    mkdirSync(stage.at('gone'));
    writeFileSync(stage.at('gone', 'g.txt'), 'g');
    expect(await retry(transfer.id)).toMatchObject({
      state: 'done',
      files: { total: 2, done: 2 },
      problems: []
    });
  });

  it('a folder that is renamed while it is planned fails, and Retry finds it under its name', async () => {
    mkdirSync(stage.at('top'));
    writeFileSync(stage.at('top', 'f.txt'), 'f');
    const hold = await stage.emulator.holdAt({ match: listOf(target) });
    const id = await start('top');
    await hold.held();
    renameSync(stage.at('top'), stage.at('renamed'));
    await hold.release();
    const transfer = await stage.proxy.ended(id);
    expect([transfer.state, transfer.files.failed, told(transfer)]).toEqual([
      'failed',
      1,
      [['top/f.txt', 'workspaceMissing', true]]
    ]);
    renameSync(stage.at('renamed'), stage.at('top'));
    expect(await retry(id)).toMatchObject({ state: 'done', files: { done: 1, failed: 0 } });
  });
});
