/** Disks in a file: what is on USB sticks, and what has a quota. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from './bench';
import type { Disk } from './disk';

const MIB = 1024 * 1024;
/** Enough for the specs of every disk, and not for more. */
export const QUOTA_BYTES = 48 * MIB;

/** Sticks and cards. No links, no modes; names that differ in case are one. */
export const EXFAT: Disk = {
  name: 'exFAT',
  mount: bench => {
    const image = makeImage(bench, 96 * MIB);
    bench.run(['mkfs.exfat', image]);
    bench.mount(['-t', 'exfat-fuse', '-o', 'loop', image]);
    return Promise.resolve();
  }
};

export const NTFS: Disk = {
  name: 'NTFS',
  mount: async bench => {
    const image = makeImage(bench, 96 * MIB);
    bench.run(['mkfs.ntfs', '--force', '--quick', '--quiet', image]);
    await bench.mountBy(['ntfs-3g', '-o', 'no_detach', image, bench.mountPoint]);
  }
};

export const BTRFS_QUOTA: Disk = {
  name: 'btrfs with a quota',
  mount: bench => {
    const image = makeImage(bench, 256 * MIB);
    bench.run(['mkfs.btrfs', '--quiet', image]);
    bench.mount(['-t', 'btrfs', '-o', 'loop', image]);
    bench.run(['btrfs', 'quota', 'enable', bench.mountPoint]);
    bench.run(['btrfs', 'qgroup', 'limit', String(QUOTA_BYTES), bench.mountPoint]);
    return Promise.resolve();
  }
};

/** Turns read-only at an error of its own, as Debian has it for the disk that it starts from. */
export const EXT4: Disk = {
  name: 'ext4',
  mount: bench => {
    bench.run(['mkfs.ext4', '-q', makeImage(bench, 64 * MIB)]);
    mountExt4(bench);
    return Promise.resolve();
  }
};

function mountExt4(bench: Bench): void {
  bench.mount(['-t', 'ext4', '-o', 'loop,errors=remount-ro', bench.at('image')]);
}

/** The kernel meets an error on the disk that `EXT4` mounted. */
export function breakExt4(bench: Bench): void {
  const device = bench.run(['losetup', '--associated', bench.at('image'), '-nO', 'NAME']).trim();
  writeFileSync(`/sys/fs/ext4/${path.basename(device)}/trigger_fs_error`, 'a test');
}

export function repairExt4(bench: Bench): void {
  bench.run(['umount', bench.mountPoint]);
  spawnSync('e2fsck', ['-f', '-y', bench.at('image')]); // its status says that it mended something
  mountExt4(bench);
}

function makeImage(bench: Bench, bytes: number): string {
  const image = bench.at('image');
  closeSync(openSync(image, 'w'));
  truncateSync(image, bytes);
  return image;
}
