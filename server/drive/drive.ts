/**
 * What the rest of the proxy may ask of Drive, in our words; googleDrive.ts asks Google.
 *
 * Every method takes an AbortSignal and rejects soon after it is aborted; every method rejects with
 * a DriveError, whose code says what the person can do; retries, pacing and waiting for a connection
 * have happened below already.
 */
import type { Readable } from 'node:stream';
import type { Account, ItemKind } from '../../protocol';
import type { Caller, Download } from '../google/caller';

export type DriveFile = {
  readonly id: string;
  readonly name: string;
  readonly kind: Exclude<ItemKind, 'view'>;
  readonly mimeType: string;
  /** Bytes; null for folders, documents and shortcuts. */
  readonly size: number | null;
  readonly md5: string | null;
  readonly headRevisionId: string | null;
  /** RFC 3339. */
  readonly modified: string | null;
  readonly created: string | null;
  readonly parents: readonly string[];
  readonly driveId: string | null;
  readonly ownedByMe: boolean;
  readonly target: {
    readonly id: string;
    readonly kind: Exclude<ItemKind, 'view'>;
    readonly mimeType: string;
    readonly resourceKey: string | null;
  } | null;
  readonly resourceKey: string | null;
  readonly starred: boolean;
  readonly trashed: boolean;
  readonly capabilities: {
    readonly download: boolean;
    readonly edit: boolean;
    readonly addChildren: boolean;
  };
  readonly link: string | null;
  readonly owner: string;
};

export type FilePage = {
  readonly files: readonly DriveFile[];
  readonly nextPageToken: string | null;
};

export type SharedDrive = { readonly id: string; readonly name: string };

export type ListRequest = {
  /** Drive's search language; build it with query.ts. */
  readonly q: string;
  /** Drive's sort keys; empty for none, which is fastest. */
  readonly orderBy?: string;
  /** 1 to 1,000. */
  readonly pageSize: number;
  readonly pageToken?: string | null;
  /** Set for folders inside a shared drive: the fast index, and complete results. */
  readonly driveId?: string | null;
};

export type AboutAccount = Account & { readonly permissionId: string };

export interface IDrive {
  /** The account that the credentials belong to, as Google knows it. */
  about(caller: Caller): Promise<AboutAccount>;
  /** One item by id; `root` is My Drive. `notFound` where it is gone or not shared with the account. */
  get(id: string, caller: Caller, resourceKey?: string | null): Promise<DriveFile>;
  /** One page; loop on `nextPageToken`, never on the number of files (docs/reference/drive.md, "Listing and search"). */
  list(request: ListRequest, caller: Caller): Promise<FilePage>;
  sharedDrives(caller: Caller): Promise<readonly SharedDrive[]>;
  /**
   * The bytes of a file from `offset` on. `consume` runs inside the governor's slot, so that the
   * number of open bodies is governed too; it is called again, with what `resumeAt` then says,
   * when the connection broke. A body that is shorter than promised counts as broken.
   */
  download<T>(request: DownloadRequest<T>, caller: Caller): Promise<T>;
  /** A Google document in another format; no size and no checksum come with it. */
  exportDocument<T>(request: ExportRequest<T>, caller: Caller): Promise<T>;
  /** Ids for new items, so that creating twice is noticed (409 `fileIdInUse`). */
  generateIds(count: number, caller: Caller): Promise<readonly string[]>;
  createFolder(folder: NewFolder, caller: Caller): Promise<DriveFile>;
  /** Creates or updates a file; resolves with what Drive has then. */
  upload(request: UploadRequest, caller: Caller): Promise<DriveFile>;
}

/** `id` comes from generateIds. */
export type NewFolder = { readonly id: string; readonly name: string; readonly parent: string };

export type DownloadRequest<T> = {
  readonly id: string;
  readonly resourceKey?: string | null;
  /** The offset to start at, asked before each try. */
  readonly resumeAt: () => number;
  readonly consume: (download: Download) => Promise<T>;
};

export type ExportRequest<T> = {
  readonly id: string;
  readonly mimeType: string;
  readonly resourceKey: string | null;
  /** Called anew for each try: exports can't be resumed. */
  readonly consume: (download: Download) => Promise<T>;
};

export type UploadSource = {
  /** Bytes. */
  readonly size: number;
  /** A stream of the bytes from `offset` to the end; asked for anew for each try. */
  readonly read: (offset: number) => Readable;
  /** Called with the number of bytes that Drive has. */
  readonly onOffset: (offset: number) => void;
};

export type UploadTarget =
  | {
      readonly kind: 'create';
      /** From generateIds. */
      readonly id: string;
      readonly name: string;
      readonly parent: string;
    }
  | { readonly kind: 'update'; readonly id: string };

export type UploadRequest = {
  readonly target: UploadTarget;
  readonly mimeType: string;
  /** RFC 3339. */
  readonly modified: string;
  readonly source: UploadSource;
  /** Address of a session that was begun before, to continue; null to begin one. */
  readonly session: string | null;
  /** Called with the address of a new session, to continue it after a restart. The address is a secret. */
  readonly onSession: (session: string) => void;
};
