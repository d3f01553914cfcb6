/** The composition root: builds the parts and hands them to each other. */
import { systemClock } from './clock';
import type { Config } from './config';
import { ConnectionKeeper } from './connection';
import { createAgent } from './drive/agent';
import { createApp, type App } from './http/server';
import type { ILog } from './log';
import { Transfers } from './transfers/transfers';
import { Workspace } from './workspace/workspace';

export type Application = { readonly app: App; stop(): Promise<void> };

const GOOGLE = 'https://www.googleapis.com/';

export function createApplication(
  config: Config,
  version: string,
  log: ILog,
  onBusy: (busy: number) => void
): Application {
  const clock = systemClock;
  const agent = createAgent(
    config.endpoint === '' ? GOOGLE : config.endpoint,
    config.maxConnections + 8
  );
  const connection = new ConnectionKeeper({ config, clock, log, agent }, version);
  const workspace = new Workspace(config.workspace.root, config.workspace.allowHidden);
  const transfers = new Transfers({
    workspace,
    clock,
    log,
    filesAtOnce: config.maxConnections,
    onBusy
  });
  const keeper = {
    current: async () => {
      const session = await connection.current();
      return { ...session, connection: () => session.governor.connection };
    },
    use: connection.use.bind(connection),
    status: connection.status.bind(connection)
  };
  const app = createApp({ connection: keeper, transfers }, { secret: config.secret, log });
  const stop = async (): Promise<void> => {
    await transfers.dispose();
    await connection.dispose();
    await workspace.writing.dispose();
    agent.destroy();
  };
  return { app, stop };
}
