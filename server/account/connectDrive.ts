/** Drive behind a governor of its own, with tokens from whoever has them. */
import type http from 'node:http';
import type { IClock } from '../clock';
import type { Config } from '../config';
import type { IDrive } from '../drive/drive';
import { GoogleDrive } from '../drive/googleDrive';
import { GOOGLE } from '../google/address';
import { Governor } from '../governor/governor';
import type { ILog } from '../log';

export type DriveParts = {
  readonly config: Config;
  readonly clock: IClock;
  readonly log: ILog;
  readonly agent: http.Agent;
};

export type TokenSource = {
  token(signal: AbortSignal): Promise<string>;
  /** Google refused the last one. */
  drop(): void;
};

export type ConnectedDrive = { readonly drive: IDrive; readonly governor: Governor };

export function connectDrive(
  tokens: TokenSource,
  { config, clock, log, agent }: DriveParts
): ConnectedDrive {
  const governor = new Governor(config, clock, log, () => tokens.drop());
  const drive = new GoogleDrive({
    rootUrl: config.endpoint === '' ? GOOGLE : new URL('/', config.endpoint).href,
    agent,
    tokens,
    governor,
    idleMs: config.times.idleMs,
    sleep: (ms, signal) => clock.sleep(ms, signal)
  });
  return { drive, governor };
}
