/**
 * What the rest of the proxy may ask of Drive, in our words. One implementation talks to Google;
 * any implementation must pass drive.contract.ts, which runs against the emulator and, by
 * `make live`, against a real account.
 *
 * For every method:
 * - It may be called at any time, and by many at once.
 * - When the caller's signal is aborted, it rejects soon with the signal's reason.
 * - Else it rejects with a DriveError and nothing else, but for what a callback of the caller throws:
 *   that comes out as it is, or as the cause of a DriveError. HTTP statuses and Google's reasons are
 *   not for callers: whatever they may act on is a code, or a way to resolve.
 * - Further tries, pace and waiting for a connection have happened below already: what is rejected
 *   with a passing failure has been tried as often as makes sense.
 *
 * Codes that every method may reject with: `offline`, `driveUnavailable`, `rateLimited`,
 * `credentialsRejected`, `scopeMissing`, `apiDisabled`, `accessDenied`. Further ones are named below.
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
  /** The account that the credentials are of. */
  about(caller: Caller): Promise<AboutAccount>;
  /**
   * One item by id; `root` is My Drive, whose own id comes back. `notFound` where it is gone or not
   * shared with the account. A resource key that was needed once is remembered for all methods.
   */
  get(id: string, caller: Caller, resourceKey?: string | null): Promise<DriveFile>;
  /**
   * One page. Pages may be short or even empty before the last one: loop on `nextPageToken`, never on
   * the number of files (docs/reference/drive.md, "Listing and search"); `pagesOf` does.
   */
  list(request: ListRequest, caller: Caller): Promise<FilePage>;
  /** All shared drives that the account is a member of. */
  sharedDrives(caller: Caller): Promise<readonly SharedDrive[]>;
  /**
   * The bytes of a file from `resumeAt()` on, or all of them where Drive does not give a part:
   * `Download.offset` says which. `consume` is called once for each try, while its connection is
   * counted as open; when the connection broke it is called again, from where `resumeAt` is then.
   * A body that ends before its length is a broken connection, never a short file. Resolves with what
   * `consume` resolved with. `notFound`; `downloadRefused` where nobody may have it now or ever;
   * `corrupt` where the file is shorter than `resumeAt()`: it changed meanwhile.
   */
  download<T>(request: DownloadRequest<T>, caller: Caller): Promise<T>;
  /**
   * A Google document in another format, always from its beginning; no size and no checksum come
   * with it, so the caller looks for the end of the format. `downloadRefused` for what has no export,
   * or none of that size.
   */
  exportDocument<T>(request: ExportRequest<T>, caller: Caller): Promise<T>;
  /** As many ids for new items, none given out before: they make creating safe to try again. */
  generateIds(count: number, caller: Caller): Promise<readonly string[]>;
  /** Creates it once, however often it is called with one id: resolves with what is there then. */
  createFolder(folder: NewFolder, caller: Caller): Promise<Made>;
  /**
   * Creates or updates a file; resolves with what Drive has then, whose size and md5 the caller
   * compares. Creating is as safe to try again as for folders. Large files go in a session, which is
   * taken up where it stands if it is handed in again; one that Drive has forgotten begins anew.
   * An update replaces one revision: `conflict` if another is there by then, or it is in the trash.
   * `storageFull`, `noStorage`; `notFound` for a folder or file that is gone. What `read`'s stream
   * fails with comes out as the cause, and makes no file.
   */
  upload(request: UploadRequest, caller: Caller): Promise<Made>;
  /** Puts an item into the trash. `notFound`. */
  trash(id: string, caller: Caller): Promise<void>;
}

/** `id` comes from generateIds. */
export type NewFolder = { readonly id: string; readonly name: string; readonly parent: string };

export type DownloadRequest<T> = {
  readonly id: string;
  readonly resourceKey?: string | null;
  /** True if a person wants it although Google takes it for malware or spam. */
  readonly anyway?: boolean;
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
  /** A stream of the bytes from `offset` to before `end`; asked for anew for each try. */
  readonly read: (offset: number, end: number) => Readable;
  /** Told how many bytes Drive has, before more are sent: fewer than before where some must go again. */
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
  | {
      readonly kind: 'update';
      readonly id: string;
      /** The revision that is the latest, as far as the caller knows. */
      readonly replaces: string | null;
    };

/** What Drive has after something was created or updated. */
export type Made = DriveFile & {
  /** True if an id was in use already: an earlier try arrived, maybe with other bytes, or was changed since. */
  readonly wasThere: boolean;
};

export type UploadRequest = {
  readonly target: UploadTarget;
  readonly mimeType: string;
  /** RFC 3339. */
  readonly modified: string;
  readonly source: UploadSource;
  /** Address of a session that was begun before, to continue; null to begin one. */
  readonly session: string | null;
  /** Called with the address of a new session before bytes go into it, to be able to continue it after a restart. It is a secret. */
  readonly onSession: (session: string) => void;
};
