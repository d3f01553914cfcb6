/** A disk that refuses one call: a nicety does not matter, and all else is said in words. */
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { refusing } from '../../testing/disks/plainDisks';
import {
  addTree,
  copy,
  ended,
  fetches,
  fileIn,
  FILES,
  hasPaused,
  outcomeOf,
  sumsIn,
  sumsInDrive,
  sumsOf
} from '../../testing/disks/sides';
import { openDisk } from '../../testing/disks/withDisk';
import { withProxy } from '../../testing/withProxy';
import { expectNothingLeft } from './disk.contract';

const stage = withProxy({ proxy: null });

/** What can be done without: a copy is as whole as anywhere. */
const NICETIES = [
  ['link=EIO'],
  ['link=ERANGE'],
  ['link=ENOSYS'],
  ['link=EMLINK'],
  ['link=EISDIR'],
  ['utimens=EPERM'],
  ['utimens=EIO'],
  ['chmod=EPERM'],
  ['chmod=ENOTSUP'],
  ['fsync=EINVAL'],
  ['fsync=ENOTSUP'],
  ['fsyncdir=EINVAL'],
  ['fsyncdir=EACCES'],
  ['statfs=ENOSYS'],
  ['statfs=EIO'],
  ['link=EPERM', 'utimens=EPERM', 'chmod=EPERM', 'fsync=EINVAL', 'fsyncdir=EIO', 'statfs=EPERM']
];

describe('a disk that refuses a nicety', () => {
  it.each(NICETIES.map(refused => [refused.join(', '), refused] as const))(
    '%s: copies, copies again and replaces',
    async (_name, refused) => {
      const sides = await openDisk(stage, refusing(...refused));
      const tree = await addTree(sides, 'tree');
      const at = path.join(sides.proxy.home.workspace, 'tree');
      const again = async (): Promise<unknown> => outcomeOf(await copy(sides, 'tree'));
      expect(await again()).toEqual(ended(FILES, 0));
      expect(sumsIn(at)).toEqual(sumsOf(tree));
      await stage.emulator.clearRequests();
      expect(await again()).toEqual(ended(0, FILES));
      expect(await fetches(sides)).toBe(0);
      const { id } = fileIn(tree, 'inner/small.txt');
      const { md5Checksum } = await stage.emulator.overwrite(id, { content: 'new in Drive' });
      expect(await again()).toEqual(ended(1, FILES - 1));
      expect(sumsIn(at)).toEqual({ ...sumsOf(tree), 'inner/small.txt': md5Checksum });
      await expectNothingLeft(sides);
    }
  );
});

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
  ['open=EACCES', 'workspaceDenied'],
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
