/** A workspace with less room for its owner than the disk has. */
import { expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { BTRFS_QUOTA, QUOTA_BYTES } from '../../testing/disks/imageDisks';
import { copy, outcomeOf } from '../../testing/disks/sides';
import { itKeepsFilesWhole } from './disk.contract';

itKeepsFilesWhole(BTRFS_QUOTA, stage => {
  it('says that the quota is used up, keeps nothing half, and goes on when there is room', async () => {
    rmSync(stage.at('up'), { recursive: true });
    await stage.emulator.addFile({ name: 'too large.bin', size: QUOTA_BYTES + 1 });
    const { state, problems } = outcomeOf(await copy(stage, 'too large.bin'));
    expect([state, problems]).toEqual([
      'failed',
      [expect.stringMatching(/^too large\.bin: storageFull: .*“too large\.bin”/)]
    ]);
    expect(stage.tree()).not.toContain('too large.bin');
    await stage.emulator.addFile({ name: 'fits.bin', size: 1_000_000 });
    expect((await copy(stage, 'fits.bin')).state).toBe('done');
  });
});
