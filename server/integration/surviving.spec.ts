/** A transfer outlives its proxy, its token, its folder and what it copies. */
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');

describe('surviving', () => {
  it('goes on after kill -9 where it was, by itself, with the server’s next proxy', async () => {
    const files = [];
    const top = await stage.emulator.addFolder('top');
    for (let n = 0; n < 6; n += 1) {
      files.push(
        await stage.emulator.addFile({ name: `f${n}`, parents: [top.id], size: 400_000 + n })
      );
    }
    const big = await stage.emulator.addFile({ name: 'big', parents: [top.id], size: 8_000_000 });
    await stage.emulator.addFault({
      match: { path: big.id, query: 'alt=media', times: 1 },
      do: { cutAfterBytes: 5_000_000, stall: true }
    });
    const hold = await stage.emulator.holdAt({
      match: { path: files[3]?.id ?? '', query: 'alt=media' }
    });
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    await stage.emulator.clearFaults();
    await stage.startNext();
    const transfer = await stage.proxy.ended(id);
    expect([transfer.state, transfer.files.done]).toEqual(['done', 7]);
    for (const file of [...files, big]) {
      expect(md5(readFileSync(stage.at('top', file.name)))).toBe(file.md5Checksum);
    }
    expect(stage.tree().filter(name => name.includes('.~'))).toEqual([]);
  });

  it('offers to continue what another server left, and continues a file in the middle', async () => {
    const big = await stage.emulator.addFile({ name: 'big', size: 8_000_000 });
    await stage.emulator.addFault({
      match: { query: 'alt=media', times: 1 },
      do: { delayMs: 0, cutAfterBytes: 5_000_000 }
    });
    const hold = await stage.emulator.holdAt({ match: { query: 'alt=media', nth: 2 } });
    const { id } = await stage.proxy.startCopy(['My Drive/big']);
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    await stage.startNext({ config: { serverId: 'another' } });
    const { body } = await stage.proxy.call('GET /transfers');
    expect(body).toMatchObject([{ id, state: 'interrupted' }]);
    await stage.emulator.clearRequests();
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(md5(readFileSync(stage.at('big')))).toBe(big.md5Checksum);
    const ranges = (await stage.emulator.requests())
      .filter(({ query }) => query.includes('alt=media'))
      .map(({ range }) => range);
    expect(ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
  });

  it('removes what nobody will use when an interrupted transfer is cancelled', async () => {
    await stage.emulator.addFile({ name: 'big', size: 8_000_000 });
    await stage.emulator.addFault({
      match: { query: 'alt=media' },
      do: { cutAfterBytes: 5_000_000, stall: true }
    });
    const { id } = await stage.proxy.startCopy(['My Drive/big']);
    await stage.until(
      'a temporary file',
      () => stage.tree(),
      names => names.some(name => name.startsWith('.~'))
    );
    await stage.proxy.kill();
    await stage.startNext({ config: { serverId: 'another' } });
    const { body } = await stage.proxy.call('POST /transfers/:id/cancel', { id });
    expect([body.state, readdirSync(stage.proxy.home.workspace)]).toEqual(['cancelled', []]);
  });

  it('two servers on one home keep out of each other’s way', async () => {
    await stage.emulator.addFile({ name: 'a', content: 'a' });
    await stage.emulator.addFile({ name: 'b', content: 'b' });
    const other = await stage.start({ home: stage.proxy.home, config: { serverId: 'another' } });
    const [one, two] = await Promise.all([
      stage.proxy.copy(['My Drive/a']),
      other.copy(['My Drive/b'])
    ]);
    const lists = await Promise.all([
      stage.proxy.call('GET /transfers'),
      other.call('GET /transfers')
    ]);
    expect([one.state, two.state]).toEqual(['done', 'done']);
    expect(lists.map(({ body }) => body.map(({ id }) => id))).toEqual([[one.id], [two.id]]);
  });

  it.each(['expireTokens', 'revokeTokens'] as const)('goes on with a new token: %s', async end => {
    const top = await stage.emulator.addFolder('top');
    for (let n = 0; n < 5; n += 1) {
      await stage.emulator.addFile({ name: `f${n}`, parents: [top.id], size: 100 });
    }
    const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    await hold.held();
    await stage.emulator[end]();
    await hold.release();
    const { state, files } = await stage.proxy.ended(id);
    expect([state, files.done]).toEqual(['done', 5]);
  });

  it('says what is missing when the workspace folder goes midway, and goes on when it is back', async () => {
    mkdirSync(stage.at('into'));
    const file = await stage.emulator.addFile({ name: 'f', size: 3_000_000 });
    const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await stage.proxy.startCopy(['My Drive/f'], 'into');
    await hold.held();
    rmSync(stage.at('into'), { recursive: true });
    await hold.release();
    const { state, problems } = await stage.proxy.ended(id);
    expect([state, problems[0]?.code]).toEqual(['failed', 'workspaceMissing']);
    mkdirSync(stage.at('into'));
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(md5(readFileSync(stage.at('into', 'f')))).toBe(file.md5Checksum);
  });

  it('starts a file over that changed in Drive midway', async () => {
    const file = await stage.emulator.addFile({ name: 'f', size: 3_000_000 });
    const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
    const { id } = await stage.proxy.startCopy(['My Drive/f']);
    await hold.held();
    await stage.emulator.overwrite(file.id, { content: 'changed' });
    await hold.release();
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(stage.text('f')).toBe('changed');
  });

  it('says exactly what is missing when files vanish in Drive midway', async () => {
    const top = await stage.emulator.addFolder('top');
    const gone = await stage.emulator.addFile({ name: 'gone', parents: [top.id], size: 10 });
    await stage.emulator.addFile({ name: 'here', parents: [top.id], content: 'here' });
    const hold = await stage.emulator.holdAt({ match: { path: gone.id, query: 'alt=media' } });
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    await hold.held();
    await stage.emulator.remove(gone.id);
    await hold.release();
    const { state, problems, files } = await stage.proxy.ended(id);
    expect([state, files.done, problems.map(({ item, code }) => [item, code])]).toEqual([
      'failed',
      1,
      [['gone', 'notFound']]
    ]);
    expect([existsSync(stage.at('top', 'gone')), statSync(stage.at('top', 'here')).size]).toEqual([
      false,
      4
    ]);
  });
});
