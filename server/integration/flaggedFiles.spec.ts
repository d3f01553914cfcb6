/** What Google takes for malware or spam: the person is asked about each, and only their owner gets it. */
import { describe, expect, it } from '@jest/globals';
import type { Transfer } from '../../protocol';
import { withProxy } from '../testing/withProxy';

const stage = withProxy();

/** A folder with a harmless file and two flagged ones, and its copy as soon as it asks. */
async function askedAboutCopy(): Promise<Transfer> {
  const { id: top } = await stage.emulator.addFolder('top');
  const parents = [top];
  await stage.emulator.addFile({ name: 'fine.txt', parents, content: 'fine' });
  await stage.emulator.addFile({ name: 'keygen.exe', parents, content: 'abc', abusive: true });
  await stage.emulator.addFile({ name: 'crack.exe', parents, content: 'abcd', abusive: true });
  return asking((await stage.proxy.startCopy(['My Drive/top'])).id);
}

const asking = (id: string): Promise<Transfer> =>
  stage.proxy.until(id, ({ state }) => state === 'asking');

async function take(id: string, paths: readonly string[]): Promise<Transfer> {
  await stage.proxy.call('POST /transfers/:id/answer', {
    id,
    body: { kind: 'flagged', take: paths }
  });
  return stage.proxy.ended(id);
}

async function acknowledged(): Promise<number> {
  const requests = await stage.emulator.requests();
  return requests.filter(({ query }) => query.includes('acknowledgeAbuse')).length;
}

describe('files that Google takes for malware or spam', () => {
  it('are asked about when all others are there, and nothing is acknowledged before', async () => {
    const { question } = await askedAboutCopy();
    const files = [
      { path: 'top/keygen.exe', size: 3 },
      { path: 'top/crack.exe', size: 4 }
    ];
    expect(question).toEqual({ kind: 'flagged', files: expect.arrayContaining(files) });
    expect([stage.tree(), await acknowledged()]).toEqual([['top/', 'top/fine.txt'], 0]);
  });

  it('are copied where the person says so, each by itself; the others are named', async () => {
    const { id } = await askedAboutCopy();
    const { state, files, problems } = await take(id, ['top/keygen.exe']);
    expect([state, files.done, files.failed, await acknowledged()]).toEqual(['failed', 2, 1, 1]);
    expect(stage.tree()).toEqual(['top/', 'top/fine.txt', 'top/keygen.exe']);
    expect(problems).toMatchObject([
      {
        item: 'crack.exe',
        code: 'downloadRefused',
        message: expect.stringContaining('“crack.exe”')
      }
    ]);
  });

  it('are asked about again by a copy that is continued', async () => {
    const { id } = await askedAboutCopy();
    await stage.proxy.kill();
    await stage.startNext();
    await asking(id);
    const { state, files } = await take(id, ['top/keygen.exe', 'top/crack.exe']);
    expect([state, files.done]).toEqual(['done', 3]);
  });

  it('are handed out to nobody but their owner, which is said', async () => {
    const { id: theirs } = await stage.emulator.addFile({
      ...{ name: 'theirs.exe', content: 'abc', abusive: true, owner: 'bob@example.org' }
    });
    await stage.emulator.share(theirs, stage.emulator.subject);
    const { id } = await stage.proxy.startCopy(['Shared with me/theirs.exe']);
    await asking(id);
    const { state, problems } = await take(id, ['theirs.exe']);
    expect([state, problems]).toMatchObject([
      'failed',
      [{ item: 'theirs.exe', message: expect.stringContaining('Ask its owner') }]
    ]);
  });

  it('are copied too if Google clears them while the person thinks', async () => {
    const { id: file } = await stage.emulator.addFile({ name: 'cleared.exe', content: 'abc' });
    await stage.emulator.addFault({
      match: { path: `/files/${file}$`, query: 'alt=media', times: 1 },
      do: { status: 403, reason: 'cannotDownloadAbusiveFile' }
    });
    const { id } = await stage.proxy.startCopy(['My Drive/cleared.exe']);
    await asking(id);
    const { state } = await take(id, ['cleared.exe']);
    expect([state, stage.text('cleared.exe')]).toEqual(['done', 'abc']);
  });
});
