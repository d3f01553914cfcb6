/** Drive holds other bytes than were meant: it is set right under the same id, or taken back. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import type { SnapshotItem } from '../../../emulator/client';
import { QUICK } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

const MARK = 'these bytes are changed on the way';
const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');
const times = { ...QUICK, idleMs: 30_000 };

/** How many more times the network changes what is sent. */
let flips = 0;

/** A network that gives other bytes to Google than it got. */
async function openFlippingNetwork(url: string): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer(near => {
    const far = net.connect(Number(new URL(url).port), '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near]
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    far.pipe(near);
    near.on('data', bytes => {
      const at = flips > 0 ? bytes.indexOf(MARK) : -1;
      if (at >= 0) {
        flips -= 1;
        bytes.write('T', at);
      }
      far.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      sockets.forEach(socket => socket.destroy());
    }
  };
}

const stage = withProxy({
  proxy: async emulator => {
    const network = await openFlippingNetwork(emulator.url);
    stage.onEnd(() => network.close());
    return { config: { allowUploads: true, endpoint: network.url, times } };
  }
});

let target: string;
beforeEach(async () => {
  flips = 0;
  target = (await stage.emulator.addFolder('target')).id;
  writeFileSync(stage.at('small'), MARK);
  writeFileSync(
    stage.at('large'),
    Buffer.concat([Buffer.alloc(7_000_000, 'a'), Buffer.from(MARK)])
  );
});

async function begin(name: string): Promise<string> {
  const folder = { id: target, path: 'My Drive/target' };
  const body = { paths: [name], folder, conflicts: 'replace' };
  return (await stage.proxy.call('POST /uploads', { body })).body.id;
}
const inDrive = async (): Promise<SnapshotItem[]> =>
  (await stage.emulator.snapshot()).filter(
    ({ parents, trashed }) => parents[0] === target && !trashed
  );
const local = (name: string): string => md5(readFileSync(stage.at(name)));

describe.each(['small', 'large'])('a %s file that arrived wrong', name => {
  it('is set right under its own id', async () => {
    flips = 1;
    const { state, problems } = await stage.proxy.ended(await begin(name));
    expect([state, problems, flips]).toEqual(['done', [], 0]);
    expect(await inDrive()).toMatchObject([{ name, md5: local(name), revisions: 2 }]);
  });

  it('in place of a revision is set right by a further one', async () => {
    await stage.emulator.addFile({ name, parents: [target], content: 'good' });
    flips = 1;
    expect((await stage.proxy.ended(await begin(name))).state).toBe('done');
    expect(await inDrive()).toMatchObject([{ name, md5: local(name), revisions: 3 }]);
  });

  it('each time is taken back, and may be tried again', async () => {
    flips = 3;
    const id = await begin(name);
    const { state, problems } = await stage.proxy.ended(id);
    expect([state, problems]).toMatchObject(['failed', [{ code: 'corrupt', retryable: true }]]);
    expect(await inDrive()).toEqual([]);
    await stage.proxy.call('POST /transfers/:id/retry', { id });
    await stage.proxy.until(id, transfer => transfer.state === 'done');
    expect((await inDrive()).map(item => item.md5)).toEqual([local(name)]);
  });

  it('is taken back where the upload is cancelled before it is right', async () => {
    flips = 1;
    const hold = await stage.emulator.holdAt({ match: { method: 'PATCH', path: '^/upload/' } });
    const id = await begin(name);
    await hold.held();
    expect(await inDrive()).toHaveLength(1);
    await stage.proxy.call('POST /transfers/:id/cancel', { id });
    await hold.release();
    expect([(await stage.proxy.ended(id)).state, await inDrive()]).toEqual(['cancelled', []]);
  });
});

describe('a file that changes while nobody knows whether it arrived', () => {
  it('is set right by the next proxy under the same id', async () => {
    const hold = await stage.emulator.holdAt({
      match: { method: 'POST', path: '^/upload/', nth: 1 },
      phase: 'answer'
    });
    const id = await begin('small');
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    writeFileSync(stage.at('small'), 'edited after the crash');
    await stage.startNext();
    const { state, problems } = await stage.proxy.ended(id);
    expect([state, problems]).toEqual(['done', []]);
    expect(await inDrive()).toMatchObject([{ md5: md5('edited after the crash'), revisions: 2 }]);
  });

  it('and in Drive as well, is asked about', async () => {
    const hold = await stage.emulator.holdAt({
      match: { method: 'POST', path: '^/upload/', nth: 1 },
      phase: 'answer'
    });
    const id = await begin('small');
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    writeFileSync(stage.at('small'), 'edited after the crash');
    const [made] = await inDrive();
    await stage.emulator.overwrite(made?.id ?? '', { content: 'theirs' });
    await stage.startNext();
    await stage.proxy.until(id, ({ state }) => state === 'asking');
    const body = { kind: 'conflicts', choices: {}, others: 'keepBoth' };
    await stage.proxy.call('POST /transfers/:id/answer', { id, body });
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect((await inDrive()).map(item => [item.name, item.md5]).sort()).toEqual([
      ['small (2)', md5('edited after the crash')],
      ['small', md5('theirs')]
    ]);
  });

  it('in the middle of a session is sent anew, from its beginning', async () => {
    const hold = await stage.emulator.holdAt({
      match: { method: 'PUT', path: '^/upload/', nth: 1 }
    });
    const id = await begin('large');
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    const edited = Buffer.alloc(7_000_000 + MARK.length, 'b');
    writeFileSync(stage.at('large'), edited);
    await stage.startNext();
    expect((await stage.proxy.ended(id)).state).toBe('done');
    expect(await inDrive()).toMatchObject([{ md5: md5(edited), revisions: 1 }]);
  });
});
