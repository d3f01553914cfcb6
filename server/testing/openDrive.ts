/** A GoogleDrive without a proxy around it, and what a suite needs beside it. For specs. */
import { readFile } from 'node:fs/promises';
import { fetchToken } from '../auth/googleTokens';
import { parseKey } from '../auth/key';
import { Tokens } from '../auth/tokens';
import { systemClock } from '../clock';
import { parseConfig } from '../config';
import { GoogleDrive } from '../drive/googleDrive';
import { GOOGLE } from '../google/address';
import { createAgent } from '../google/agent';
import { Governor } from '../governor/governor';
import type { ILog } from '../log';

export type LiveOptions = {
  readonly keyFile: string;
  /** On whose behalf a service account acts; '' for its own. */
  readonly subject: string;
  /** Folder that everything is created in; `root` is My Drive. */
  readonly parent: string;
  /** Of an emulator; '' for Google. */
  readonly endpoint: string;
};

const FOLDER = 'application/vnd.google-apps.folder';
const DOCUMENT = 'application/vnd.google-apps.document';
const silent = (): void => undefined;
const log: ILog = { debug: silent, info: silent, warn: silent, error: silent };

/** Asks Google directly, for what an IDrive can't do: it removes nothing, and makes no document. */
export class LiveAccount {
  private constructor(
    private readonly rootUrl: string,
    private readonly tokens: Tokens,
    readonly drive: GoogleDrive,
    private readonly end: () => void
  ) {}

  static async open({ keyFile, subject, endpoint }: LiveOptions): Promise<LiveAccount> {
    const key = parseKey(await readFile(keyFile, 'utf8'), keyFile);
    const rootUrl = endpoint === '' ? GOOGLE : new URL('/', endpoint).href;
    const config = parseConfig(JSON.stringify(LEAST));
    const { maxConnections, times } = config;
    const agent = createAgent(rootUrl, maxConnections, times.connectMs);
    const scope = 'https://www.googleapis.com/auth/drive';
    const connection = { agent, idleMs: times.idleMs };
    const request = {
      key,
      subject,
      scope,
      endpoint: endpoint === '' ? null : endpoint,
      connection
    };
    const clock = systemClock;
    const tokens = new Tokens(() => fetchToken(request, clock), clock, times.tokenEarlyMs);
    const governor = new Governor(config, clock, log, () => tokens.drop());
    const drive = new GoogleDrive({
      ...{ rootUrl, agent, tokens, governor, idleMs: times.idleMs },
      sleep: (ms, signal) => clock.sleep(ms, signal)
    });
    return new LiveAccount(rootUrl, tokens, drive, () => {
      governor.dispose();
      agent.destroy();
    });
  }

  createFolder(name: string, parent: string): Promise<string> {
    return this.create({ name, mimeType: FOLDER, parents: [parent] });
  }

  createDocument(name: string, parent: string): Promise<string> {
    return this.create({ name, mimeType: DOCUMENT, parents: [parent] });
  }

  /** For good; into the trash where only that is allowed. */
  async remove(id: string): Promise<'removed' | 'in the trash'> {
    const path = `${encodeURIComponent(id)}?supportsAllDrives=true`;
    if ((await this.ask('DELETE', path)).ok) {
      return 'removed';
    }
    const answer = await this.ask('PATCH', path, { trashed: true });
    if (!answer.ok) {
      throw new Error(`The folder ${id} could not be removed: HTTP ${answer.status}.`);
    }
    return 'in the trash';
  }

  close(): Promise<void> {
    this.end();
    return Promise.resolve();
  }

  private async create(file: Readonly<Record<string, unknown>>): Promise<string> {
    const answer = await this.ask('POST', '?supportsAllDrives=true&fields=id', file);
    const created: unknown = await answer.json();
    if (typeof created === 'object' && created !== null && 'id' in created) {
      return String(created.id);
    }
    throw new Error(`Nothing could be created in the parent folder: ${JSON.stringify(created)}`);
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Response> {
    const token = await this.tokens.token(new AbortController().signal);
    return fetch(new URL(`drive/v3/files${path.startsWith('?') ? '' : '/'}${path}`, this.rootUrl), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    });
  }
}

/** What the configuration of a proxy needs at least; everything else has its default. */
const LEAST = {
  secret: 'not used by anybody here',
  listen: null,
  workspace: { root: null, allowHidden: false },
  dataFolder: '',
  serverId: 'spec',
  serviceAccount: null
};
