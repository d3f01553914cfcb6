/**
 * Where an item really is: its chain of parents up to My Drive, a shared drive, or the root folder.
 * The same chain is the fence of a root folder: an id whose chain does not reach it does not exist.
 */
import { DriveError, hasCode } from '../../protocol';
import type { IClock } from '../clock';
import type { DriveFile, IDrive } from '../drive/drive';
import type { Caller } from '../google/caller';
import { Cache } from './cache';

/** From the top down: folders between the anchor and the item, and the item itself. */
export type Chain = {
  readonly anchor: 'root folder' | 'My Drive' | 'shared drive' | 'none';
  readonly items: readonly DriveFile[];
};

const DEEPEST = 110;
const FOLDERS_KEPT = 5_000;

export class Ancestry {
  private readonly folders: Cache<DriveFile>;

  constructor(
    private readonly drive: IDrive,
    clock: IClock,
    ttlMs: number,
    /** Id of My Drive's root. */
    private readonly myDriveId: string,
    /** Id of the root folder; null for none. */
    private readonly rootFolderId: string | null
  ) {
    this.folders = new Cache(clock, { ttlMs, most: FOLDERS_KEPT });
  }

  /** The chain of an item; notFound if a root folder is set and the chain does not reach it. */
  async chainOf(item: DriveFile, caller: Caller): Promise<Chain> {
    const items = [item];
    let current = item;
    for (let depth = 0; depth < DEEPEST; depth += 1) {
      if (current.id === this.rootFolderId) {
        return { anchor: 'root folder', items: items.slice(1) };
      }
      if (this.rootFolderId === null && current.id === this.myDriveId) {
        return { anchor: 'My Drive', items: items.slice(1) };
      }
      if (this.rootFolderId === null && current.id === current.driveId) {
        return { anchor: 'shared drive', items };
      }
      const parent = await this.parentOf(current, caller);
      if (parent === null) {
        break;
      }
      items.unshift(parent);
      current = parent;
    }
    if (this.rootFolderId !== null) {
      throw outside(item);
    }
    return { anchor: 'none', items: [item] };
  }

  /**
   * Throws notFound for an item, or the target of a shortcut, outside the root folder: by what is known
   * of the folders above it, which may be minutes old.
   */
  async assertInside(item: DriveFile, caller: Caller): Promise<void> {
    if (this.rootFolderId !== null) {
      await this.chainOf(item, caller);
    }
  }

  /** The same by what is so now: a folder above it may have been moved out a moment ago. */
  async assertStillInside(item: DriveFile, caller: Caller): Promise<void> {
    if (this.rootFolderId === null) {
      return;
    }
    const { items } = await this.chainOf(item, caller);
    const folders = items.map(({ id }) => id).filter(id => id !== item.id);
    await Promise.all(
      folders.map(async id => {
        this.forget(id);
        await this.folder(id, caller);
      })
    );
    await this.chainOf(item, caller);
  }

  /** A folder seen in passing: saves a request later. */
  note(file: DriveFile): void {
    if (file.kind === 'folder') {
      this.folders.set(file.id, file);
    }
  }

  /** This folder was moved, renamed or removed: who asks next gets what it is now. */
  forget(id: string): void {
    this.folders.delete(id);
  }

  /** A folder by id, remembered for a while. */
  async folder(id: string, caller: Caller): Promise<DriveFile> {
    const known = this.folders.get(id);
    if (known !== null) {
      return known;
    }
    const file = await this.drive.get(id, caller);
    this.note(file);
    return file;
  }

  private async parentOf(item: DriveFile, caller: Caller): Promise<DriveFile | null> {
    const [parent] = item.parents;
    if (parent === undefined) {
      return null;
    }
    try {
      return await this.folder(parent, caller);
    } catch (error) {
      if (hasCode(error, 'notFound')) {
        return null; // shared with us without the folder around it
      }
      throw error;
    }
  }
}

function outside(item: DriveFile): DriveError {
  return new DriveError(
    'notFound',
    `“${item.id}” is not in the root folder that this panel is restricted to. Open something inside it.`,
    { details: { name: item.id } }
  );
}
