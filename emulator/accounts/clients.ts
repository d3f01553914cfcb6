import type { Random } from '../random';

/** An application registered with Google: a web application, or one on the user's own machine. */
export type OAuthClient = {
  clientId: string;
  clientSecret: string;
  projectId: string;
  redirectUris: readonly string[];
  /** A desktop application may come back to any port of the loopback address. */
  isDesktop: boolean;
};

/** What stands behind a code that a browser carries back: good once, for ten minutes. */
export type AuthCode = {
  clientId: string;
  email: string;
  scopes: readonly string[];
  redirectUri: string;
  challenge: string | undefined;
  challengeMethod: string;
  isOffline: boolean;
  expiresAt: number;
  isUsed: boolean;
};

/** The applications, and the codes they were given. */
export class Clients {
  private readonly clients = new Map<string, OAuthClient>();
  private readonly codes = new Map<string, AuthCode>();

  constructor(private readonly random: Random) {}

  add(redirectUris: readonly string[], isDesktop: boolean): OAuthClient {
    const number = Math.floor(this.random.between(1e11, 9e11));
    const client = {
      clientId: `${number}-${this.random.letters(32).toLowerCase().replace(/[_-]/g, 'x')}.apps.googleusercontent.com`,
      clientSecret: `GOCSPX-${this.random.letters(28)}`,
      projectId: `project-${number}`,
      redirectUris,
      isDesktop
    };
    this.clients.set(client.clientId, client);
    return client;
  }

  find(clientId: string): OAuthClient | undefined {
    return this.clients.get(clientId);
  }

  addCode(code: AuthCode): string {
    const text = `4/0${this.random.letters(70)}`;
    this.codes.set(text, code);
    return text;
  }

  code(text: string): AuthCode | undefined {
    return this.codes.get(text);
  }
}

export function mayReturnTo(client: OAuthClient, redirectUri: string): boolean {
  const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(redirectUri);
  return client.redirectUris.includes(redirectUri) || (client.isDesktop && isLoopback);
}
