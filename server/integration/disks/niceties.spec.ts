/** A disk that refuses a call that can be done without: a copy is as whole as anywhere. */
import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { refusing } from '../../testing/disks/plainDisks';
import {
  addTree,
  copy,
  ended,
  fetches,
  fileIn,
  FILES,
  outcomeOf,
  sumsIn,
  sumsOf
} from '../../testing/disks/sides';
import { openDisk } from '../../testing/disks/withDisk';
import { withProxy } from '../../testing/withProxy';
import { expectNothingLeft } from './disk.contract';

const stage = withProxy({ proxy: null });

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
