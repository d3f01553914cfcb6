import { createHash } from 'node:crypto';

import type { IClock } from '../clock';
import type { JsonObject } from '../json';
import type { Knobs } from '../traffic/knobs';
import type { AuthCode, Clients, OAuthClient } from './clients';
import { OAuthError, invalidGrant } from './oauthErrors';
import type { Tokens } from './tokens';

type GrantParts = {
  readonly clients: Clients;
  readonly tokens: Tokens;
  readonly clock: IClock;
  readonly knobs: Pick<Knobs, 'accessTtlSeconds'>;
};

/** Grants of people's own sign-in: a code, and later its refresh token (docs/reference/drive.md, "Sign-in and tokens"). */
export function userGrant(
  google: GrantParts,
  grantType: string,
  form: URLSearchParams
): JsonObject | undefined {
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode(google, clientOf(google, form), form);
    case 'refresh_token':
      return refresh(google, clientOf(google, form), form);
    default:
      return undefined;
  }
}

function clientOf(google: GrantParts, form: URLSearchParams): OAuthClient {
  const client = google.clients.find(form.get('client_id') ?? '');
  if (client === undefined) {
    throw new OAuthError(401, 'invalid_client', 'The OAuth client was not found.');
  }
  if (form.get('client_secret') !== client.clientSecret) {
    throw new OAuthError(401, 'invalid_client', 'Unauthorized');
  }
  return client;
}

function exchangeCode(google: GrantParts, client: OAuthClient, form: URLSearchParams): JsonObject {
  const code = google.clients.code(form.get('code') ?? '');
  if (code?.clientId !== client.clientId) {
    throw invalidGrant('Malformed auth code.');
  }
  if (code.isUsed || code.expiresAt < google.clock.now()) {
    throw invalidGrant('Bad Request');
  }
  if (form.get('redirect_uri') !== code.redirectUri) {
    throw new OAuthError(400, 'redirect_uri_mismatch', 'Bad Request');
  }
  checkVerifier(code, form.get('code_verifier'));
  code.isUsed = true;
  const { email, scopes } = code;
  const fresh = code.isOffline
    ? google.tokens.grantRefresh({ email, clientId: client.clientId, scopes })
    : undefined;
  return {
    ...access(google, client, { email, scopes, refreshToken: fresh?.token }),
    ...(fresh === undefined ? {} : { refresh_token: fresh.token })
  };
}

/** The code's challenge must be the verifier's own, or its SHA-256 (RFC 7636). */
function checkVerifier({ challenge, challengeMethod }: AuthCode, verifier: string | null): void {
  if (challenge === undefined) {
    return;
  }
  if (verifier === null) {
    throw invalidGrant('Missing code verifier.');
  }
  const made =
    challengeMethod === 'S256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier;
  if (made !== challenge) {
    throw invalidGrant('Invalid code verifier.');
  }
}

function refresh(google: GrantParts, client: OAuthClient, form: URLSearchParams): JsonObject {
  const token = google.tokens.validRefresh(form.get('refresh_token') ?? '');
  if (token?.clientId !== client.clientId) {
    throw invalidGrant('Token has been expired or revoked.');
  }
  return access(google, client, {
    email: token.email,
    scopes: token.scopes,
    refreshToken: token.token
  });
}

function access(
  google: GrantParts,
  client: OAuthClient,
  grant: { email: string; scopes: readonly string[]; refreshToken: string | undefined }
): JsonObject {
  const token = google.tokens.grant({
    ...grant,
    clientId: client.clientId,
    projectId: client.projectId
  });
  return {
    access_token: token.token,
    expires_in: google.knobs.accessTtlSeconds,
    scope: grant.scopes.join(' '),
    token_type: 'Bearer'
  };
}
