import type { JsonObject } from '../json';

/** The token endpoint says no, in OAuth's own form (docs/reference/drive.md, "Sign-in and tokens"). */
export class OAuthError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly description?: string
  ) {
    super(description ?? code);
  }

  body(): JsonObject {
    return { error: this.code, error_description: this.description };
  }
}

export function invalidGrant(description: string): OAuthError {
  return new OAuthError(400, 'invalid_grant', description);
}

export function invalidScope(): OAuthError {
  return new OAuthError(400, 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
}

export function unauthorizedClient(): OAuthError {
  return new OAuthError(
    401,
    'unauthorized_client',
    'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.'
  );
}
