/** The composition root: builds the parts and hands them to each other. */
import { systemClock } from './clock';
import type { Config } from './config';
import { Accounts } from './account/accounts';
import { GOOGLE } from './google/address';
import { createAgent } from './google/agent';
import { createApp, type App } from './http/server';
import type { ILog } from './log';
import { isOverWithin } from './untilAborted';
import { JournalFolder } from './transfers/journal/folder';
import { systemProcesses } from './transfers/journal/processes';
import { Transfers } from './transfers/transfers';
import { Workspace } from './workspace/workspace';
import { Writers } from './workspace/writing/writers';

export type Application = {
  readonly app: App;
  /** Goes on with what an earlier proxy of this server left. */
  resume(): Promise<void>;
  /** Resolves when all has stopped, or its time is over: a dead disk must not hold up the end. */
  stop(): Promise<void>;
};

/** Beyond the governor's limit: for the panel, and for tokens. */
const SPARE_SOCKETS = 12;
/** Files that are fsynced and renamed while the connections fetch the next ones. */
const FILES_AT_THE_DISK = 16;

export function createApplication(
  config: Config,
  version: string,
  log: ILog,
  onBusy: (busy: number) => void
): Application {
  const clock = systemClock;
  const elapsed = (): number => performance.now();
  const address = config.endpoint === '' ? GOOGLE : config.endpoint;
  const agent = createAgent(address, config.maxConnections + SPARE_SOCKETS, config.times.connectMs);
  const { root, allowHidden } = config.workspace;
  const workspace = new Workspace(root, allowHidden, new Writers(log));
  const journals = (): Promise<JournalFolder> => {
    const { dataFolder, serverId, serverPid, times } = config;
    const place = { dataFolder, serverId, serverPid, root: workspace.root };
    return JournalFolder.claim(
      place,
      { ...{ times, clock, elapsed }, processes: systemProcesses },
      log
    );
  };
  const transfers = new Transfers({
    ...{ workspace, clock, log, journals, onBusy },
    filesAtOnce: config.maxConnections + FILES_AT_THE_DISK,
    cancelMs: config.times.cancelMs,
    lookAgainMs: config.times.lookAgainMs
  });
  const accounts = new Accounts({ config, clock, log, agent }, version, basis =>
    transfers.recover(basis)
  );
  const stopAll = async (): Promise<void> => {
    await transfers.dispose();
    await accounts.dispose();
    await workspace.writers.dispose();
  };
  return {
    app: createApp({ accounts, transfers }, { secret: config.secret, log }),
    resume: async () => {
      if (await transfers.hasUnfinished()) {
        await accounts.withPlace(() => Promise.resolve()); // to open it takes up what was left
      }
    },
    stop: async () => {
      const stopped = stopAll().catch((error: unknown) =>
        log.warn('not all has stopped', { error })
      );
      if (!(await isOverWithin(config.times.stopMs, stopped))) {
        log.warn(
          'the proxy ends while something still waits; its successor goes on by the journals'
        );
      }
      agent.destroy();
    }
  };
}
