/** Disks that show another folder, with other rules: what hubs and laptops have as network homes. */
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Bench } from './bench';
import type { Disk } from './disk';

/** The temporary folder itself: what fails there is not the disk's fault. */
export const NO_DISK: Disk = { name: 'no mount at all', mount: () => Promise.resolve() };

/** The folder `below`, shown by bindfs. */
export async function bindfs(bench: Bench, ...options: string[]): Promise<ChildProcess> {
  const folder = bench.makeFolder('below');
  return bench.mountBy(['bindfs', '-f', ...options, folder, bench.mountPoint]);
}

/** Shown as somebody else's, as SMB shares and `uid=…` mounts do: all may write, nobody is the owner. */
export const FOREIGN: Disk = {
  name: 'bindfs with a foreign owner',
  user: 'nobody',
  keepsTimes: false,
  mount: bench => bindfs(bench, '--force-user=root', '--perms=a+rwX', '-o', 'allow_other')
};

export const CHMOD_DENIED: Disk = {
  name: 'bindfs that denies chmod',
  mount: bench => bindfs(bench, '--chmod-deny')
};

export const CHMOD_IGNORED: Disk = {
  name: 'bindfs that ignores chmod',
  mount: bench => bindfs(bench, '--chmod-ignore')
};

/** Reads and writes go straight through: a file is written from its beginning to its end, once. */
export const RCLONE_UNCACHED: Disk = {
  name: 'rclone mount without a cache',
  mount: bench => rclone(bench, '--vfs-cache-mode', 'off')
};

export const RCLONE_CACHED: Disk = {
  name: 'rclone mount with a cache',
  mount: bench => rclone(bench, '--vfs-cache-mode', 'full', '--vfs-write-back', '100ms')
};

/** Several folders as one. */
export const MERGERFS: Disk = {
  name: 'mergerfs',
  mount: async bench => {
    const folders = ['one', 'two'].map(name => bench.makeFolder(name)).join(':');
    const command = ['mergerfs', '-f', '-o', 'use_ino,category.create=rand', folders];
    await bench.mountBy([...command, bench.mountPoint]);
  }
};

/** Refuses single calls: `link=EIO`, `write=EDQUOT@3` (after the third); see faulty_disk.py. */
export function refusing(...refused: string[]): Disk {
  const options = refused.flatMap(each => ['--refuse', each]);
  return { name: `a disk with ${refused.join(', ')}`, mount: bench => faulty(bench, options) };
}

/** σ and ς, ß and ss, K and the sign of Kelvin are one name. */
export const FOLDING: Disk = {
  name: 'a disk that folds names',
  mount: bench => faulty(bench, ['--fold-names'])
};

async function rclone(bench: Bench, ...options: string[]): Promise<void> {
  const folder = bench.makeFolder('below');
  const own = ['--config', '', '--cache-dir', bench.makeFolder('cache')];
  await bench.mountBy(['rclone', 'mount', ...own, ...options, folder, bench.mountPoint]);
}

async function faulty(bench: Bench, options: readonly string[]): Promise<void> {
  const program = path.resolve('server/testing/disks/faulty_disk.py');
  const folder = bench.makeFolder('below');
  const command = [path.resolve('.venv/bin/python'), program, folder, bench.mountPoint];
  await bench.mountBy([...command, ...options]);
}
