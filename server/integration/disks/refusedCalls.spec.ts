/** A disk that refuses a call that can’t be done without: it is said in words, of the file, and nothing stays. */
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { refusing } from '../../testing/disks/plainDisks';
import { copy, hasPaused, sumsIn, sumsInDrive } from '../../testing/disks/sides';
import { openDisk } from '../../testing/disks/withDisk';
import { withProxy } from '../../testing/withProxy';
import { expectNothingLeft } from './disk.contract';

const stage = withProxy({ proxy: null });

/** What a copy can't do without; the code and the words that it fails with. */
const REFUSED: readonly (readonly [call: string, code: string, words: RegExp])[] = [
  ['create=EACCES', 'workspaceDenied', /may not write/],
  ['create=EROFS', 'workspaceDenied', /read-only/],
  ['create=EMFILE', 'diskFailed', /[Tt]oo many files/],
  ['create=ENOSPC', 'storageFull', /full/],
  ['write=ENOSPC', 'storageFull', /full/],
  ['write=EDQUOT', 'storageFull', /quota/],
  ['write=EFBIG', 'workspaceRefused', /larger/],
  ['write=EIO', 'diskFailed', /disk/],
  ['write=ESTALE', 'diskFailed', /disk/],
  ['fsync=EIO', 'diskFailed', /disk/],
  ['fsync=EDQUOT', 'storageFull', /quota/]
];

describe('a disk that refuses what a copy needs', () => {
  it.each(REFUSED)('%s: %s, said of the file, of which nothing is left', async (...row) => {
    const [call, code, words] = row;
    const sides = await openDisk(stage, refusing(call));
    await stage.emulator.addFile({ name: 'small.txt', content: 'small' });
    await stage.emulator.addFile({ name: 'large.bin', size: 1_500_000 });
    for (const name of ['small.txt', 'large.bin']) {
      const { state, files, problems } = await copy(sides, name);
      const codes = problems.map(problem => problem.code);
      expect([state, files.failed, codes]).toEqual(['failed', 1, [code]]);
      expect(problems[0]?.message).toMatch(words);
      expect(problems[0]?.message).toContain(name);
    }
    expect(sumsIn(sides.proxy.home.workspace)).toEqual({});
    await expectNothingLeft(sides);
  });
});

/** What an upload reads, and how it ends where that is refused. */
const UNREADABLE: readonly (readonly [call: string, code: string])[] = [
  ['read=EIO', 'diskFailed'],
  ['read=ESTALE', 'diskFailed'],
  ['open=EACCES', 'workspaceUnreadable'],
  ['open=EMFILE', 'diskFailed']
];

describe('a disk that refuses what an upload needs', () => {
  it.each(UNREADABLE)(
    '%s: %s, said of the file, of which Drive gets nothing',
    async (call, code) => {
      const sides = await openDisk(stage, refusing(call));
      const { id } = await stage.emulator.addFolder('target');
      const up = path.join(sides.proxy.home.workspace, 'up');
      mkdirSync(up);
      writeFileSync(path.join(up, 'small.txt'), 'small', { flag: 'wx' }); // creating is not opening
      const folder = { id, path: 'My Drive/target' };
      const begun = await sides.proxy.call('POST /uploads', { body: { paths: ['up'], folder } });
      const { state, problems } = await sides.proxy.until(begun.body.id, hasPaused);
      expect([state, problems.map(problem => problem.code)]).toEqual(['failed', [code]]);
      expect(problems[0]?.message).toContain('small.txt');
      expect(await sumsInDrive(sides, id)).toEqual({});
      await expectNothingLeft(sides);
    }
  );
});
