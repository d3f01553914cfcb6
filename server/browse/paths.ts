/** Where a path leads, and which path leads to an item. */
import { isView, type DriveItem } from '../../protocol';
import type { DriveFile, IDrive } from '../drive/drive';
import { nameIs } from '../drive/query';
import type { Caller } from '../google/caller';
import type { Ancestry, Chain } from './ancestry';
import type { PathTable } from './pathTable';
import { ambiguous, missing, noView } from './refusals';
import { toLikelyTitle, toSegment } from './segments';
import { queryOf, viewId, viewItem } from './views';

/** A place in the tree of paths. `file` is null for views and for the list of views. */
export type Place = {
  readonly path: string;
  /** What children name as their parent in the path table. */
  readonly parent: string;
  readonly file: DriveFile | null;
};

export type PathsParts = {
  readonly drive: IDrive;
  readonly table: PathTable;
  readonly ancestry: Ancestry;
  readonly myDriveId: string;
  /** null for none. */
  readonly rootFolder: DriveFile | null;
};

/** Two are enough to know that a name is not the only one. */
const CANDIDATES = 2;

export class Paths {
  constructor(private readonly parts: PathsParts) {}

  /** Walks a path down, by the table first, by asking Drive second; never guesses between two. */
  async resolve(path: string, caller: Caller): Promise<Place> {
    const segments = path.split('/').filter(segment => segment !== '');
    let place = this.start(segments);
    for (const segment of segments) {
      place = await this.step(place, segment, caller);
    }
    return place;
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

  /** All of them, as entries of the place that lists them. */
  async sharedDrives(place: Place, caller: Caller): Promise<DriveItem[]> {
    const drives = await this.parts.drive.sharedDrives(caller);
    return drives.map(({ id, name }) => {
      const segment = this.parts.table.segmentOf(place.parent, id, name);
      const path = `${place.path}/${segment}`;
      const drive = { kind: 'folder', inSharedDrive: true } as const;
      return { ...viewItem(''), ...drive, id, name: segment, title: name, path };
    });
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
