import type { IClock } from '../clock';
import type { Random } from '../random';
import type { Knobs } from '../traffic/knobs';

export type AccessToken = {
  token: string;
  email: string;
  clientId: string;
  projectId: string;
  /** Whole scope URLs, as they were granted. */
  scopes: readonly string[];
  expiresAt: number;
  isRevoked: boolean;
  /** The refresh token it came from. */
  refreshToken?: string;
};

type RefreshToken = {
  token: string;
  email: string;
  clientId: string;
  scopes: readonly string[];
  isRevoked: boolean;
};

type Grant = Pick<AccessToken, 'email' | 'clientId' | 'projectId' | 'scopes' | 'refreshToken'>;

/** A user and a client have at most this many refresh tokens; the oldest becomes invalid without notice (docs/reference/drive.md, "Sign-in and tokens"). */
const REFRESH_TOKENS_PER_USER = 100;

/** The tokens that were given out, and whether they still stand. */
export class Tokens {
  private readonly access = new Map<string, AccessToken>();
  private readonly refresh = new Map<string, RefreshToken>();

  constructor(
    private readonly random: Random,
    private readonly clock: IClock,
    private readonly knobs: Knobs
  ) {}

  /** A token good for `accessTtlSeconds`. */
  grant(grant: Grant): AccessToken {
    const token: AccessToken = {
      ...grant,
      token: `ya29.${this.random.letters(120)}`,
      expiresAt: this.clock.now() + this.knobs.accessTtlSeconds * 1000,
      isRevoked: false
    };
    this.access.set(token.token, token);
    return token;
  }

  grantRefresh(grant: Pick<RefreshToken, 'email' | 'clientId' | 'scopes'>): RefreshToken {
    const token: RefreshToken = {
      ...grant,
      token: `1//0${this.random.letters(98)}`,
      isRevoked: false
    };
    this.refresh.set(token.token, token);
    const alive = [...this.refresh.values()].filter(
      each => each.email === grant.email && each.clientId === grant.clientId && !each.isRevoked
    );
    const [oldest] = alive;
    if (alive.length > REFRESH_TOKENS_PER_USER && oldest !== undefined) {
      oldest.isRevoked = true;
    }
    return token;
  }

  /** The token if it is known, unexpired and unrevoked. */
  valid(token: string): AccessToken | undefined {
    const known = this.access.get(token);
    return known !== undefined && !known.isRevoked && known.expiresAt > this.clock.now()
      ? known
      : undefined;
  }

  validRefresh(token: string): RefreshToken | undefined {
    const known = this.refresh.get(token);
    return known?.isRevoked === false ? known : undefined;
  }

  /** Revokes either kind of token, and all that came from it; false when it is unknown. */
  revoke(token: string): boolean {
    const access = this.access.get(token);
    const source = access?.refreshToken ?? token;
    const refresh = this.refresh.get(source);
    if (access === undefined && refresh === undefined) {
      return false;
    }
    if (access !== undefined) {
      access.isRevoked = true;
    }
    if (refresh !== undefined) {
      refresh.isRevoked = true;
    }
    for (const each of this.access.values()) {
      each.isRevoked = each.isRevoked || each.refreshToken === source;
    }
    return true;
  }

  hasConsented(email: string, clientId: string): boolean {
    return [...this.refresh.values()].some(
      each => each.email === email && each.clientId === clientId && !each.isRevoked
    );
  }

  expireAll(): void {
    for (const token of this.access.values()) {
      token.expiresAt = 0;
    }
  }

  revokeAll(): void {
    for (const token of this.access.values()) {
      token.isRevoked = true;
    }
  }
}
