/**
 * The network goes in the middle of a transfer and comes back much later, for a real proxy and the
 * emulator. How long it may be away by the clock is shown by drive/governor.spec.ts: here it lasts for
 * more refused rounds than a call has tries.
 */
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AddedItem } from '../../../emulator/client';
import { Network, openBlackHole } from '../../testing/network';
import { QUICK } from '../../testing/proxy';
import { withProxy } from '../../testing/withProxy';

/** Three times the tries of one call. */
const ROUNDS = 24;
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

let network: Network;
const stage = withProxy({
  proxy: async emulator => {
    network = await Network.to(emulator.url);
    stage.onEnd(() => network.cut());
    return {
      config: {
        ...{ endpoint: network.url, allowUploads: true, logLevel: 'debug' },
        times: { ...QUICK, probeMs: 20, connectMs: 100 }
      }
    };
  }
});

/** Ways in which a network is away: they end what is under way, and let nothing new begin. */
const AWAY: Readonly<Record<string, () => Promise<() => Promise<void>>>> = {
  'every connection is refused': () => Promise.resolve(() => Promise.resolve()),
  'nobody answers at all': async () => (await openBlackHole(network.portNumber)).close
};

const refusals = (): number => stage.proxy.log.filter(line => line.includes('still can’t')).length;

/** Stays away for many rounds of trying, comes back, and lets the transfer end. */
async function outlast(id: string, away: keyof typeof AWAY, cut: Promise<void>): Promise<void> {
  await cut;
  const comeBack = await AWAY[away]?.();
  const paused = await stage.proxy.until(id, ({ state }) => state === 'paused');
  const { body } = await stage.proxy.call('GET /status');
  expect([body.connection, paused.problems]).toEqual(['offline', []]);
  await stage.proxy.until(id, () => refusals() > ROUNDS);
  const still = await stage.proxy.until(id, () => true);
  expect([still.state, still.files.failed]).toEqual(['paused', 0]);
  await comeBack?.();
  await network.mend();
  const { state, problems } = await stage.proxy.ended(id);
  expect([state, problems]).toEqual(['done', []]);
  expect((await stage.proxy.call('GET /status')).body.connection).toBe('online');
}

describe.each(Object.keys(AWAY))('when the network is away for long: %s', away => {
  it('a copy of a folder goes on in the middle of a file, and is whole', async () => {
    const top = await stage.emulator.addFolder('top');
    const files: AddedItem[] = [];
    for (const [n, size] of [100, 400_000, 700_000, 6_000_000, 9_000_000].entries()) {
      files.push(
        await stage.emulator.addFile({ name: `f${n}`, parents: [top.id], size, contentSeed: n })
      );
    }
    const cut = network.cutAfter('down', 5_000_000);
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    await outlast(id, away, cut);
    const folder = stage.at('top');
    const there = readdirSync(folder).map(name => [
      name,
      md5(readFileSync(path.join(folder, name)))
    ]);
    expect(there.sort()).toEqual(files.map(({ name, md5Checksum }) => [name, md5Checksum]));
  });

  it('a resumable upload goes on where Drive has it, and stands there once', async () => {
    const target = await stage.emulator.addFolder('target');
    mkdirSync(stage.at('data'));
    const bytes = Buffer.alloc(9_000_000, 'not all the same ');
    writeFileSync(stage.at('data', 'u.bin'), bytes);
    const cut = network.cutAfter('up', 4_000_000);
    const { body } = await stage.proxy.call('POST /uploads', {
      body: { paths: ['data'], folder: { id: target.id, path: 'My Drive/target' } }
    });
    await outlast(body.id, away, cut);
    const inDrive = (await stage.emulator.snapshot()).filter(({ name }) => name === 'u.bin');
    expect(inDrive.map(item => item.md5)).toEqual([md5(bytes)]);
    const sessions = (await stage.emulator.requests()).filter(
      ({ method, query }) => method === 'POST' && query.includes('uploadType=resumable')
    );
    expect(sessions).toHaveLength(1);
  });
});
