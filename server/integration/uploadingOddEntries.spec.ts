/** One entry that can't be read, or named in Drive, is listed with its reason; all others are uploaded. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import type { Transfer } from '../../protocol';
import { createHome, type Home, type Proxy } from '../testing/proxy';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ proxy: null });
const config = { allowUploads: true };
let home: Home;
let target: string;

beforeEach(async () => {
  home = createHome();
  fs.mkdirSync(at('d'));
  fs.writeFileSync(at('d', 'a.txt'), 'a');
  fs.writeFileSync(at('d', 'z.txt'), 'z');
  target = (await stage.emulator.addFolder('target')).id;
});

const at = (...names: string[]): string => path.join(home.workspace, ...names);

async function upload(proxy: Proxy, paths: readonly string[], more = {}): Promise<Transfer> {
  const { body } = await proxy.call('POST /uploads', {
    body: { paths, folder: { id: target, path: 'My Drive/target' }, ...more }
  });
  return proxy.ended(body.id);
}

const filesInDrive = async (): Promise<string[]> =>
  (await stage.emulator.snapshot())
    .filter(({ mimeType, trashed }) => !mimeType.includes('folder') && !trashed)
    .map(({ name }) => name)
    .sort();
const reasons = ({ problems }: Transfer): [string, string, unknown][] =>
  problems.map(({ item, code, details }) => [item, code, details.reason]);

describe('of an odd entry among others', () => {
  it.each<[string, () => void, [string, string, unknown]]>([
    [
      'a link to itself',
      () => fs.symlinkSync('loop', at('d', 'loop')),
      ['d/loop', 'workspaceRefused', 'notAFile']
    ],
    [
      'a pipe',
      () => execFileSync('mkfifo', [at('d', 'pipe')]),
      ['d/pipe', 'workspaceRefused', 'notAFile']
    ],
    [
      'a name in Latin-1',
      () =>
        fs.writeFileSync(Buffer.concat([Buffer.from(`${at('d')}/caf`), Buffer.from([0xe9])]), 'x'),
      ['d/caf\uFFFD', 'workspaceRefused', 'notUtf8']
    ]
  ])('%s is told', async (_what, make, reason) => {
    make();
    const transfer = await upload(await stage.start({ home, config }), ['d']);
    expect(reasons(transfer)).toEqual([reason]);
    expect(await filesInDrive()).toEqual(['a.txt', 'z.txt']);
  });

  it('a backslash in a name is a letter like any other', async () => {
    fs.writeFileSync(at('d', 'b\\c.txt'), 'x');
    const { state, problems } = await upload(await stage.start({ home, config }), ['d']);
    expect([state, problems]).toEqual(['done', []]);
    expect(await filesInDrive()).toEqual(['a.txt', 'b\\c.txt', 'z.txt']);
  });

  it('a folder and files that may not be read are told, and can be tried again', async () => {
    fs.mkdirSync(at('d', 'secret'));
    fs.writeFileSync(at('d', 'private.txt'), 'same size');
    const there = await stage.emulator.addFolder('d', { parents: [target] });
    await stage.emulator.addFile({
      name: 'private.txt',
      parents: [there.id],
      content: 'not equal'
    });
    fs.chmodSync(at('d', 'secret'), 0);
    fs.chmodSync(at('d', 'private.txt'), 0);
    execFileSync('chown', ['-R', 'nobody', home.folder]);
    const proxy = await stage.start({ home, config, user: 'nobody' });
    const transfer = await upload(proxy, ['d'], { conflicts: 'replace' });
    expect(reasons(transfer).sort()).toEqual([
      ['d/secret', 'workspaceUnreadable', undefined],
      ['private.txt', 'workspaceUnreadable', undefined]
    ]);
    expect(transfer.problems.map(({ message }) => message).join()).toMatch(
      /may not read “d\/secret”/
    );
    expect(await filesInDrive()).toEqual(['a.txt', 'private.txt', 'z.txt']);

    fs.chmodSync(at('d', 'private.txt'), 0o600);
    fs.chmodSync(at('d', 'secret'), 0o700);
    await proxy.call('POST /transfers/:id/retry', { id: transfer.id });
    // What was said in advance counts: nothing was decided about it before.
    const again = await proxy.until(
      transfer.id,
      ({ state }) => state === 'done' || state === 'asking'
    );
    expect([again.state, again.files.failed, again.files.done]).toEqual(['done', 0, 3]);
  });

  it('a folder that Drive refuses to make is told of its files, and the others go on', async () => {
    fs.mkdirSync(at('d', 'refused'));
    fs.writeFileSync(at('d', 'refused', 'r.txt'), 'r');
    await stage.emulator.addFault({
      match: { method: 'POST', path: '^/drive/v3/files$', nth: 2 },
      do: { status: 403, reason: 'numChildrenInNonRootLimitExceeded' }
    });
    const transfer = await upload(await stage.start({ home, config }), ['d']);
    expect([transfer.state, reasons(transfer).map(([item, code]) => [item, code])]).toEqual([
      'failed',
      [['r.txt', 'storageFull']]
    ]);
    expect(await filesInDrive()).toEqual(['a.txt', 'z.txt']);
  });
});

it('a Drive folder that can’t be listed is no empty one: the upload fails, and nothing is put there', async () => {
  await stage.emulator.addFault({
    match: { method: 'GET', path: '^/drive/v3/files$' },
    do: { status: 503 }
  });
  const { state, problems } = await upload(await stage.start({ home, config }), ['d']);
  expect([state, problems]).toMatchObject(['failed', [{ code: 'driveUnavailable' }]]);
  expect(await filesInDrive()).toEqual([]);
});

describe('a folder that becomes a link after the upload was planned', () => {
  it('sends nothing of where the link leads', async () => {
    const outside = path.join(home.folder, 'outside');
    fs.mkdirSync(outside);
    fs.writeFileSync(path.join(outside, 'a.txt'), 'a secret');
    fs.writeFileSync(path.join(outside, 'z.txt'), 'another secret');
    const proxy = await stage.start({ home, config });
    const hold = await stage.emulator.holdAt({
      match: { method: 'POST', path: '^/drive/v3/files$', nth: 1 }
    });
    const ended = upload(proxy, ['d']);
    await hold.held();
    fs.renameSync(at('d'), at('moved'));
    fs.symlinkSync(outside, at('d'));
    await hold.release();
    const transfer = await ended;
    expect([transfer.state, reasons(transfer).sort()]).toEqual([
      'failed',
      [
        ['a.txt', 'workspaceRefused', 'ledElsewhere'],
        ['z.txt', 'workspaceRefused', 'ledElsewhere']
      ]
    ]);
    expect(await filesInDrive()).toEqual([]);
  });

  it('but a link that leads to what was chosen is followed, as Jupyter does', async () => {
    fs.symlinkSync('d', at('link'));
    const { state } = await upload(await stage.start({ home, config }), ['link/a.txt']);
    expect([state, await filesInDrive()]).toEqual(['done', ['a.txt']]);
  });
});
