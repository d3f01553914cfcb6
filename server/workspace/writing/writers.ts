/** What all writers of the proxy share. */
import type { ILog } from '../../log';
import { Blocks } from './blocks';
import { BlockWriters } from './blockWriters';
import { FolderSyncs } from './folderSyncs';
import type { Named, Nicety } from './threadProgram';

const WITHOUT: Record<Nicety | 'folder', string> = {
  times: 'files can’t be given the time that they have in Drive',
  mode: 'files can’t be given their mode',
  sync: 'files can’t be made sure to be on the disk',
  folder: 'names can’t be made sure to be on the disk'
};

export class Writers {
  readonly blocks = new Blocks();
  readonly blockWriters = new BlockWriters();
  readonly folders = new FolderSyncs();
  /** Of a file that replaces none. */
  readonly newFileMode = 0o666 & ~umask();
  private readonly told = new Set<string>();

  /** `log` is told what went wrong without making a file a failed one. */
  constructor(private readonly log: ILog | null = null) {}

  /** A file system without something is so for all files: said once. */
  refused(what: Nicety | 'folder', code: string, path: string): void {
    const key = `${what} ${code}`;
    if (!this.told.has(key)) {
      this.told.add(key);
      this.log?.warn(WITHOUT[what], { code, path });
    }
  }

  left(names: readonly string[], path: string): void {
    if (names.length > 0) {
      this.log?.warn('a temporary file stays', { names, path });
    }
  }

  tell({ refusals, left }: Pick<Named, 'refusals' | 'left'>, path: string): void {
    for (const { what, code } of refusals) {
      this.refused(what, code, path);
    }
    this.left(left, path);
  }

  async dispose(): Promise<void> {
    await this.blockWriters.dispose();
  }
}

/** To ask is to set it for a moment, for all threads: once, and to what lets nobody else in. */
function umask(): number {
  const mask = process.umask(0o077);
  process.umask(mask);
  return mask;
}
