/** A folder that can't be listed is no empty folder: it is told, and looked at again. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
let shut: string;

beforeEach(async () => {
  const top = await stage.emulator.addFolder('top');
  shut = (await stage.emulator.addFolder('shut', { parents: [top.id] })).id;
  await stage.emulator.addFile({ name: 'f.txt', parents: [top.id], content: 'f' });
  await stage.emulator.addFile({ name: 'g.txt', parents: [shut], content: 'g' });
});

const listOf = (id: string): { query: string } => ({
  query: `q=%27${id}%27(\\+|%20)in(\\+|%20)parents(\\+|%20)and`
});

describe('a folder that could not be listed', () => {
  it.each([
    ['though it was tried often', { status: 503 }, 'driveUnavailable'],
    ['since Drive asks to slow down', { status: 403, reason: 'rateLimitExceeded' }, 'rateLimited']
  ])('%s: fails, and is listed again on Retry', async (_, answer, code) => {
    await stage.emulator.addFault({ match: listOf(shut), do: answer });
    const { id, state, files, problems } = await stage.proxy.copy(['My Drive/top']);
    expect([state, files]).toMatchObject(['failed', { total: 2, done: 1, skipped: 0, failed: 1 }]);
    expect(problems).toMatchObject([{ item: 'top/shut', code, retryable: true }]);
    await stage.emulator.clearFaults();
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    const again = await stage.proxy.ended(id);
    expect([again.state, again.files.done, again.problems]).toEqual(['done', 2, []]);
    expect(stage.text('top', 'shut', 'g.txt')).toBe('g');
  });

  it('is listed again by Retry after the server has ended, too', async () => {
    await stage.emulator.addFault({ match: listOf(shut), do: { status: 503 } });
    const { id, problems } = await stage.proxy.copy(['My Drive/top']);
    await stage.proxy.stop();
    await stage.emulator.clearFaults();
    await stage.startNext();
    expect(await stage.proxy.ended(id)).toMatchObject({ state: 'failed', problems });
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect(await stage.proxy.ended(id)).toMatchObject({ state: 'done', problems: [] });
    expect(stage.text('top', 'shut', 'g.txt')).toBe('g');
  });

  it('since the credentials were refused: the transfer fails, and Retry finishes it', async () => {
    const refused = { status: 401, reason: 'authError' };
    await stage.emulator.addFault({ match: listOf(shut), do: refused });
    const { id, state, problems } = await stage.proxy.copy(['My Drive/top']);
    expect([state, problems]).toMatchObject([
      'failed',
      [{ code: 'credentialsRejected', retryable: true }]
    ]);
    await stage.emulator.clearFaults();
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect(await stage.proxy.ended(id)).toMatchObject({ state: 'done', files: { done: 2 } });
  });

  it('that is chosen itself: fails, and is looked at again on Retry', async () => {
    const { id: started } = await stage.proxy.startCopy(['My Drive/top/shut']);
    await stage.proxy.ended(started);
    await stage.emulator.addFault({ match: { path: `/files/${shut}$` }, do: { status: 503 } });
    const body = { items: [{ id: shut, path: 'My Drive/top/shut' }], destination: 'there' };
    mkdirSync(stage.at('there'));
    const { id } = (await stage.proxy.call('POST /copies', { body })).body;
    const failed = await stage.proxy.ended(id);
    expect([failed.state, failed.problems]).toMatchObject([
      'failed',
      [{ item: 'shut', retryable: true }]
    ]);
    await stage.emulator.clearFaults();
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect(await stage.proxy.ended(id)).toMatchObject({ state: 'done', files: { done: 1 } });
    expect(stage.text('there', 'shut', 'g.txt')).toBe('g');
  });

  it('of an upload: fails, and is looked at again on Retry; nothing comes twice', async () => {
    mkdirSync(stage.at('up', 'in'), { recursive: true });
    writeFileSync(stage.at('up', 'in', 'a.txt'), 'a');
    writeFileSync(stage.at('b.txt'), 'b');
    await stage.emulator.addFault({ match: listOf(shut), do: { status: 503 } });
    const folder = { id: shut, path: 'My Drive/top/shut' };
    const body = { paths: ['up'], folder };
    const { id } = (await stage.proxy.call('POST /uploads', { body })).body;
    const failed = await stage.proxy.ended(id);
    expect([failed.state, failed.problems]).toMatchObject([
      'failed',
      [{ code: 'driveUnavailable', retryable: true }]
    ]);
    await stage.emulator.clearFaults();
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect(await stage.proxy.ended(id)).toMatchObject({ state: 'done', files: { done: 1 } });
    const names = (await stage.emulator.snapshot()).map(({ name }) => name);
    expect(names.filter(name => ['up', 'in', 'a.txt'].includes(name)).sort()).toEqual([
      'a.txt',
      'in',
      'up'
    ]);
  });
});
