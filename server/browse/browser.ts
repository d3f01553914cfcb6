/** Drive as the panel sees it: paths in, items out. */
import {
  DriveError,
  hasCode,
  isView,
  type DriveItem,
  type FolderPage,
  type ItemPage,
  type SortKey,
  type View
} from '../../protocol';
import type { DriveFile } from '../drive/drive';
import type { Caller } from '../google/caller';
import { PageTokens } from '../drive/pages';
import { parseAddress } from './address';
import { LARGEST_PAGE, type Listings } from './listings';
import { Paths, type PathsParts, type Place } from './paths';
import { dangling } from './refusals';
import { toItem } from './toItem';
import { listOf, VIEW_ITEMS, viewId, viewItem } from './views';

export type FolderRequest = {
  readonly path: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly search: string;
  readonly limit: number;
  readonly fresh: boolean;
};

type BrowserParts = PathsParts & { readonly listings: Listings };

/** Ids of Drive have 25 characters and more; nobody names a folder like that. */
const BARE_ID = /^(?=.*\d)[A-Za-z0-9_-]{25,128}$/;
export class Browser {
  private readonly paths: Paths;

  constructor(private readonly parts: BrowserParts) {
    this.paths = new Paths(parts);
  }

  async folder(request: FolderRequest, caller: Caller): Promise<FolderPage> {
    const place = await this.openFolder(request.path, caller);
    const folder = this.placeItem(place);
    const few = await this.topEntries(place, caller);
    if (few !== null) {
      return { folder, items: few, hasMore: false };
    }
    const { sort, descending, search, limit, fresh } = request;
    const key = { parent: place.parent, sort, descending, search };
    const driveId = place.file?.driveId ?? null;
    const { files, hasMore } = await this.parts.listings.list(
      key,
      limit,
      { driveId, fresh },
      caller
    );
    return { folder, items: this.children(place, files), hasMore };
  }

  /** All of a folder page by page, for those who want every item: nothing is kept here. */
  async items(path: string, after: string | null, caller: Caller): Promise<ItemPage> {
    const place = await this.openFolder(path, caller);
    const few = await this.topEntries(place, caller);
    if (few !== null) {
      return { items: few, next: null };
    }
    const key = { parent: place.parent, sort: 'name', descending: false, search: '' } as const;
    const { files, nextPageToken } = await this.parts.drive.list(
      { ...listOf(key, place.file?.driveId ?? null), pageSize: LARGEST_PAGE, pageToken: after },
      caller
    );
    const next = new PageTokens(after).next(nextPageToken, files.length);
    return { items: this.children(place, files), next };
  }

  /** The item at a path, or behind an id that was opened there, under its canonical path. */
  async item(address: string, knownId: string | null, caller: Caller): Promise<DriveItem> {
    const { path, item } = parseAddress(address, knownId);
    if (item !== null) {
      return this.whereItIs(await this.file(item.id, caller, item.resourceKey), caller);
    }
    const place = await this.paths
      .resolve(path, caller)
      .catch((error: unknown) => this.byBareId(path, error, caller));
    return place.file === null ? this.placeItem(place) : this.whereItIs(place.file, caller);
  }

  /** A file by id, if it is inside the root folder. */
  async file(id: string, caller: Caller, resourceKey?: string | null): Promise<DriveFile> {
    const file = await this.parts.drive.get(id, caller, resourceKey);
    await this.parts.ancestry.assertStillInside(file, caller);
    return file;
  }

  /** Rejects if one of these is outside the root folder by now; what is gone is somebody else's to tell. */
  async assertInside(ids: readonly string[], caller: Caller): Promise<void> {
    if (this.parts.rootFolder === null) {
      return;
    }
    for (const id of new Set(ids)) {
      const file = await this.parts.drive.get(id, caller).catch((error: unknown) => {
        if (hasCode(error, 'notFound')) {
          return null;
        }
        throw error;
      });
      if (file !== null) {
        await this.parts.ancestry.assertStillInside(file, caller);
      }
    }
  }

  /** What a shortcut points to, if it is still there and inside the root folder. */
  async target(shortcut: DriveFile, caller: Caller): Promise<DriveFile> {
    const { target, name } = shortcut;
    if (target === null) {
      return shortcut;
    }
    try {
      const file = await this.parts.drive.get(target.id, caller, target.resourceKey);
      await this.parts.ancestry.assertInside(file, caller);
      return file;
    } catch (error) {
      throw hasCode(error, 'notFound') ? dangling(name, error) : error;
    }
  }

  /** The segment that a path of this item in this folder has; given once, the same ever after. */
  segmentOf(parentId: string, file: { readonly id: string; readonly name: string }): string {
    return this.parts.table.segmentOf(parentId, file.id, file.name);
  }

  /** What leads nowhere as a path may be an id as people paste it, without more. */
  private async byBareId(path: string, refusal: unknown, caller: Caller): Promise<Place> {
    if (!hasCode(refusal, 'notFound') || !BARE_ID.test(path.trim())) {
      throw refusal;
    }
    const file = await this.file(path.trim(), caller);
    return { path, parent: file.id, file };
  }

  private async openFolder(path: string, caller: Caller): Promise<Place> {
    const place = await this.paths.resolve(path, caller);
    if (place.file !== null && place.file.kind !== 'folder') {
      throw new DriveError('badRequest', `“${place.path}” is not a folder.`);
    }
    if (place.file !== null && place.file.id !== this.parts.rootFolder?.id) {
      await this.parts.ancestry.assertStillInside(await this.asItIs(place.file, caller), caller);
    }
    return place;
  }

  /** With the parents that it has now, where that decides whether it may be seen. */
  private asItIs(file: DriveFile, caller: Caller): Promise<DriveFile> {
    return this.parts.rootFolder === null
      ? Promise.resolve(file)
      : this.parts.drive.get(file.id, caller);
  }

  /** The entries of the two places that are not folders of Drive; null for all others. */
  private async topEntries(place: Place, caller: Caller): Promise<readonly DriveItem[] | null> {
    switch (place.parent) {
      case viewId(''):
        return VIEW_ITEMS;
      case viewId('Shared drives'):
        return this.paths.sharedDrives(place, caller);
      default:
        return null;
    }
  }

  private children(place: Place, files: readonly DriveFile[]): DriveItem[] {
    return files.map(file => {
      this.parts.ancestry.note(file);
      const segment = this.parts.table.segmentOf(place.parent, file.id, file.name);
      return toItem(file, place.path === '' ? segment : `${place.path}/${segment}`);
    });
  }

  private async whereItIs(found: DriveFile, caller: Caller): Promise<DriveItem> {
    const file = await this.target(found, caller);
    return toItem(file, await this.paths.canonicalPath(file, caller));
  }

  private placeItem({ path, file }: Place): DriveItem {
    const view: View | '' = isView(path) ? path : '';
    return file === null ? viewItem(view) : toItem(file, path);
  }
}
