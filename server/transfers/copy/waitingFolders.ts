/** The folders of a walk that wait to be listed. */
import { Line } from '../line';
import type { WalkedFolder } from './walked';

/** What one request may ask for together waits in one line; the lines take turns. */
export class WaitingFolders {
  /** By the shared drive that they are in, or all our own. */
  private readonly groups = new Map<string, Line<WalkedFolder>>();
  private readonly alone = new Line<WalkedFolder>();

  constructor(folders: Iterable<WalkedFolder>) {
    for (const folder of folders) {
      this.push(folder);
    }
  }

  push(folder: WalkedFolder): void {
    const key = folder.driveId ?? (folder.ownedByMe ? 'mine' : null);
    if (key === null) {
      this.alone.push(folder);
      return;
    }
    const group = this.groups.get(key) ?? new Line<WalkedFolder>();
    this.groups.set(key, group);
    group.push(folder);
  }

  /** Up to `most` for one request; only one where no more than `few` wait with it. Empty if none wait. */
  take(most: number, few: number): WalkedFolder[] {
    for (const [key, group] of this.groups) {
      this.groups.delete(key);
      const taken = group.take(group.length > few ? most : 1);
      if (group.length > 0) {
        this.groups.set(key, group); // behind the others
      }
      return taken;
    }
    return this.alone.take(1);
  }
}
