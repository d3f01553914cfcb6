/** Files that Drive gives no checksum of: never two revisions in one file, and said to be not verifiable. */
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddedItem } from '../../../emulator/client';
import { withProxy } from '../../testing/withProxy';

const stage = withProxy({ proxy: { config: { allowUploads: true } } });
const SIZE = 8_000_000;
const HALF = 3_000_000;

const md5 = (name: string): string =>
  createHash('md5')
    .update(readFileSync(stage.at(name)))
    .digest('hex');

function addFile(contentSeed: number): Promise<AddedItem> {
  return stage.emulator.addFile({ name: 'a.bin', size: SIZE, contentSeed, noMd5: true });
}

/** The checksum that Drive does not tell. */
async function checksumOf(contentSeed: number): Promise<string> {
  const twin = await stage.emulator.addFile({ name: 'twin', size: SIZE, contentSeed });
  return (await stage.emulator.snapshot()).find(({ id }) => id === twin.id)?.md5 ?? '';
}

/** Its connection breaks half-way, and the request for the rest is held. */
async function startBroken(): Promise<{ id: string; release: () => Promise<void> }> {
  await stage.emulator.addFault({
    match: { query: 'alt=media', times: 1 },
    do: { cutAfterBytes: HALF }
  });
  const hold = await stage.emulator.holdAt({ match: { query: 'alt=media', nth: 2 } });
  const { id } = await stage.proxy.startCopy(['My Drive/a.bin']);
  await hold.held();
  return { id, release: () => hold.release() };
}

describe('a file without a checksum', () => {
  it('is whole and of one revision where its content is replaced between two ranges', async () => {
    const file = await addFile(1);
    const { id, release } = await startBroken();
    await stage.emulator.overwrite(file.id, { size: SIZE, contentSeed: 2 });
    await release();
    const end = await stage.proxy.ended(id);
    expect([end.state, end.files.unverifiable]).toEqual(['done', 1]);
    expect(md5('a.bin')).toBe(await checksumOf(2));
    expect(stage.tree()).toEqual(['a.bin']);
  });

  it('is fetched anew by a successor, which can’t know whose bytes the first half are', async () => {
    const file = await addFile(1);
    const { id, release } = await startBroken();
    await stage.proxy.kill();
    await release();
    await stage.emulator.overwrite(file.id, { size: SIZE, contentSeed: 2 });
    await stage.startNext();
    const end = await stage.proxy.ended(id);
    expect([end.state, end.files.unverifiable]).toEqual(['done', 1]);
    expect(md5('a.bin')).toBe(await checksumOf(2));
  });

  it('that changes in Drive each time fails with a sentence, and nothing is left', async () => {
    const file = await addFile(1);
    const { id } = await stage.proxy.startCopy(['My Drive/a.bin']);
    const ended = stage.proxy.ended(id);
    for (let seed = 2; seed < 6; seed += 1) {
      const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' }, phase: 'answer' });
      const held = await Promise.race([hold.held().then(() => true), ended.then(() => false)]);
      if (held) {
        await stage.emulator.overwrite(file.id, { size: SIZE, contentSeed: seed });
      }
      await hold.release();
    }
    const end = await ended;
    expect([end.state, end.problems[0]?.message]).toEqual([
      'failed',
      expect.stringContaining('changed in Drive again and again')
    ]);
    expect(stage.tree()).toEqual([]);
  });

  it('is not copied again while its size and its revision are those of before', async () => {
    await addFile(1);
    await stage.proxy.copy(['My Drive/a.bin']);
    const again = await stage.proxy.copy(['My Drive/a.bin']);
    expect([again.state, again.files.skipped]).toEqual(['done', 1]);
  });

  it('is copied again, without a question, when it has another revision', async () => {
    const file = await addFile(1);
    await stage.proxy.copy(['My Drive/a.bin']);
    await stage.emulator.overwrite(file.id, { size: SIZE, contentSeed: 2 });
    const again = await stage.proxy.copy(['My Drive/a.bin']);
    expect([again.state, again.files.done]).toEqual(['done', 1]);
    expect(md5('a.bin')).toBe(await checksumOf(2));
  });
});

it.each([
  ['in one request', Buffer.alloc(0)],
  ['in a session', Buffer.alloc(6_000_000, 'of the user')]
])('a file without a checksum is replaced %s, and once', async (_how, content) => {
  const { id } = await addFile(1);
  writeFileSync(stage.at('a.bin'), content);
  const folder = { id: 'root', path: 'My Drive' };
  const request = { paths: ['a.bin'], folder, conflicts: 'replace' } as const;
  const begun = await stage.proxy.call('POST /uploads', { body: request });
  const end = await stage.proxy.ended(begun.body.id);
  expect([end.state, end.files.done]).toEqual(['done', 1]);
  const inDrive = (await stage.emulator.snapshot()).filter(({ name }) => name === 'a.bin');
  expect(inDrive.map(item => [item.id, item.size])).toEqual([[id, String(content.length)]]);
  const sent = (await stage.emulator.requests()).filter(({ method }) => method === 'PATCH');
  expect(sent).toHaveLength(1);
});
