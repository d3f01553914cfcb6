import type { Accounts } from '../accounts/accounts';
import { shortScopes } from '../accounts/scopes';
import type { AccessToken, Tokens } from '../accounts/tokens';
import type { Viewer } from '../drive/access';
import {
  badCredentials,
  insufficientScopes,
  loginRequired,
  unregisteredCaller
} from '../drive/refusals';
import type { ApiRequest } from './request';
import { header } from './request';
import type { IApiRoute } from './routes';

/** Where tokens and accounts are known. */
export type CredentialParts = {
  readonly tokens: Tokens;
  readonly accounts: Accounts;
};

/**
 * The account behind a request, or Google's refusal: 401 for a bad bearer, 401 or 403 for none, 403 for a
 * token without the method's scopes (docs/reference/drive.md, "Errors"). A service account's own JWT is not a token of Drive's.
 */
export function authenticate(
  google: CredentialParts,
  request: ApiRequest,
  route: IApiRoute
): { viewer: Viewer; token: AccessToken } {
  const token = readToken(google, request, route);
  const scopes = shortScopes(token.scopes);
  if (!route.scopes.some(scope => scopes.has(scope))) {
    throw insufficientScopes(route.name);
  }
  const viewer = {
    email: token.email,
    isServiceAccount: google.accounts.isServiceAccount(token.email),
    clientId: token.clientId,
    scopes
  };
  return { viewer, token };
}

function readToken(google: CredentialParts, request: ApiRequest, route: IApiRoute): AccessToken {
  const authorization = header(request, 'authorization');
  const isMedia = route.isMedia === true;
  if (authorization === undefined) {
    const inQuery = request.query.value('access_token');
    if (inQuery === undefined) {
      const saysLogin = request.method !== 'GET' || route.path.endsWith('/about');
      throw saysLogin ? loginRequired(route.name) : unregisteredCaller(isMedia);
    }
    return valid(google, inQuery, false);
  }
  const bearer = /^Bearer ([^\s]+)$/.exec(authorization)?.[1];
  if (bearer === undefined) {
    const loose = /^\s*bearer\s+(\S+)\s*$/i.exec(authorization)?.[1];
    return valid(google, loose ?? '', isMedia);
  }
  return valid(google, bearer, false);
}

function valid(google: CredentialParts, bearer: string, isTerse: boolean): AccessToken {
  const token = google.tokens.valid(bearer);
  if (token === undefined) {
    throw badCredentials(isTerse);
  }
  return token;
}
