/**
 * What a transfer needs of the account and the place that it works for, and keeps until it ends,
 * whatever is chosen in the settings meanwhile.
 */
import type { Preferences } from '../../protocol';
import type { Browser } from '../browse/browser';
import type { IDrive } from '../drive/drive';
import type { Connection } from '../governor/governor';
import type { Ledger } from '../records/ledger';

export type Owner = {
  /** Drive's permission id: the account that a transfer belongs to. */
  readonly accountId: string;
  readonly email: string;
};

/** One identity at Google. */
export interface IAccount {
  readonly owner: Owner;
  readonly drive: IDrive;
  readonly ledger: Ledger;
  /** False for a service account: what it creates outside of shared drives, Google refuses. */
  readonly hasStorage: boolean;
  readonly connection: Connection;
}

export type Purpose = 'read' | 'write';

/** An account seen through a root folder. */
export interface IPlace {
  readonly account: IAccount;
  readonly browser: Browser;
  /**
   * Keeps place and account alive until the function returned is called. Throws a DriveError if it is
   * to write and the account may not; later changes of that do not concern who holds it already.
   */
  hold(purpose: Purpose): () => void;
}

/** Where a transfer is begun or goes on, and how the person wants it at this moment. */
export type Basis = { readonly place: IPlace; readonly preferences: Preferences };
