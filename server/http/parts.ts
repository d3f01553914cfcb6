/** What the routes are made of. */
import type { Status, DriveSettings } from '../../protocol';
import type { Browser } from '../browse/browser';
import type { IDrive } from '../drive/drive';
import type { Transfers, TransferAccount } from '../transfers/transfers';

export interface IConnection {
  current(): Promise<TransferAccount & { readonly browser: Browser; readonly drive: IDrive }>;
  use(settings: DriveSettings): void;
  status(check: boolean): Promise<Status>;
}

export type Parts = {
  readonly connection: IConnection;
  readonly transfers: Transfers;
};
