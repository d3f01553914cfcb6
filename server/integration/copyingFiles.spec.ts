import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ lasts: 'block' });

const md5 = (bytes: Buffer | string): string => createHash('md5').update(bytes).digest('hex');

describe('copying files', () => {
  it('puts the right bytes in place, with Drive’s time, and leaves nothing else', async () => {
    const modifiedTime = '2026-03-04T05:06:07.000Z';
    const file = await stage.emulator.addFile({ name: 'data.bin', size: 3_500_000, modifiedTime });
    const transfer = await stage.proxy.copy(['My Drive/data.bin']);
    expect([transfer.state, transfer.arrived]).toEqual(['done', ['data.bin']]);
    expect(md5(readFileSync(stage.at('data.bin')))).toBe(file.md5Checksum);
    expect(readdirSync(stage.proxy.home.workspace)).toEqual(['data.bin']);
  });

  it('makes one harmless name of a hostile one', async () => {
    await stage.emulator.addFile({ name: '../../.bashrc', content: 'evil' });
    const transfer = await stage.proxy.copy(['My Drive/..∕..∕.bashrc']);
    expect(transfer.arrived).toEqual(['_.._.._.bashrc']);
    expect(readFileSync(stage.at('_.._.._.bashrc'), 'utf8')).toBe('evil');
  });

  it.each([
    ['replace', 'new', ['c.txt']],
    ['keepBoth', 'old', ['c.txt', 'c (2).txt']],
    ['skip', 'old', ['c.txt']]
  ])('asks about an existing name: %s', async (others, content, names) => {
    const own = await stage.start();
    const folder = await stage.emulator.addFolder(`conflict ${others}`);
    await stage.emulator.addFile({ name: 'c.txt', content: 'new', parents: [folder.id] });
    writeFileSync(path.join(own.home.workspace, 'c.txt'), 'old');
    const { id } = await own.startCopy([`My Drive/conflict ${others}/c.txt`]);
    const asking = await own.until(id, ({ state }) => state === 'asking');
    expect(asking.question).toMatchObject({ kind: 'conflicts', conflicts: [{ path: 'c.txt' }] });
    await own.call('POST /transfers/:id/answer', {
      id,
      body: { kind: 'conflicts', choices: {}, others }
    });
    await own.ended(id);
    expect(readFileSync(path.join(own.home.workspace, 'c.txt'), 'utf8')).toBe(content);
    expect(readdirSync(own.home.workspace).sort()).toEqual([...names].sort());
  });

  it('never writes through a link: it names the target, and Replace replaces the link', async () => {
    await stage.emulator.addFile({ name: 'linked.txt', content: 'from Drive' });
    const outside = path.join(stage.proxy.home.folder, 'precious.txt');
    writeFileSync(outside, 'precious');
    symlinkSync(outside, stage.at('linked.txt'));
    const { id } = await stage.proxy.startCopy(['My Drive/linked.txt']);
    const { question } = await stage.proxy.until(id, ({ state }) => state === 'asking');
    expect(question).toMatchObject({ conflicts: [{ linkTarget: outside }] });
    await stage.proxy.call('POST /transfers/:id/answer', {
      id,
      body: { kind: 'conflicts', choices: {}, others: 'replace' }
    });
    await stage.proxy.ended(id);
    expect([readFileSync(outside, 'utf8'), readFileSync(stage.at('linked.txt'), 'utf8')]).toEqual([
      'precious',
      'from Drive'
    ]);
  });

  it('does nothing where the same bytes stand already', async () => {
    await stage.emulator.addFile({ name: 'same.txt', content: 'same' });
    await stage.proxy.copy(['My Drive/same.txt']);
    await stage.emulator.clearRequests();
    const { state, files } = await stage.proxy.copy(['My Drive/same.txt']);
    expect([state, files.skipped, files.done]).toEqual(['done', 1, 0]);
    const downloads = (await stage.emulator.requests()).filter(request =>
      request.query.includes('alt=media')
    );
    expect(downloads).toEqual([]);
  });

  it('refuses a file whose bytes are not what Drive promised, and leaves nothing of it', async () => {
    await stage.emulator.addFile({ name: 'broken.bin', size: 50_000, wrongMd5: true });
    const { state, problems } = await stage.proxy.copy(['My Drive/broken.bin']);
    expect([state, problems[0]?.code]).toEqual(['failed', 'corrupt']);
    expect(existsSync(stage.at('broken.bin'))).toBe(false);
    expect(readdirSync(stage.proxy.home.workspace).filter(name => name.startsWith('.~'))).toEqual(
      []
    );
  });

  it('cancels in the middle, and leaves nothing', async () => {
    await stage.emulator.addFile({ name: 'slow.bin', size: 5_000_000 });
    await stage.emulator.addFault({ match: { query: 'alt=media' }, do: { stall: true } });
    const { id } = await stage.proxy.startCopy(['My Drive/slow.bin']);
    await stage.proxy.until(id, ({ state }) => state === 'running');
    const { body } = await stage.proxy.call('POST /transfers/:id/cancel', { id });
    expect(body.state).toBe('cancelled');
    await stage.proxy.stop();
    expect(existsSync(stage.at('slow.bin'))).toBe(false);
    expect(readdirSync(stage.proxy.home.workspace).filter(name => name.startsWith('.~'))).toEqual(
      []
    );
  });
});
