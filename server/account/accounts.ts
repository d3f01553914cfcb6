/** Which account and which place are current, by the settings of administrator and person. */
import { DriveError, type DriveSettings, type Status } from '../../protocol';
import { chooseSource } from '../auth/sources/sources';
import type { Linked } from '../browse/links';
import { parseRootFolder } from '../browse/rootFolder';
import type { Config } from '../config';
import type { Caller } from '../google/caller';
import type { CheckedSettings } from '../settings';
import type { Basis, Purpose } from '../transfers/place';
import type { Account } from './account';
import type { DriveParts } from './connectDrive';
import { identify } from './identity';
import { OpenAccounts } from './openAccounts';
import type { Place } from './place';
import { openRootFolder } from './rootFolder';
import type { InUse } from './shared';
import { mayWriteWith, toStatus } from './status';

/** Status may be asked often; what is wrong with credentials is looked at again after this. */
const RETRY_PROBLEM_MS = 3_000;

export class Accounts {
  private checked: CheckedSettings;
  /** What of the settings decides about account and place: another object where it changed. */
  private wanted: Wanted;
  /** Where `wanted` leads to; null until it is opened. */
  private current: Place | null = null;
  private opening: Promise<Place> | null = null;
  private problem: { readonly error: DriveError; readonly at: number } | null = null;
  /**
   * What was opened last. It is let go when the next is opened, and not before: an account that the
   * next settings lead to as well keeps its quota.
   */
  private account: InUse<Account> | null = null;
  private place: InUse<Place> | null = null;
  private readonly opened: OpenAccounts;
  private readonly abort = new AbortController();

  constructor(
    private readonly parts: DriveParts,
    private readonly version: string,
    /** Called with each place that becomes current. */
    private readonly onOpened: (basis: Basis) => Promise<void>
  ) {
    this.checked = parts.config.settings;
    this.wanted = wantedBy(this.checked.settings);
    this.opened = new OpenAccounts(parts);
  }

  /** Does what reads in the current place, which lives until it is done. Rejects with what is wrong. */
  withPlace<T>(work: (basis: Basis) => Promise<T>): Promise<T> {
    return this.holding('read', work);
  }

  /** The gate of what changes something in Drive: rejects where that is not allowed. */
  forWriting<T>(work: (basis: Basis) => Promise<T>): Promise<T> {
    return this.holding('write', work);
  }

  /** Applies a person's settings; what is under way keeps the account and the place that it has. */
  use(checked: CheckedSettings): void {
    this.checked = checked;
    const wanted = wantedBy(this.checked.settings);
    if (JSON.stringify(wanted) !== JSON.stringify(this.wanted)) {
      this.wanted = wanted;
      this.problem = null;
      this.opening = null;
      this.current = null;
    }
  }

  /** `check` looks again at what was wrong a moment ago. */
  async status(check: boolean): Promise<Status> {
    if (check && this.current === null) {
      this.problem = null;
    }
    const place = await this.selected().catch(() => null);
    return toStatus({
      ...this.checked,
      place,
      problem: place === null ? (this.problem?.error ?? null) : null,
      config: this.parts.config,
      version: this.version
    });
  }

  async dispose(): Promise<void> {
    this.abort.abort();
    this.current = null;
    await this.opened.dispose();
  }

  private async holding<T>(purpose: Purpose, work: (basis: Basis) => Promise<T>): Promise<T> {
    let place = await this.selected();
    while (place !== this.current) {
      place = await this.selected(); // other settings are in force since
    }
    const release = place.hold(purpose);
    try {
      return await work({ place, preferences: this.checked.settings });
    } finally {
      release();
    }
  }

  /** The current place; opened on first use. */
  private async selected(): Promise<Place> {
    if (this.current !== null) {
      return this.current;
    }
    const { clock } = this.parts;
    if (this.problem !== null && clock.now() - this.problem.at < RETRY_PROBLEM_MS) {
      throw this.problem.error;
    }
    this.opening ??= this.open(this.wanted);
    return this.opening;
  }

  private async open(wanted: Wanted): Promise<Place> {
    let account: Account | null = null;
    try {
      account = await this.openAccount(wanted);
      const place = await this.openPlace(account, wanted);
      this.replacePlace(place);
      this.current = place.value;
      this.problem = null;
    } catch (error) {
      if (wanted !== this.wanted) {
        return await this.selected(); // the settings changed meanwhile
      }
      this.replacePlace(null);
      if (account === null) {
        this.replaceAccount(null);
      }
      throw this.noted(error);
    } finally {
      this.opening = wanted === this.wanted ? null : this.opening;
    }
    return this.announced(this.current);
  }

  private async openAccount(wanted: Wanted): Promise<Account> {
    const { config } = this.parts;
    const source = chooseSource(config, wanted);
    rootFolderOf(wanted, config); // Google is not asked for what can't be
    const mayWrite = mayWriteWith(source, wanted, config);
    const { identity, grant } = await identify(source, mayWrite, this.parts, this.abort.signal);
    const account = await this.opened.account(identity, grant);
    this.assertWanted(wanted, account);
    account.value.exchange(grant);
    this.replaceAccount(account);
    return account.value;
  }

  private async openPlace(account: Account, wanted: Wanted): Promise<InUse<Place>> {
    const caller: Caller = { priority: 'panel', signal: this.abort.signal };
    const address = rootFolderOf(wanted, this.parts.config);
    const release = this.opened.keepAccount(account); // other settings may let go of it meanwhile
    try {
      const folder = address === null ? null : await openRootFolder(address, account.drive, caller);
      const place = await this.opened.place(account, folder, caller);
      this.assertWanted(wanted, place);
      const { email } = account.owner;
      const { origin } = chooseSource(this.parts.config, wanted);
      this.parts.log.info(`connected to Google Drive as ${email}`, { credentials: origin });
      return place;
    } finally {
      release();
    }
  }

  /** Whoever holds the place is done with it by now, or keeps it for himself. */
  private replacePlace(place: InUse<Place> | null): void {
    this.place?.release();
    this.place = place;
  }

  private replaceAccount(account: InUse<Account> | null): void {
    this.account?.release();
    this.account = account;
  }

  /** Lets go of what is not wanted any more. */
  private assertWanted(wanted: Wanted, opened: InUse<unknown>): void {
    if (wanted !== this.wanted) {
      opened.release();
      throw new Error('Other settings are in force.');
    }
  }

  private async announced(place: Place): Promise<Place> {
    const release = place.hold('read');
    try {
      await this.onOpened({ place, preferences: this.checked.settings });
    } finally {
      release();
    }
    return place;
  }

  private noted(error: unknown): DriveError {
    const shown = error instanceof DriveError ? error : unexpected(error);
    const { clock, log } = this.parts;
    log.warn(shown.message, { code: shown.code, cause: shown.cause });
    this.problem = { error: shown, at: clock.now() };
    return shown;
  }
}

type Wanted = Pick<DriveSettings, 'credentials' | 'keyFile' | 'rootFolder' | 'uploads'>;

function wantedBy({ credentials, keyFile, rootFolder, uploads }: DriveSettings): Wanted {
  return { credentials, keyFile, rootFolder, uploads };
}

/** The administrator's stands over the person's. */
function rootFolderOf(wanted: Wanted, config: Config): Linked | null {
  return parseRootFolder(config.rootFolder === '' ? wanted.rootFolder : config.rootFolder);
}

function unexpected(cause: unknown): DriveError {
  return new DriveError(
    'internal',
    'Google Drive could not be connected. The server’s log has more; often Jupyter’s data folder can’t be written.',
    { cause }
  );
}
