/** What copying and uploading have in common: the interface that both implement. */
import type { Decision, Conflict, DriveSettings } from '../../protocol';
import type { Browser } from '../browse/browser';
import type { IDrive } from '../drive/drive';
import type { Caller } from '../google/caller';
import type { Connection } from '../governor/governor';
import type { Workspace } from '../workspace/workspace';
import type { TransferItem } from './item';
import type { Journal } from './journal/journal';
import type { Ledger } from '../records/ledger';
import type { Owner, Transfer } from './transfer';

/** The account that a transfer belongs to; a change of credentials does not change it. */
export type TransferAccount = {
  readonly owner: Owner;
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly ledger: Ledger;
  readonly settings: DriveSettings;
  /** False for a service account: what it creates outside of shared drives, Google refuses. */
  readonly hasStorage: boolean;
  readonly connection: () => Connection;
};

export type JobParts = {
  readonly transfer: Transfer;
  readonly account: TransferAccount;
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
