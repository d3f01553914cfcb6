/** What the routes are made of. */
import type { Status, DriveSettings } from '../../protocol';
import type { TransferAccount } from '../transfers/job';
import type { Transfers } from '../transfers/transfers';

export interface IConnection {
  /** The connected account; rejects with what is wrong with the credentials. */
  current(): Promise<TransferAccount>;
  /** The same, if uploads are possible at all. */
  forUploads(): Promise<TransferAccount>;
  use(settings: DriveSettings): void;
  status(check: boolean): Promise<Status>;
}

export type Parts = {
  readonly connection: IConnection;
  readonly transfers: Transfers;
};
