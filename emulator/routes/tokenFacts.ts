import type { Accounts } from '../accounts/accounts';
import { OAuthError } from '../accounts/oauthErrors';
import { shortScopes } from '../accounts/scopes';
import type { AccessToken, Tokens } from '../accounts/tokens';
import type { IClock } from '../clock';
import type { ApiRequest } from '../http/request';
import { header, readForm } from '../http/request';
import type { IOpenRoute } from '../http/routes';
import { permissionIdOf } from '../ids';
import type { JsonObject } from '../json';
import { oauthReply } from './token';

type Parts = {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly clock: IClock;
};

/** Revoke, tokeninfo and userinfo (docs/reference/drive.md, "Sign-in and tokens"). */
export function tokenFactRoutes(google: Parts): IOpenRoute[] {
  const route = (
    path: string,
    methods: readonly string[],
    work: (request: ApiRequest, parameter: string) => JsonObject
  ): IOpenRoute[] =>
    methods.map(method => ({
      method,
      path,
      latency: 'token',
      answer: async request => {
        const form = method === 'POST' ? await readForm(request) : new URLSearchParams();
        const named = ['token', 'access_token'].flatMap(
          name => form.get(name) ?? request.query.value(name) ?? []
        );
        return oauthReply(() => work(request, named[0] ?? ''));
      }
    }));
  const both = ['GET', 'POST'];
  return [
    ...['/revoke', '/o/oauth2/revoke'].flatMap(path =>
      route(path, both, (_, token) => {
        if (!google.tokens.revoke(token)) {
          throw new OAuthError(400, 'invalid_token', 'Token expired or revoked');
        }
        return {};
      })
    ),
    ...['/tokeninfo', '/oauth2/v3/tokeninfo', '/oauth2/v1/tokeninfo'].flatMap(path =>
      route(path, both, (_, token) => tokenInfo(google, token))
    ),
    ...['/v1/userinfo', '/oauth2/v3/userinfo', '/oauth2/v2/userinfo'].flatMap(path =>
      route(path, both, (request, token) => {
        const bearer = /^Bearer (\S+)$/.exec(header(request, 'authorization') ?? '')?.[1];
        return userInfo(google, bearer ?? token);
      })
    )
  ];
}

function tokenInfo(google: Parts, text: string): JsonObject {
  const token = google.tokens.valid(text);
  if (token === undefined) {
    throw new OAuthError(400, 'invalid_token', 'Invalid Value');
  }
  const left = Math.floor((token.expiresAt - google.clock.now()) / 1000);
  return {
    azp: token.clientId,
    aud: token.clientId,
    scope: token.scopes.join(' '),
    exp: String(Math.floor(token.expiresAt / 1000)),
    expires_in: String(left),
    ...(tellsEmail(token) ? { email: token.email, email_verified: 'true' } : {}),
    access_type: token.refreshToken === undefined ? 'online' : 'offline'
  };
}

function userInfo(google: Parts, text: string): JsonObject {
  const token = google.tokens.valid(text);
  if (token === undefined) {
    throw new OAuthError(401, 'invalid_request', 'Invalid Credentials');
  }
  const scopes = shortScopes(token.scopes);
  if (!scopes.has('openid') && !tellsEmail(token)) {
    throw new OAuthError(401, 'invalid_request', 'Invalid Credentials');
  }
  return {
    sub: permissionIdOf(token.email),
    ...(scopes.has('profile') || scopes.has('userinfo.profile')
      ? { name: google.accounts.displayName(token.email) }
      : {}),
    ...(tellsEmail(token) ? { email: token.email, email_verified: true } : {})
  };
}

function tellsEmail(token: AccessToken): boolean {
  const scopes = shortScopes(token.scopes);
  return scopes.has('email') || scopes.has('userinfo.email');
}
