/** What a transfer moves: one entry a file. */
import type { ErrorCode, ErrorDetails } from '../../protocol';

export type EntryState = 'waiting' | 'done' | 'skipped' | 'failed';

/** A file to copy from Drive. */
export type CopyEntry = {
  readonly n: number;
  readonly id: string;
  readonly resourceKey: string | null;
  /** The name in Drive, for sentences. */
  readonly title: string;
  readonly mimeType: string;
  /** As planned; corrected if the file changed in Drive meanwhile. */
  size: number | null;
  md5: string | null;
  headRevisionId: string | null;
  modified: string | null;
  /** Workspace folder and name; the name may still change to keep both. */
  readonly folder: string;
  name: string;
  /** True if an existing file of this name is to be replaced. */
  replace: boolean;
  state: EntryState;
  /** Bytes written so far, for the progress. */
  received: number;
};

export type Failure = {
  readonly n: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
};
