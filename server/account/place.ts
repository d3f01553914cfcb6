/** An account seen through a root folder: its paths, its lists, its browser. */
import { Ancestry } from '../browse/ancestry';
import { Browser } from '../browse/browser';
import { Listings } from '../browse/listings';
import type { PathTable } from '../browse/pathTable';
import type { DriveFile } from '../drive/drive';
import type { IPlace, Purpose } from '../transfers/place';
import type { Account } from './account';
import type { DriveParts } from './connectDrive';
import type { IClosable, Release } from './shared';

export type PlaceOptions = {
  readonly account: Account;
  /** Null for all of Drive. */
  readonly rootFolder: DriveFile | null;
  /** Of My Drive; '' where a root folder hides it. */
  readonly myDriveId: string;
  readonly table: PathTable;
  /** One user more of this place. */
  readonly keep: () => Release;
  /** What the place lets go of at its end. */
  readonly releases: readonly Release[];
};

export class Place implements IPlace, IClosable {
  readonly browser: Browser;

  constructor(
    private readonly options: PlaceOptions,
    { config, clock }: DriveParts
  ) {
    const { account, table, myDriveId, rootFolder } = options;
    const { drive } = account;
    const { listingTtlMs, folderTtlMs } = config.times;
    const listings = new Listings(drive, clock, listingTtlMs);
    const ancestry = new Ancestry(drive, clock, folderTtlMs, myDriveId, rootFolder?.id ?? null);
    this.browser = new Browser({ drive, table, listings, ancestry, myDriveId, rootFolder });
  }

  get account(): Account {
    return this.options.account;
  }

  get rootFolder(): DriveFile | null {
    return this.options.rootFolder;
  }

  hold(purpose: Purpose): Release {
    const release = this.options.keep();
    let done: Release;
    try {
      done = purpose === 'write' ? this.account.beginWriting() : () => undefined;
    } catch (error) {
      release();
      throw error;
    }
    return () => {
      done();
      release();
    };
  }

  close(): Promise<void> {
    this.options.releases.forEach(release => release());
    return Promise.resolve();
  }
}
