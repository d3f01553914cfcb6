/** What a transfer moves: one item a file. */
import type { ErrorCode, ErrorDetails } from '../../protocol';

export type ItemState = 'waiting' | 'done' | 'skipped' | 'failed';

type Common = {
  readonly n: number;
  /** The name on the side it comes from, for sentences. */
  readonly title: string;
  readonly mimeType: string;
  /** Bytes; null for exports. Corrected if the source changes meanwhile. */
  size: number | null;
  /** The name on the side it goes to; it may still change to keep both. */
  name: string;
  /** True if what has this name already is to be replaced. */
  replace: boolean;
  state: ItemState;
  /** Bytes moved so far, for the progress. */
  received: number;
};

/** A file to copy from Drive. */
export type CopyItem = Common & {
  readonly kind: 'copy';
  /** Of the item with the bytes: the target, if a shortcut was chosen. */
  readonly id: string;
  readonly resourceKey: string | null;
  md5: string | null;
  headRevisionId: string | null;
  /** RFC 3339. */
  modified: string | null;
  /** Type to export a Google document as; null for files with bytes. */
  readonly exportAs: string | null;
  /** Workspace folder. */
  readonly folder: string;
};

/** A file to upload into Drive. */
export type UploadItem = Common & {
  readonly kind: 'upload';
  /** Workspace path. */
  readonly path: string;
  mtimeMs: number;
  /** Id of the Drive folder, which may be one that is made first. */
  readonly parent: string;
  /** Panel path of that folder, for sentences. */
  readonly parentPath: string;
  /** Chosen before, so that nothing is created twice; of the existing file, to replace it. */
  id: string;
  /** The revision that is replaced; another one by then is a conflict. */
  replacedRevision: string | null;
  /** True where the account may own nothing: it can only replace what others own. */
  readonly mustReplace: boolean;
  /** Address of a resumable upload under way. A secret: only the journal has it. */
  session: string | null;
};

export type TransferItem = CopyItem | UploadItem;

/** A folder to be made in Drive; parents stand before their children. */
export type DriveFolder = {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
  /** True if it is there already. */
  exists: boolean;
};

export type Failure = {
  readonly item: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  /** Of an item that was to be moved; null for what can't be moved by its nature. */
  readonly n: number | null;
};
