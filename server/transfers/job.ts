/** What copying and uploading have in common: the interface that both implement. */
import type { Decision, Conflict, Preferences } from '../../protocol';
import type { Browser } from '../browse/browser';
import type { IClock } from '../clock';
import type { Caller } from '../google/caller';
import type { ILog } from '../log';
import type { Workspace } from '../workspace/workspace';
import type { TransferItem } from './item';
import type { Journal } from './journal/journal';
import type { IAccount } from './place';
import type { Transfer } from './transfer';
import type { UploadTargets } from './upload/targets';

export type JobParts = {
  readonly transfer: Transfer;
  readonly account: IAccount;
  readonly browser: Browser;
  /** As they were when the transfer was begun, or tried again. */
  readonly preferences: Preferences;
  readonly workspace: Workspace;
  readonly journal: Journal;
  readonly log: ILog;
  readonly caller: Caller;
  readonly clock: IClock;
  /** After so many milliseconds an upload looks again at what it saw in Drive, before it acts upon it. */
  readonly lookAgainMs: number;
  /** What all uploads of this proxy put where. */
  readonly targets: UploadTargets;
  /** Called with the bytes that moved; negative when a file starts over. */
  readonly onBytes: (item: TransferItem, bytes: number) => void;
};

/** A name that is taken. */
export type FoundConflict = {
  readonly conflict: Conflict;
  /** True for what was not there when something was said in advance: it came, or changed, since then. */
  readonly isUnforeseen: boolean;
};

/** One direction of moving. Every method rejects with a DriveError, or the caller's reason. */
export interface IJob {
  /** Fills the transfer: items, folders, what is left out. Nearly all is enough to begin with. */
  plan(): Promise<void>;
  /**
   * Looks for what the plan lacks, while files move: what is added is in transfer and journal. When it resolves
   * the plan is whole, but for what the failures say could not be looked at.
   */
  prove(signal: AbortSignal): Promise<void>;
  /**
   * Looks at all that is not decided yet. What a person must decide is returned; what is there already
   * becomes `skipped`, what can't be looked at `failed`, and the rest is decided.
   */
  findConflicts(): Promise<readonly FoundConflict[]>;
  /** Does what was decided. */
  decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void>;
  /** Makes the folders, before any file. */
  prepare(): Promise<void>;
  /**
   * Moves one file. Rejects with `isChangedMeanwhile` where something else stands under its name than what was
   * decided about; then nothing there was touched. `anyway`: a person wants it although Google takes it for
   * malware or spam.
   */
  move(item: TransferItem, anyway: boolean): Promise<void>;
  /**
   * Before all else where it goes on with a plan of before: what was seen then is looked at again; after a restart
   * it settles what an earlier process left between two steps.
   */
  recover(): Promise<void>;
  /** After a restart: true if the item is in place already, whatever the journal knows. */
  isInPlace(item: TransferItem): Promise<boolean>;
  /** At the end: removes what no transfer will use any more. */
  sweep(): Promise<void>;
}
