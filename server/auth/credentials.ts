/** A key in use: its access tokens, one a scope. */
import type http from 'node:http';
import type { IClock } from '../clock';
import { fetchToken } from './googleTokens';
import type { Key } from './key';
import { SCOPES, type Scope } from './scopes';
import { Tokens } from './tokens';

export type CredentialsParts = {
  readonly clock: IClock;
  readonly agent: http.Agent;
  /** Origin of an emulator instead of Google's token endpoint; null for Google's. */
  readonly endpoint: string | null;
  /** Tokens are renewed this long before their end. Milliseconds. */
  readonly tokenEarlyMs: number;
  /** A token endpoint that has not answered by then is broken. Milliseconds. */
  readonly timeoutMs: number;
};

export class Credentials {
  private readonly tokens: Readonly<Record<Scope, Tokens>>;

  constructor(
    private readonly key: Key,
    /** On whose behalf a service account acts; '' for its own. */
    subject: string,
    { clock, agent, endpoint, tokenEarlyMs, timeoutMs }: CredentialsParts
  ) {
    const tokensOf = (scope: Scope): Tokens =>
      new Tokens(
        () => fetchToken({ key, subject, scope: SCOPES[scope], endpoint, agent, timeoutMs }, clock),
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
