/** What a transfer moves: one item a file. Only the transfer changes one (transfer.ts). */
import { DriveError, type ErrorCode, type ErrorDetails } from '../../protocol';
import type { FileState } from '../workspace/fileState';

export type ItemState = 'waiting' | 'done' | 'skipped' | 'failed';

/**
 * Whether it is decided what to do about what stands under the name of an item: `open` until that was looked at,
 * and answered where it must be asked; `reopened` when something else turns out to stand there than what
 * was decided about.
 */
export type Verdict = 'open' | 'given' | 'reopened';

type Common = {
  readonly n: number;
  /** The name on the side it comes from, for sentences. */
  readonly title: string;
  readonly mimeType: string;
  /** Bytes; null for exports. Corrected if the source changes meanwhile. */
  readonly size: number | null;
  /** The name on the side it goes to; it may still change to keep both. */
  readonly name: string;
  /** True if what has this name already is to be replaced. */
  readonly replace: boolean;
  readonly verdict: Verdict;
  readonly state: ItemState;
  /** Bytes moved so far, for the progress. */
  readonly received: number;
};

/** `size` in bytes, `md5` in hex, both computed here. */
export type Arrived = { readonly size: number; readonly md5: string };

/** A file to copy from Drive. */
export type CopyItem = Common & {
  readonly kind: 'copy';
  /** Of the item with the bytes: the target, if a shortcut was chosen. */
  readonly id: string;
  /** Of the shortcut, if it is not the item itself that its folder lists. */
  readonly entry?: string | undefined;
  readonly resourceKey: string | null;
  readonly md5: string | null;
  readonly headRevisionId: string | null;
  /** RFC 3339. */
  readonly modified: string | null;
  /** Type to export a Google document as; null for files with bytes. */
  readonly exportAs: string | null;
  /** Of a file without a checksum in Drive: what arrived, noted before it gets its name. */
  readonly arrived: Arrived | null;
  /** Workspace folder. */
  readonly folder: string;
  /** What stood under the name when it was decided to replace it: nothing else may be. null: nothing did. */
  readonly expected: FileState | null;
};

/** A file to upload into Drive. */
export type UploadItem = Common & {
  readonly kind: 'upload';
  /** Workspace path. */
  readonly path: string;
  /** Where its folder really was when it was chosen, if a link led there (workspace.ts). */
  readonly realFolder: string | null;
  readonly mtimeMs: number;
  /** Id of the Drive folder, which may be one that is made first. */
  readonly parent: string;
  /** Panel path of that folder, for sentences. */
  readonly parentPath: string;
  /** Chosen before, so that nothing is created twice; of the existing file, to replace it. */
  readonly id: string;
  /** The revision that is replaced; another one by then is a conflict. */
  readonly replacedRevision: string | null;
  /** True where the account may own nothing: it can only replace what others own. */
  readonly mustReplace: boolean;
  /** Address of a resumable upload under way. A secret: only the journal has it. */
  readonly session: string | null;
  /** The file that the session has bytes of; null where an earlier version did not note it. */
  readonly sessionOf: FileState | null;
  /** MD5 of the bytes that were sent last, so that they are known again where an answer was lost. */
  readonly sentMd5: string | null;
  /** The revision of a file of our own making, under `id`, that does not hold the right bytes yet. */
  readonly madeRevision: string | null;
};

/** Which content Drive has of a file. */
export type DriveVersion = Pick<CopyItem, 'md5' | 'headRevisionId' | 'modified'>;

export type TransferItem = CopyItem | UploadItem;

/** What may turn out, or be decided, after the plan; size, state and progress have ways of their own. */
export type CopyChange = Partial<
  Pick<
    CopyItem,
    'name' | 'replace' | 'verdict' | 'expected' | 'md5' | 'headRevisionId' | 'modified'
  >
>;
export type UploadChange = Partial<
  Pick<
    UploadItem,
    | 'name'
    | 'replace'
    | 'verdict'
    | 'id'
    | 'replacedRevision'
    | 'mtimeMs'
    | 'session'
    | 'sessionOf'
    | 'sentMd5'
    | 'madeRevision'
  >
>;

/** A folder to be made in Drive; parents stand before their children. */
export type DriveFolder = {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
  /** True if it is there already. */
  readonly exists: boolean;
};

export type Failure = {
  readonly item: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  /** Of an item that was to be moved; null for what never became one. */
  readonly n: number | null;
  /**
   * True for what could not be looked at, as a folder that could not be listed: nobody knows what is missing, and
   * it is looked at again. Without an item and without this it can't be moved by its nature.
   */
  readonly unseen?: boolean | undefined;
};

/** Where an item goes, as a path of the side it goes to. */
export function targetPath(item: TransferItem): string {
  const folder = item.kind === 'copy' ? item.folder : item.parentPath;
  return folder === '' ? item.name : `${folder}/${item.name}`;
}

/** By which the folder lists it that it was found in. */
export function entryOf({ entry, id }: CopyItem): string {
  return entry ?? id;
}

/** '' for a name without a folder. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Trying again can't help with these. */
const FINAL: readonly ErrorCode[] = [
  'notSupported',
  'downloadRefused',
  'accessDenied',
  'noStorage',
  'notFound',
  'tooLarge'
];

export function isFinal(error: unknown): boolean {
  return error instanceof DriveError && FINAL.includes(error.code);
}

export function mayRetry({ n, unseen, code }: Failure): boolean {
  return (n !== null || unseen === true) && !FINAL.includes(code);
}

/** What ended a transfer as a whole, whatever it was at. */
export function isOfTransfer({ n, item }: Failure): boolean {
  return n === null && item === '';
}

export function toUnseen(item: string, error: unknown): Failure {
  return { ...toFailure(item, null, error), unseen: true };
}

export function toFailure(item: string, n: number | null, error: unknown): Failure {
  const { code, message, details } =
    error instanceof DriveError
      ? error
      : new DriveError(
          'internal',
          'Something went wrong in the Google Drive proxy. The server’s log has more; try again.'
        );
  return { item, n, code, message, details };
}
