/** Which folders and files those of a copy are, whatever their names: only the disk knows which names are one. */
import type { FileState } from '../../workspace/fileState';
import type { FolderIdentity } from '../../workspace/folderIdentity';
import type { Workspace } from '../../workspace/workspace';
import type { CopyItem } from '../item';

/** A folder that can't be looked at has none: each of its files will say why. */
export async function identitiesOf(
  folders: Iterable<string>,
  workspace: Workspace
): Promise<ReadonlyMap<string, FolderIdentity>> {
  const identities = new Map<string, FolderIdentity>();
  for (const folder of folders) {
    const identity = await workspace.identityOf(folder).catch(() => null);
    if (identity !== null) {
      identities.set(folder, identity);
    }
  }
  return identities;
}

/** The files that one copy has written. */
export class OwnFiles {
  private readonly written = new Map<string, CopyItem>();

  note(state: FileState, item: CopyItem): void {
    this.written.set(keyOf(state), item);
  }

  /** True if it is the file of another item than this one. */
  isOf(state: FileState, item: CopyItem): boolean {
    const writer = this.written.get(keyOf(state));
    return writer !== undefined && writer !== item;
  }
}

function keyOf({ device, inode }: FileState): string {
  return `${device}:${inode}`;
}
