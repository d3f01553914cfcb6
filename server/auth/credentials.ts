/** A key in use: its access tokens, one a scope. */
import type { IClock } from '../clock';
import type { ConnectionOptions } from '../google/connecting';
import { fetchToken } from './googleTokens';
import type { Key } from './key';
import { SCOPES, type Scope } from './scopes';
import { Tokens } from './tokens';

export type CredentialsParts = {
  readonly clock: IClock;
  readonly connection: ConnectionOptions;
  /** Origin of an emulator instead of Google's token endpoint; null for Google's. */
  readonly endpoint: string | null;
  /** Tokens are renewed this long before their end. Milliseconds. */
  readonly tokenEarlyMs: number;
};

export class Credentials {
  private readonly tokens: Readonly<Record<Scope, Tokens>>;

  constructor(
    private readonly key: Key,
    /** On whose behalf a service account acts; '' for its own. */
    subject: string,
    { clock, connection, endpoint, tokenEarlyMs }: CredentialsParts
  ) {
    const tokensOf = (scope: Scope): Tokens =>
      new Tokens(
        () => fetchToken({ key, subject, scope: SCOPES[scope], endpoint, connection }, clock),
        clock,
        tokenEarlyMs
      );
    this.tokens = { read: tokensOf('read'), write: tokensOf('write') };
  }

  /** The project or client in whose name they ask: Google counts quota for each apart. */
  get client(): string {
    return this.key.client;
  }

  token(scope: Scope, signal: AbortSignal): Promise<string> {
    return this.tokens[scope].token(signal);
  }

  /** Google refused it: the next call gets another one. */
  drop(scope: Scope): void {
    this.tokens[scope].drop();
  }
}
