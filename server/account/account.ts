/**
 * One identity at Google, as seen through the project or client that asks: all its calls pass one
 * governor and one quota, all that it moves stands in one ledger. Its credentials may be exchanged
 * while calls wait, but never for those of another identity.
 */
import { DriveError } from '../../protocol';
import type { Credentials } from '../auth/credentials';
import type { Scope } from '../auth/scopes';
import type { AboutAccount, IDrive } from '../drive/drive';
import type { Connection } from '../governor/governor';
import type { Ledger } from '../records/ledger';
import type { IAccount, Owner } from '../transfers/place';
import { connectDrive, type ConnectedDrive, type DriveParts } from './connectDrive';
import type { IClosable, Release } from './shared';

/** Who is at Google, and through whom. */
export type Identity = { readonly about: AboutAccount; readonly client: string };

export type Grant = {
  readonly credentials: Credentials;
  /** Whether administrator or person allow to write with these credentials. */
  readonly mayWrite: boolean;
};

export function keyOf({ about, client }: Identity): string {
  return `${about.permissionId}\n${client}`;
}

export class Account implements IAccount, IClosable {
  private readonly connected: ConnectedDrive;
  private writers = 0;

  constructor(
    readonly identity: Identity,
    private grant: Grant,
    readonly ledger: Ledger,
    private readonly releaseLedger: Release,
    parts: DriveParts
  ) {
    this.connected = connectDrive(
      {
        token: signal => this.grant.credentials.token(this.scope, signal),
        drop: () => this.grant.credentials.drop(this.scope)
      },
      parts
    );
  }

  get drive(): IDrive {
    return this.connected.drive;
  }

  get owner(): Owner {
    const { permissionId, email } = this.identity.about;
    return { accountId: permissionId, email };
  }

  get hasStorage(): boolean {
    return this.identity.about.kind !== 'serviceAccount';
  }

  get connection(): Connection {
    return this.connected.governor.connection;
  }

  get mayWrite(): boolean {
    return this.grant.mayWrite;
  }

  /** Of the same identity: every call from now on goes with these. */
  exchange(grant: Grant): void {
    this.grant = grant;
  }

  /**
   * The gate of all that changes something in Drive. Who passed it may write until it says that it is
   * done, even if writing is switched off meanwhile: nothing ends half-way.
   */
  beginWriting(): Release {
    if (!this.mayWrite) {
      throw new DriveError(
        'notSupported',
        'Uploading is switched off, so the credentials may only read. Switch uploads on in the settings, or ask the administrator to.',
        { details: { what: 'upload' } }
      );
    }
    let isDone = false;
    this.writers += 1;
    return () => {
      this.writers -= isDone ? 0 : 1;
      isDone = true;
    };
  }

  close(): Promise<void> {
    this.connected.governor.dispose();
    this.releaseLedger();
    return Promise.resolve();
  }

  /** The least that is needed now. */
  private get scope(): Scope {
    return this.mayWrite || this.writers > 0 ? 'write' : 'read';
  }
}
