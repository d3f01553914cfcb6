/**
 * Items in memory behind the port of Drive, for specs of what plans and walks: no process, no network.
 * It can list and look up, page by page, and refuses all else.
 */
import { DriveError } from '../../protocol';
import { FOLDER_TYPE, kindOf } from '../drive/adapter';
import type { DriveFile, FilePage, IDrive, ListRequest } from '../drive/drive';
import type { Caller } from '../google/caller';
import { Ancestry } from '../browse/ancestry';
import { Browser } from '../browse/browser';
import { Listings } from '../browse/listings';
import { PathTable } from '../browse/pathTable';
import { systemClock } from '../clock';

/** A file of one's own in My Drive, unless `more` says otherwise; its id is its name too. */
export function fileNamed(id: string, more: Partial<DriveFile> = {}): DriveFile {
  const mimeType = more.mimeType ?? 'text/plain';
  return {
    ...{ id, name: id, kind: kindOf(mimeType), mimeType, size: 3, md5: `md5-of-${id}` },
    ...{ headRevisionId: `revision-of-${id}`, modified: '2026-01-02T03:04:05.000Z' },
    ...{ created: null, parents: ['my'], driveId: null, ownedByMe: true, target: null },
    ...{ resourceKey: null, starred: false, trashed: false, link: null, owner: 'Ada' },
    capabilities: { download: true, edit: true, addChildren: false },
    ...more
  };
}

export function folderNamed(id: string, more: Partial<DriveFile> = {}): DriveFile {
  return fileNamed(id, { mimeType: FOLDER_TYPE, size: null, md5: null, ...more });
}

export class TreeDrive implements IDrive {
  /** Ids of the folders that each first page was asked for. */
  readonly listed: string[][] = [];
  /** Files of one page; more of them come with further ones. */
  page = 1_000;
  /** Folders whose children an answer about several folders leaves out, as Google's does at times. */
  readonly lostInGroups = new Set<string>();
  /** The same for single items. */
  lostFromGroups: (file: DriveFile) => boolean = () => false;
  /** Folders that can't be listed. */
  readonly refused = new Set<string>();
  /** Items that nothing can be asked about, and what comes instead. */
  readonly broken = new Map<string, DriveError>();

  constructor(private readonly files: readonly DriveFile[]) {}

  get(id: string): Promise<DriveFile> {
    const broken = this.broken.get(id);
    if (broken !== undefined) {
      return Promise.reject(broken);
    }
    const file = this.files.find(each => each.id === id);
    return file === undefined
      ? Promise.reject(new DriveError('notFound', `There is no ${id}.`))
      : Promise.resolve(file);
  }

  list({ q, pageToken = null }: ListRequest, { signal }: Caller): Promise<FilePage> {
    if (signal.aborted) {
      return Promise.reject(signal.reason as Error);
    }
    const parents = [...q.matchAll(/'([^']*)' in parents/g)].map(([, id = '']) => id);
    const start = Number(pageToken ?? 0);
    if (start === 0) {
      this.listed.push(parents);
    }
    const broken = parents.map(id => this.broken.get(id)).find(error => error !== undefined);
    if (broken !== undefined) {
      return Promise.reject(broken);
    }
    if (parents.some(id => this.refused.has(id))) {
      return Promise.reject(new DriveError('accessDenied', 'This folder is refused.'));
    }
    const shown = parents.filter(id => parents.length === 1 || !this.lostInGroups.has(id));
    const all = this.files
      .filter(file => file.parents.some(id => shown.includes(id)))
      .filter(file => parents.length === 1 || !this.lostFromGroups(file));
    const end = start + this.page;
    return Promise.resolve({
      files: all.slice(start, end),
      nextPageToken: end < all.length ? String(end) : null
    });
  }

  about = refuse;
  sharedDrives = refuse;
  download = refuse;
  exportDocument = refuse;
  generateIds = refuse;
  createFolder = refuse;
  upload = refuse;
  trash = refuse;
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('Nobody should ask for this.'));
}

/** The real browser, on all of such a Drive. */
export function browserOf(drive: IDrive): Browser {
  const minute = 60_000;
  return new Browser({
    drive,
    table: new PathTable([], () => undefined),
    listings: new Listings(drive, systemClock, minute),
    ancestry: new Ancestry(drive, systemClock, minute, 'my', null),
    myDriveId: 'my',
    rootFolder: null
  });
}
