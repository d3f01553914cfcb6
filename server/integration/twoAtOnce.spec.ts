/** Two wishes about one transfer at the same moment, as from two tabs: one comes first, and both are answered. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Transfer } from '../../protocol';
import { createHome, type Home, type Proxy } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const MEDIA = { query: 'alt=media' };

const stage = withProxy({ proxy: null });
let home: Home;
let proxy: Proxy;
let id: string;

/** A transfer that an earlier server left, and that nobody continues by itself. */
beforeEach(async () => {
  await stage.emulator.addFile({ name: 'f', size: 3_000_000 });
  home = createHome();
  const first = await stage.start({ home, config: { serverId: 'one' } });
  const hold = await stage.emulator.holdAt({ match: MEDIA });
  ({ id } = await first.startCopy(['My Drive/f']));
  await hold.held();
  await first.stop();
  await hold.release();
  proxy = await stage.start({ home, config: { serverId: 'two' } });
  await stage.until(
    'the transfer that was left',
    () => listed(),
    found => found?.state === 'interrupted'
  );
});

const listed = async (): Promise<Transfer | undefined> =>
  (await proxy.call('GET /transfers')).body.find(transfer => transfer.id === id);
const cancel = () => proxy.call('POST /transfers/:id/cancel', { id });
const retry = () => proxy.call('POST /transfers/:id/retry', { id });
const remove = () => proxy.call('DELETE /transfers/:id', { id });

describe('an interrupted transfer', () => {
  it('may be cancelled twice', async () => {
    const replies = await Promise.all([cancel(), cancel()]);
    expect(replies.map(({ status, body }) => [status, body.state])).toEqual([
      [200, 'cancelled'],
      [200, 'cancelled']
    ]);
  });

  it('may be cancelled and continued: which comes first decides, and both are answered', async () => {
    const [cancelled, retried] = await Promise.all([cancel(), retry()]);
    expect([cancelled.status, retried.status]).toEqual([200, 200]);
    const { state, problems } = await proxy.ended(id);
    expect([['done', 'cancelled'].includes(state), problems]).toEqual([true, []]);
  });

  it('may be continued twice: the second hears that it is under way', async () => {
    const replies = await Promise.all([retry(), retry()]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await proxy.ended(id)).state).toBe('done');
  });

  it('is not taken off the list under another wish', async () => {
    const [retried, removed] = await Promise.all([retry(), remove()]);
    expect([retried.status, removed.status]).toEqual([200, 409]);
    expect((await proxy.ended(id)).state).toBe('done');
  });
});
