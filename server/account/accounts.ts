/** Which account is connected now, and what the panel is told about it. */
import {
  DriveError,
  PROTOCOL_VERSION,
  type DriveSettings,
  type ErrorReply,
  type Status
} from '../../protocol';
import { chooseCredentials, offeredSources } from '../auth/choice';
import { mayWrite, openSession, type Session, type SessionParts } from './place';

/** Status may be asked often; what is wrong with credentials is looked at again after this. */
const RETRY_PROBLEM_MS = 3_000;

export class ConnectionKeeper {
  private settings: DriveSettings;
  private opening: Promise<Session> | null = null;
  private session: Session | null = null;
  private problem: { readonly error: DriveError; readonly at: number } | null = null;
  private readonly closing: Promise<void>[] = [];
  private readonly abort = new AbortController();

  constructor(
    private readonly parts: SessionParts,
    private readonly version: string
  ) {
    this.settings = parts.config.settings;
  }

  /** The connected account; connects on first use. Throws a DriveError that says what is wrong. */
  async current(): Promise<Session> {
    if (this.session !== null) {
      return this.session;
    }
    const { clock } = this.parts;
    if (this.problem !== null && clock.now() - this.problem.at < RETRY_PROBLEM_MS) {
      throw this.problem.error;
    }
    this.opening ??= this.open().finally(() => (this.opening = null));
    return this.opening;
  }

  /** Applies a person's settings; transfers under way keep the account they have. */
  use(settings: DriveSettings): void {
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) {
      return;
    }
    this.settings = settings;
    this.reset();
  }

  /** Forgets what was wrong, so that the next request looks again. */
  reset(): void {
    this.problem = null;
    this.opening = null;
    if (this.session !== null) {
      this.closing.push(this.session.close());
      this.session = null;
    }
  }

  async status(check: boolean): Promise<Status> {
    if (check && this.session === null) {
      this.problem = null;
    }
    const session = await this.current().catch(() => null);
    const { config } = this.parts;
    const error = session === null ? (this.problem?.error ?? null) : null;
    const canUpload = session !== null && mayWrite(session.choice, session.settings, config);
    return {
      protocol: PROTOCOL_VERSION,
      version: this.version,
      state:
        error === null ? 'ready' : error.code === 'notConfigured' ? 'notConfigured' : 'problem',
      problem: error === null ? null : toErrorReply(error),
      account: session === null ? null : withoutId(session),
      credentials: this.credentials(),
      offered: offeredSources(config),
      rootFolder: session === null ? null : rootOf(session),
      locked: this.locked(),
      settings: this.settings,
      canUpload,
      readOnlyReason: canUpload ? null : 'notEnabled',
      workspaceOnDisk: config.workspace.root !== null,
      connection: session?.governor.connection ?? 'online',
      endpoint: config.endpoint === '' ? null : config.endpoint
    };
  }

  async dispose(): Promise<void> {
    this.abort.abort();
    this.reset();
    await Promise.allSettled(this.closing);
  }

  private async open(): Promise<Session> {
    const { config, clock, log } = this.parts;
    const { settings } = this;
    try {
      const choice = chooseCredentials(config, settings);
      const session = await openSession(choice, settings, this.parts, this.abort.signal);
      if (settings !== this.settings) {
        await session.close();
        return await this.current(); // the settings changed meanwhile
      }
      this.session = session;
      this.problem = null;
      return session;
    } catch (error) {
      const shown = error instanceof DriveError ? error : unexpected(error);
      log.warn(shown.message, { code: shown.code, cause: shown.cause });
      if (settings === this.settings) {
        this.problem = { error: shown, at: clock.now() };
      }
      throw shown;
    }
  }

  private credentials(): Status['credentials'] {
    try {
      const { source, origin } = chooseCredentials(this.parts.config, this.settings);
      return { source, origin };
    } catch {
      return null; // the problem says so already
    }
  }

  private locked(): Status['locked'] {
    const { config } = this.parts;
    return {
      ...(config.rootFolder === '' ? {} : { rootFolder: config.rootFolder }),
      ...(config.lockCredentials ? { credentials: 'serviceAccount', keyFile: '' } : {})
    };
  }
}

export function toErrorReply(error: DriveError, requestId?: string): ErrorReply {
  const { code, message, details } = error;
  return { code, message, details, ...(requestId === undefined ? {} : { requestId }) };
}

function unexpected(cause: unknown): DriveError {
  return new DriveError(
    'internal',
    'Google Drive could not be connected. The server’s log has more; often Jupyter’s data folder can’t be written.',
    { cause }
  );
}

function rootOf({ rootFolder }: Session): Status['rootFolder'] {
  return rootFolder === null ? null : { id: rootFolder.id, title: rootFolder.name };
}

function withoutId({ account }: Session): Status['account'] {
  const { email, name, kind } = account;
  return { email, name, kind };
}
