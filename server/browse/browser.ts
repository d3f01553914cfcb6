/** Drive as the panel sees it: paths in, items out. */
import {
  DriveError,
  isView,
  type DriveItem,
  type FolderPage,
  type ItemPage,
  type SortKey,
  type View
} from '../../protocol';
import type { DriveFile, IDrive } from '../drive/drive';
import type { Caller } from '../google/caller';
import { PageTokens } from '../drive/pages';
import { nameIs } from '../drive/query';
import type { PathTable } from './pathTable';
import { toLikelyTitle, toSegment } from './segments';
import { parseAddress } from './address';
import type { Ancestry, Chain } from './ancestry';
import { LARGEST_PAGE, type Listings } from './listings';
import { ambiguous, dangling, missing, noView } from './refusals';
import { toItem } from './toItem';
import { listOf, queryOf, VIEW_ITEMS, viewId, viewItem } from './views';

export type FolderRequest = {
  readonly path: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly search: string;
  readonly limit: number;
  readonly fresh: boolean;
};

/** A place in the tree of paths. `file` is null for views and for the list of views. */
export type Place = {
  readonly path: string;
  /** What children name as their parent in the path table. */
  readonly parent: string;
  readonly file: DriveFile | null;
};

type BrowserParts = {
  readonly drive: IDrive;
  readonly table: PathTable;
  readonly listings: Listings;
  readonly ancestry: Ancestry;
  readonly myDriveId: string;
  /** null for none. */
  readonly rootFolder: DriveFile | null;
};

/** Ids of Drive have 25 characters and more; nobody names a folder like that. */
const BARE_ID = /^(?=.*\d)[A-Za-z0-9_-]{25,128}$/;
/** Two are enough to know that a name is not the only one. */
const CANDIDATES = 2;

export class Browser {
  constructor(private readonly parts: BrowserParts) {}

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
    const place = await this.resolve(path, caller).catch((error: unknown) =>
      this.byBareId(path, error, caller)
    );
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
        if (error instanceof DriveError && error.code === 'notFound') {
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
      throw error instanceof DriveError && error.code === 'notFound'
        ? dangling(name, error)
        : error;
    }
  }

  /** The segment that a path of this item in this folder has; given once, the same ever after. */
  segmentOf(parentId: string, file: { readonly id: string; readonly name: string }): string {
    return this.parts.table.segmentOf(parentId, file.id, file.name);
  }

  /** Where an item really is, whatever view it was found in. */
  async canonicalPath(file: DriveFile, caller: Caller): Promise<string> {
    const chain = await this.parts.ancestry.chainOf(file, caller);
    let { parent, path } = this.top(chain);
    for (const item of chain.items) {
      const segment = this.parts.table.segmentOf(parent, item.id, item.name);
      path = path === '' ? segment : `${path}/${segment}`;
      parent = item.id;
    }
    return path;
  }

  /** Walks a path down, by the table first, by asking Drive second; never guesses between two. */
  async resolve(path: string, caller: Caller): Promise<Place> {
    const segments = path.split('/').filter(segment => segment !== '');
    let place = this.start(segments);
    for (const segment of segments) {
      place = await this.step(place, segment, caller);
    }
    return place;
  }

  /** What leads nowhere as a path may be an id as people paste it, without more. */
  private async byBareId(path: string, refusal: unknown, caller: Caller): Promise<Place> {
    const isNotThere = refusal instanceof DriveError && refusal.code === 'notFound';
    if (!isNotThere || !BARE_ID.test(path.trim())) {
      throw refusal;
    }
    const file = await this.file(path.trim(), caller);
    return { path, parent: file.id, file };
  }

  private async openFolder(path: string, caller: Caller): Promise<Place> {
    const place = await this.resolve(path, caller);
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
        return this.sharedDrives(place, caller);
      default:
        return null;
    }
  }

  private start(segments: string[]): Place {
    const { rootFolder, myDriveId } = this.parts;
    if (rootFolder !== null) {
      return { path: '', parent: rootFolder.id, file: rootFolder };
    }
    const first = segments.shift();
    if (first === undefined) {
      return { path: '', parent: viewId(''), file: null };
    }
    if (!isView(first)) {
      throw noView(first);
    }
    const parent = first === 'My Drive' ? myDriveId : viewId(first);
    return { path: first, parent, file: null };
  }

  private async step(place: Place, segment: string, caller: Caller): Promise<Place> {
    const known = this.parts.table.idOf(place.parent, segment);
    const path = place.path === '' ? segment : `${place.path}/${segment}`;
    const found =
      known === null
        ? await this.findByName(place, segment, caller)
        : await this.parts.ancestry.folder(known, caller);
    const file =
      found.target?.kind === 'folder'
        ? await this.parts.ancestry.folder(found.target.id, caller)
        : found;
    await this.parts.ancestry.assertInside(file, caller); // it may have been moved out meanwhile
    return { path, parent: file.id, file };
  }

  private async findByName(place: Place, segment: string, caller: Caller): Promise<DriveFile> {
    if (place.parent === viewId('Shared drives')) {
      await this.sharedDrives(place, caller);
      const id = this.parts.table.idOf(place.parent, segment);
      if (id === null) {
        throw missing(segment, place.path);
      }
      return this.parts.ancestry.folder(id, caller);
    }
    const key = { parent: place.parent, sort: 'name', descending: false, search: '' } as const;
    const { files } = await this.parts.drive.list(
      {
        q: `${queryOf(key)} and ${nameIs(toLikelyTitle(segment))}`,
        pageSize: 100,
        driveId: place.file?.driveId ?? null
      },
      caller
    );
    // Drive folds the case of ASCII letters (docs/reference/drive.md, "Listing and search"): look again.
    const exact = files.filter(file => toSegment(file.name) === segment.normalize('NFC'));
    const [file] = exact;
    if (exact.length >= CANDIDATES) {
      throw ambiguous(segment);
    }
    if (file === undefined) {
      throw missing(segment, place.path);
    }
    this.parts.table.segmentOf(place.parent, file.id, file.name);
    return file;
  }

  private async sharedDrives(place: Place, caller: Caller): Promise<DriveItem[]> {
    const drives = await this.parts.drive.sharedDrives(caller);
    return drives.map(({ id, name }) => {
      const segment = this.parts.table.segmentOf(place.parent, id, name);
      const path = `${place.path}/${segment}`;
      const drive = { kind: 'folder', inSharedDrive: true } as const;
      return { ...viewItem(''), ...drive, id, name: segment, title: name, path };
    });
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
    return toItem(file, await this.canonicalPath(file, caller));
  }

  private placeItem({ path, file }: Place): DriveItem {
    const view: View | '' = isView(path) ? path : '';
    return file === null ? viewItem(view) : toItem(file, path);
  }

  private top(chain: Chain): { parent: string; path: string } {
    switch (chain.anchor) {
      case 'root folder':
        return { parent: this.parts.rootFolder?.id ?? '', path: '' };
      case 'My Drive':
        return { parent: this.parts.myDriveId, path: 'My Drive' };
      case 'shared drive':
        return { parent: viewId('Shared drives'), path: 'Shared drives' };
      case 'none':
        return { parent: viewId('Shared with me'), path: 'Shared with me' };
    }
  }
}
