/** Which folders and files those of a copy are, whatever their names: only the disk knows which names are one. */
import type { FileState } from '../../workspace/fileState';
import { findFolders } from '../../workspace/findFolders';
import { identityKey, type FolderIdentity } from '../../workspace/folderIdentity';
import type { Workspace } from '../../workspace/workspace';
import type { CopyItem } from '../item';

type Known = { readonly folder: string; readonly identity: FolderIdentity };

/** The workspace folders that files of a copy go into, and all that had their paths meanwhile. */
export class TargetFolders {
  private now: ReadonlyMap<string, FolderIdentity> = new Map();
  private readonly all = new Map<string, Known>();

  /** A folder that can't be looked at has no identity: each of its files will say why. */
  async look(folders: Iterable<string>, workspace: Workspace): Promise<void> {
    const now = new Map<string, FolderIdentity>();
    for (const folder of folders) {
      const identity = await workspace.identityOf(folder).catch(() => null);
      if (identity !== null) {
        now.set(folder, identity);
        this.all.set(`${folder}/${identityKey(identity)}`, { folder, identity });
      }
    }
    this.now = now;
  }

  of(folder: string): FolderIdentity | null {
    return this.now.get(folder) ?? null;
  }

  /** Absolute paths, by the workspace paths that they had when they were looked at: of those that were moved. */
  async movedTo(workspace: Workspace): Promise<ReadonlyMap<string, readonly string[]>> {
    const gone: Known[] = [];
    for (const known of this.all.values()) {
      const there = await workspace.identityOf(known.folder).catch(() => null);
      if (there === null || identityKey(there) !== identityKey(known.identity)) {
        gone.push(known);
      }
    }
    const found = await findFolders(
      workspace.root,
      gone.map(({ identity }) => identity)
    );
    const moved = new Map<string, readonly string[]>();
    for (const { folder, identity } of gone) {
      const place = found.get(identity);
      moved.set(folder, [...(moved.get(folder) ?? []), ...(place === undefined ? [] : [place])]);
    }
    return moved;
  }
}

/** The files that one copy has written. */
export class OwnFiles {
  private readonly written = new Map<string, CopyItem>();

  note(state: FileState, item: CopyItem): void {
    this.written.set(identityKey(state), item);
  }

  /** True if it is the file of another item than this one. */
  isOf(state: FileState, item: CopyItem): boolean {
    const writer = this.written.get(identityKey(state));
    return writer !== undefined && writer !== item;
  }
}
