/** The stage of a spec whose workspace is a file system of its own. */
import { readdirSync, readlinkSync } from 'node:fs';
import type { ProxyOptions } from '../proxy';
import { withProxy, type Stage } from '../withProxy';
import { Bench } from './bench';
import type { Disk } from './disk';
import type { Sides } from './sides';

/** All specs of the block share the disk, the proxy and Drive. */
export function withDisk(disk: Disk): Stage {
  const stage: Stage = withProxy({
    lasts: 'block',
    proxy: () => onDisk(stage, disk)
  });
  return stage;
}

/** A disk and a proxy of its own for one spec, whose stage starts none by itself. */
export async function openDisk(stage: Stage, disk: Disk): Promise<Sides> {
  const proxy = await stage.start(await onDisk(stage, disk));
  return { emulator: stage.emulator, proxy };
}

async function onDisk(stage: Stage, disk: Disk): Promise<ProxyOptions> {
  const bench = new Bench();
  stage.onEnd(() => bench.close());
  await disk.mount(bench);
  if (disk.user !== undefined) {
    bench.giveDataTo(disk.user);
  }
  return { home: bench.home, user: disk.user ?? null, config: { allowUploads: true } };
}

/** Files on the disk that a process has open: descriptors that nobody gave back. */
export function openFiles(pid: number, mountPoint: string): string[] {
  const descriptors = `/proc/${pid}/fd`;
  return readdirSync(descriptors)
    .map(name => {
      try {
        return readlinkSync(`${descriptors}/${name}`);
      } catch {
        return ''; // closed meanwhile
      }
    })
    .filter(target => target.startsWith(`${mountPoint}/`));
}
