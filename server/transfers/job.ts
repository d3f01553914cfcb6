/** What copying and uploading have in common: the interface that both implement. */
import type { Decision, Conflict, Preferences } from '../../protocol';
import type { Browser } from '../browse/browser';
import type { Caller } from '../google/caller';
import type { Workspace } from '../workspace/workspace';
import type { TransferItem } from './item';
import type { Journal } from './journal/journal';
import type { IAccount } from './place';
import type { Transfer } from './transfer';

export type JobParts = {
  readonly transfer: Transfer;
  readonly account: IAccount;
  readonly browser: Browser;
  /** As they were when the transfer was begun, or tried again. */
  readonly preferences: Preferences;
  readonly workspace: Workspace;
  readonly journal: Journal;
  readonly caller: Caller;
  /** Called with the bytes that moved; negative when a file starts over. */
  readonly onBytes: (item: TransferItem, bytes: number) => void;
};

/** One direction of moving. Every method rejects with a DriveError, or the caller's reason. */
export interface IJob {
  /** Fills the transfer: items, folders, what is left out. */
  plan(): Promise<void>;
  /** Names that are taken, for the person to decide; what is there already becomes `skipped`. */
  findConflicts(): Promise<readonly Conflict[]>;
  /** Does what was decided. */
  decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void>;
  /** Makes the folders, before any file. */
  prepare(): Promise<void>;
  /** Moves one file. */
  move(item: TransferItem): Promise<void>;
  /** After a restart: true if the item is in place already, whatever the journal knows. */
  isInPlace(item: TransferItem): Promise<boolean>;
  /** Removes what an earlier process left and is of no more use. */
  sweep(): Promise<void>;
}
