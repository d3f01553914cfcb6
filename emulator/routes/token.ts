import type { Accounts } from '../accounts/accounts';
import { verifyAssertion } from '../accounts/jwt';
import { OAuthError, invalidGrant } from '../accounts/oauthErrors';
import type { Tokens } from '../accounts/tokens';
import type { IClock } from '../clock';
import type { Reply } from '../http/reply';
import { json } from '../http/reply';
import type { ApiRequest } from '../http/request';
import { readForm } from '../http/request';
import type { IOpenRoute } from '../http/routes';
import type { JsonObject } from '../json';
import type { Knobs } from '../traffic/knobs';

type Parts = {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly clock: IClock;
  readonly knobs: Pick<Knobs, 'accessTtlSeconds'>;
};

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Addresses of the token endpoint, all of which Google accepts as audience. */
const TOKEN_URLS = [
  'https://oauth2.googleapis.com/token',
  'https://www.googleapis.com/oauth2/v4/token',
  'https://www.googleapis.com/oauth2/v3/token',
  'https://accounts.google.com/o/oauth2/token'
];
const PATHS = ['/token', '/oauth2/v4/token', '/oauth2/v3/token', '/o/oauth2/token'];
const NEVER_CACHED = { 'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate' };

/** Answers a grant that is not the bearer of a JWT; undefined when it does not know it either. */
type OtherGrant = (grantType: string, form: URLSearchParams) => JsonObject | undefined;

export function tokenRoutes(google: Parts, otherGrant: OtherGrant): IOpenRoute[] {
  return PATHS.map(path => ({
    method: 'POST',
    path,
    latency: 'token',
    answer: async request => {
      const form = await readForm(request);
      return oauthReply(() => exchange(google, request, form, otherGrant));
    }
  }));
}

/** What `work` gives, or OAuth's error for what it throws. */
export function oauthReply(work: () => JsonObject): Reply {
  try {
    return json(work(), 200, NEVER_CACHED);
  } catch (error) {
    if (error instanceof OAuthError) {
      return json(error.body(), error.status, NEVER_CACHED);
    }
    throw error;
  }
}

function exchange(
  google: Parts,
  request: ApiRequest,
  form: URLSearchParams,
  otherGrant: OtherGrant
): JsonObject {
  const grantType = form.get('grant_type') ?? '';
  if (grantType === JWT_BEARER) {
    return bearerOfJwt(google, request, form.get('assertion') ?? '');
  }
  const answer = otherGrant(grantType, form);
  if (answer === undefined) {
    throw new OAuthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType}`);
  }
  return answer;
}

function bearerOfJwt(google: Parts, request: ApiRequest, assertion: string): JsonObject {
  if (assertion === '') {
    throw invalidGrant('Bad Request');
  }
  const own = PATHS.map(path => request.origin + path);
  const { account, email, scopes } = verifyAssertion(
    assertion,
    google.accounts,
    [...TOKEN_URLS, ...own],
    google.clock.now()
  );
  const granted = google.tokens.grant({
    email,
    scopes,
    clientId: account.clientId,
    projectId: account.projectId
  });
  return {
    access_token: granted.token,
    expires_in: google.knobs.accessTtlSeconds,
    token_type: 'Bearer'
  };
}
