/**
 * Accounts and places that are in use, each once, however many use them; and the files that they
 * write, each opened once in this process: a person seen through two projects has two quotas at
 * Google, but one ledger.
 */
import { openPathTable } from '../browse/pathStore';
import type { PathTable } from '../browse/pathTable';
import type { DriveFile } from '../drive/drive';
import type { Caller } from '../google/caller';
import { Ledger } from '../records/ledger';
import { Account, keyOf, type Grant, type Identity } from './account';
import type { DriveParts } from './connectDrive';
import { Place } from './place';
import { Shared, type InUse, type IClosable, type Release } from './shared';

type SharedLedger = IClosable & { readonly ledger: Ledger };
type SharedTable = IClosable & { readonly table: PathTable };

export class OpenAccounts {
  private readonly accounts = new Shared<Account>();
  private readonly places = new Shared<Place>();
  private readonly ledgers = new Shared<SharedLedger>();
  private readonly tables = new Shared<SharedTable>();

  constructor(private readonly parts: DriveParts) {}

  /** The account of this identity. `grant` is for a new one; of a known one it is exchanged by the caller. */
  account(identity: Identity, grant: Grant): Promise<InUse<Account>> {
    return this.accounts.use(keyOf(identity), async () => {
      const { value, release } = await this.ledger(identity.about.permissionId);
      return new Account(identity, grant, value.ledger, release, this.parts);
    });
  }

  /** One user more of an account that is in use. */
  keepAccount(account: Account): Release {
    return this.accounts.keep(keyOf(account.identity));
  }

  /** The place of an account that is in use. */
  place(account: Account, rootFolder: DriveFile | null, caller: Caller): Promise<InUse<Place>> {
    const accountKey = keyOf(account.identity);
    const key = `${accountKey}\n${rootFolder?.id ?? ''}`;
    return this.places.use(key, async () => {
      const releaseAccount = this.accounts.keep(accountKey);
      try {
        const myDriveId = rootFolder === null ? (await account.drive.get('root', caller)).id : '';
        const names = await this.table(account, rootFolder);
        const keep = (): Release => this.places.keep(key);
        const releases = [names.release, releaseAccount];
        const { table } = names.value;
        const options = { account, rootFolder, myDriveId, table, keep, releases };
        return new Place(options, this.parts);
      } catch (error) {
        releaseAccount();
        throw error;
      }
    });
  }

  /** Writes what is to be kept, whoever uses it still. */
  async dispose(): Promise<void> {
    await this.places.dispose();
    await this.accounts.dispose();
    await Promise.all([this.ledgers.dispose(), this.tables.dispose()]);
  }

  private ledger(permissionId: string): Promise<InUse<SharedLedger>> {
    return this.ledgers.use(permissionId, async () => {
      const { config, log } = this.parts;
      const ledger = await Ledger.open(config.dataFolder, permissionId, log);
      return { ledger, close: () => ledger.flush() };
    });
  }

  private table({ identity }: Account, rootFolder: DriveFile | null): Promise<InUse<SharedTable>> {
    const key = `${identity.about.permissionId}/${rootFolder?.id ?? ''}`;
    return this.tables.use(key, async () => {
      const { config, log } = this.parts;
      const { table, store } = await openPathTable(config.dataFolder, key, log);
      return { table, close: () => store.flush() };
    });
  }
}
