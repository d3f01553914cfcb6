/** One account, connected: its credentials, its governor, its Drive, its names. */
import type http from 'node:http';
import { fetchToken } from '../auth/googleTokens';
import { parseKey, readKeyFile } from '../auth/key';
import type { Choice } from '../auth/choice';
import { Tokens } from '../auth/tokens';
import { Ancestry } from '../browse/ancestry';
import { Browser } from '../browse/browser';
import { Listings } from '../browse/listings';
import type { Linked } from '../browse/links';
import { parseRootFolder } from '../browse/rootFolder';
import type { IClock } from '../clock';
import type { Config } from '../config';
import type { AboutAccount, DriveFile, IDrive } from '../drive/drive';
import type { Caller } from '../google/caller';
import { GoogleDrive } from '../drive/googleDrive';
import { Governor } from '../governor/governor';
import type { ILog } from '../log';
import { openPathTable } from '../browse/pathStore';
import { Ledger } from '../records/ledger';
import { DriveError, type DriveSettings } from '../../protocol';

export type SessionParts = {
  readonly config: Config;
  readonly clock: IClock;
  readonly log: ILog;
  readonly agent: http.Agent;
};

export type Session = {
  readonly account: AboutAccount;
  readonly choice: Choice;
  readonly rootFolder: DriveFile | null;
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly listings: Listings;
  readonly governor: Governor;
  readonly ledger: Ledger;
  readonly settings: DriveSettings;
  close(): Promise<void>;
};

const GOOGLE = 'https://www.googleapis.com/';
const SCOPES = {
  read: 'https://www.googleapis.com/auth/drive.readonly',
  write: 'https://www.googleapis.com/auth/drive'
};

/** Connects: throws a DriveError that says what is wrong with credentials or root folder. */
export async function openSession(
  choice: Choice,
  settings: DriveSettings,
  parts: SessionParts,
  signal: AbortSignal
): Promise<Session> {
  const { config, clock, log } = parts;
  const address = parseRootFolder(
    config.rootFolder === '' ? settings.rootFolder : config.rootFolder
  );
  const { drive, governor } = await createDrive(choice, mayWrite(choice, settings, config), parts);
  const caller: Caller = { priority: 'panel', signal };
  try {
    const account = await drive.about(caller);
    const root = address === null ? null : await openRootFolder(address, drive, caller);
    const myDriveId = root === null ? await idOfMyDrive(drive, caller) : '';
    const key = `${account.permissionId}/${root?.id ?? ''}`;
    const { table, store } = await openPathTable(config.dataFolder, key, log);
    const ledger = await Ledger.open(config.dataFolder, account.permissionId, log);
    const { listingTtlMs, folderTtlMs } = config.times;
    const listings = new Listings(drive, clock, listingTtlMs);
    const ancestry = new Ancestry(drive, clock, folderTtlMs, myDriveId, root?.id ?? null);
    const browser = new Browser({ drive, table, listings, ancestry, myDriveId, rootFolder: root });
    log.info(`connected to Google Drive as ${account.email}`, { credentials: choice.origin });
    const close = async (): Promise<void> => {
      governor.dispose();
      await Promise.all([store.flush(), ledger.flush()]);
    };
    return {
      account,
      choice,
      rootFolder: root,
      drive,
      browser,
      listings,
      governor,
      ledger,
      settings,
      close
    };
  } catch (error) {
    governor.dispose();
    throw error;
  }
}

/** A shared account is read-only unless the administrator opens it; one's own, unless one does. */
export function mayWrite(choice: Choice, settings: DriveSettings, config: Config): boolean {
  return choice.shared ? config.allowUploads : settings.uploads;
}

async function createDrive(
  choice: Choice,
  writes: boolean,
  { config, clock, log, agent }: SessionParts
): Promise<{ drive: IDrive; governor: Governor }> {
  const { place, origin, shared } = choice;
  const key =
    'content' in place ? parseKey(place.content, origin) : await readKeyFile(place.file, origin);
  const endpoint = config.endpoint === '' ? null : config.endpoint;
  const request = {
    key,
    subject: shared ? config.subject : '',
    scope: writes ? SCOPES.write : SCOPES.read,
    endpoint,
    agent
  };
  const tokens = new Tokens(() => fetchToken(request, clock), clock, config.times.tokenEarlyMs);
  const governor = new Governor(config, clock, log, () => tokens.drop());
  const rootUrl = endpoint === null ? GOOGLE : new URL('/', endpoint).href;
  const { idleMs } = config.times;
  return {
    drive: new GoogleDrive({
      rootUrl,
      agent,
      tokens,
      governor,
      idleMs,
      sleep: (ms, signal) => clock.sleep(ms, signal)
    }),
    governor
  };
}

/** null for none. */
async function openRootFolder(address: Linked, drive: IDrive, caller: Caller): Promise<DriveFile> {
  const folder = await drive
    .get(address.id, caller, address.resourceKey)
    .catch((error: unknown) => {
      throw isNotFound(error) ? wrongRoot(address.id, error) : error;
    });
  if (folder.kind !== 'folder' || folder.trashed) {
    throw wrongRoot(address.id, null);
  }
  return folder;
}

function isNotFound(error: unknown): boolean {
  return error instanceof DriveError && error.code === 'notFound';
}

function wrongRoot(id: string, cause: unknown): DriveError {
  return new DriveError(
    'rootFolderNotFound',
    `The root folder “${id}” is not a folder that this account can see. Share it with the account, or choose another in the settings.`,
    { details: { id }, cause }
  );
}

async function idOfMyDrive(drive: IDrive, caller: Caller): Promise<string> {
  return (await drive.get('root', caller)).id;
}
