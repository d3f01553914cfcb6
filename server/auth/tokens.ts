/**
 * Access tokens: one request for all who wait, renewed before they end, dropped when refused.
 * Permanent refusals are DriveErrors; broken connections and Google's own failures pass as they
 * are, for the governor to retry.
 */
import type { IClock } from '../clock';
import { untilAborted } from '../untilAborted';

export type AccessToken = {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
};

export class Tokens {
  private current: AccessToken | null = null;
  private request: Promise<AccessToken> | null = null;

  constructor(
    private readonly fetchToken: () => Promise<AccessToken>,
    private readonly clock: IClock,
    /** Renewed this many milliseconds before its end. */
    private readonly earlyMs: number
  ) {}

  async token(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    if (this.current !== null && this.current.expiresAt - this.earlyMs > this.clock.now()) {
      return this.current.token;
    }
    this.request ??= this.fetchNext().finally(() => (this.request = null));
    const { token } = await untilAborted(this.request, signal);
    return token;
  }

  /** Kept even where all who waited for it have gone. */
  private async fetchNext(): Promise<AccessToken> {
    this.current = await this.fetchToken();
    return this.current;
  }

  /** Google refused it: the next caller gets a new one. */
  drop(): void {
    this.current = null;
  }
}
