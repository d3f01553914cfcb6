/** The composition root: builds the parts and hands them to each other. */
import { DriveError } from '../protocol';
import { systemClock } from './clock';
import type { Config } from './config';
import { ConnectionKeeper } from './account/accounts';
import { createAgent } from './google/agent';
import type { Connection } from './governor/governor';
import type { IConnection } from './http/parts';
import { createApp, type App } from './http/server';
import type { ILog } from './log';
import type { Session } from './account/place';
import type { TransferAccount } from './transfers/job';
import { JournalFolder } from './transfers/journal/folder';
import { systemProcesses } from './transfers/journal/processes';
import { Transfers } from './transfers/transfers';
import { Workspace } from './workspace/workspace';

export type Application = {
  readonly app: App;
  /** Goes on with what an earlier proxy of this server left. */
  resume(): Promise<void>;
  stop(): Promise<void>;
};

const GOOGLE = 'https://www.googleapis.com/';
/** Beyond the governor's limit: for the panel, and for tokens. */
const SPARE_SOCKETS = 8;
/** Files that are fsynced and renamed while the connections fetch the next ones. */
const FILES_AT_THE_DISK = 16;

export function createApplication(
  config: Config,
  version: string,
  log: ILog,
  onBusy: (busy: number) => void
): Application {
  const clock = systemClock;
  const address = config.endpoint === '' ? GOOGLE : config.endpoint;
  const agent = createAgent(address, config.maxConnections + SPARE_SOCKETS, config.times.connectMs);
  const keeper = new ConnectionKeeper({ config, clock, log, agent }, version);
  const workspace = new Workspace(config.workspace.root, config.workspace.allowHidden);
  const journals = (): Promise<JournalFolder> => {
    const { dataFolder, serverId, serverPid, times } = config;
    const place = { dataFolder, serverId, serverPid, root: workspace.root };
    return JournalFolder.claim(place, { times, clock, processes: systemProcesses }, log);
  };
  const transfers = new Transfers({
    ...{ workspace, clock, log, journals, onBusy },
    filesAtOnce: config.maxConnections + FILES_AT_THE_DISK
  });
  const connection = connect(keeper, transfers);
  return {
    app: createApp({ connection, transfers }, { secret: config.secret, log }),
    resume: async () => {
      if (await transfers.hasUnfinished()) {
        await connection.current();
      }
    },
    stop: async () => {
      await transfers.dispose();
      await keeper.dispose();
      await workspace.writers.dispose();
      agent.destroy();
    }
  };
}

/** The connection as routes and transfers need it; each new session takes up what was left. */
function connect(keeper: ConnectionKeeper, transfers: Transfers): IConnection {
  const recovered = new WeakSet<Session>();
  const current = async (): Promise<TransferAccount> => {
    const session = await keeper.current();
    const account = toAccount(session);
    if (!recovered.has(session)) {
      recovered.add(session);
      await transfers.recover(account);
    }
    return account;
  };
  return {
    current,
    forUploads: async () => {
      const account = await current();
      if (!(await keeper.status(false)).canUpload) {
        throw new DriveError(
          'notSupported',
          'Uploading is switched off, so the credentials may only read. Switch uploads on in the settings, or ask the administrator to.',
          { details: { what: 'upload' } }
        );
      }
      return account;
    },
    use: settings => keeper.use(settings),
    status: check => keeper.status(check)
  };
}

function toAccount(session: Session): TransferAccount {
  const { account, drive, browser, ledger, settings, governor } = session;
  const owner = { accountId: account.permissionId, email: account.email };
  const hasStorage = account.kind !== 'serviceAccount';
  const connection = (): Connection => governor.connection;
  return { owner, drive, browser, ledger, settings, hasStorage, connection };
}
