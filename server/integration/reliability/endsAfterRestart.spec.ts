/** What the list tells of a transfer that ended early is told by the next proxy too. */
import { expect, it } from '@jest/globals';

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import type { Transfer } from '../../../protocol';
import { withProxy } from '../../testing/withProxy';

const stage = withProxy();
const LARGE = 3_000_000;

type Top = { readonly top: string; readonly large: string };

/** A folder with files of 10 bytes, and a large one; ids. */
async function addTop(files: number): Promise<Top> {
  const top = await stage.emulator.addFolder('top');
  for (let n = 0; n < files; n += 1) {
    await stage.emulator.addFile({ name: `f${n}`, parents: [top.id], content: '0123456789' });
  }
  const large = { name: 'large', parents: [top.id], size: LARGE, contentSeed: 1 };
  return { top: top.id, large: (await stage.emulator.addFile(large)).id };
}

/** Without a look at Drive first. */
async function startCopy({ top }: Top, destination = ''): Promise<string> {
  const items = [{ id: top, path: 'My Drive/top' }];
  return (await stage.proxy.call('POST /copies', { body: { items, destination } })).body.id;
}

async function cancel(id: string): Promise<Transfer> {
  return (await stage.proxy.call('POST /transfers/:id/cancel', { id })).body;
}

/** What is left of the list when nothing runs: as this proxy tells it, and as the next one does. */
async function toldTwice(id: string): Promise<[Transfer, Transfer | undefined]> {
  const told = await stage.proxy.ended(id);
  await stage.proxy.stop();
  const next = await stage.startNext();
  const { body } = await next.call('GET /transfers');
  return [told, body.find(transfer => transfer.id === id)];
}

it('cancelled amid a large file: its bytes do not count, since its part is gone', async () => {
  const added = await addTop(2);
  const match = { query: 'alt=media', path: added.large };
  await stage.emulator.addFault({ match: { ...match, range: '.' }, do: { stall: true } });
  await stage.emulator.addFault({ match, do: { stall: 2_000_000 } });
  const id = await startCopy(added);
  const few = ({ bytes, files }: Transfer): boolean => bytes.done > 1_000_000 && files.done === 2;
  await stage.proxy.until(id, few, 'a part, and two files');
  await cancel(id);
  const [told, then] = await toldTwice(id);
  expect(told.bytes).toEqual({ total: LARGE + 20, done: 20 });
  expect(then).toEqual(told);
});

it('cancelled while it was counted: what was found until then is none of its files', async () => {
  const added = await addTop(2);
  const sub = await stage.emulator.addFolder('sub', { parents: [added.top] });
  const hold = await stage.emulator.holdAt({ match: { query: sub.id } });
  const id = await startCopy(added);
  await hold.held();
  await stage.proxy.until(id, ({ files }) => files.total === 3, 'what was found');
  const cancelled = cancel(id);
  await hold.release();
  await cancelled;
  const [told, then] = await toldTwice(id);
  expect([told.state, told.files.total, told.bytes.total]).toEqual(['cancelled', 0, 0]);
  expect(then).toEqual(told);
});

it('failed as a whole: what never ran has failed with it, and the reason is told once', async () => {
  const added = await addTop(2);
  mkdirSync(stage.at('to'));
  const hold = await stage.emulator.holdAt({ match: { query: added.top } });
  const id = await startCopy(added, 'to');
  await hold.held();
  renameSync(stage.at('to'), stage.at('moved'));
  await hold.release();
  const [told, then] = await toldTwice(id);
  expect([told.state, told.problems.map(({ code }) => code)]).toEqual([
    'failed',
    ['workspaceMissing']
  ]);
  expect(told.files).toMatchObject({ total: 3, done: 0, skipped: 0, failed: 3 });
  expect(then).toEqual(told);
});

it('with a file that changed in Drive on its way: its size is what came', async () => {
  const added = await addTop(0);
  const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
  const id = await startCopy(added);
  await hold.held();
  await stage.emulator.overwrite(added.large, { content: 'another content' });
  writeFileSync(stage.at('top', 'large'), 'of the user');
  await hold.release();
  await stage.proxy.until(id, ({ state }) => state === 'asking', 'a question');
  await stage.proxy.call('POST /transfers/:id/answer', {
    id,
    body: { kind: 'conflicts', choices: {}, others: 'skip' }
  });
  const [told, then] = await toldTwice(id);
  expect([told.state, told.bytes]).toEqual(['done', { total: 15, done: 15 }]);
  expect(then).toEqual(told);
});
