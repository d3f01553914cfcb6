/** The proxy in this process: for what ends in a moment, a child would only cost time. */
import { randomBytes } from 'node:crypto';
import { DriveError } from '../../protocol';
import type { Application } from '../entry';
import { untilAborted } from '../untilAborted';
import { parsedBody, type DoorReply, type DoorRequest, type IDoor } from './door';

export type EngineParts = {
  /** What Python tells a proxy, but for what this process decides. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly pid: number;
  readonly version: string;
  /** Takes lines of the log. */
  readonly log: (line: string) => void;
};

type Opened = { readonly application: Application; readonly secret: string };

export class Engine implements IDoor {
  private opened: Promise<Opened> | null = null;

  constructor(private readonly parts: EngineParts) {}

  async ask({ method, target, body }: DoorRequest, signal?: AbortSignal): Promise<DoorReply> {
    signal?.throwIfAborted(); // before everything is loaded for nothing
    this.opened ??= this.open();
    const { application, secret } = await this.opened;
    const request = new Request(`http://proxy${target}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal
    });
    const answer = Promise.resolve(application.app.fetch(request));
    const response = await untilAborted(answer, signal);
    return { status: response.status, body: parsedBody(await response.text()) };
  }

  async stop(): Promise<void> {
    const opened = await this.opened?.catch(() => null);
    await opened?.application.stop();
  }

  /** Everything of the proxy is loaded here, so that help and transfers start without it. */
  private async open(): Promise<Opened> {
    const { createApplication, createLog, parseConfig } = await import('../entry');
    const secret = randomBytes(32).toString('base64url');
    const { configuration, pid, version, log } = this.parts;
    const line = JSON.stringify({ ...configuration, secret, listen: null, serverPid: pid });
    try {
      const config = parseConfig(line);
      const logger = createLog(config.logLevel, log);
      return { application: createApplication(config, version, logger, () => undefined), secret };
    } catch (cause) {
      createLog('info', log).error('the Google Drive proxy did not start', { error: cause });
      throw new DriveError('proxyNotStarted', 'The Google Drive proxy did not start.', { cause });
    }
  }
}
