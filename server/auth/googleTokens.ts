/** Tokens from Google's token endpoint, by google-auth-library; its failures translated here. */
import { Gaxios, GaxiosError } from 'gaxios';
import { JWT, UserRefreshClient, type AuthClient } from 'google-auth-library';
import type http from 'node:http';
import { DriveError } from '../../protocol';
import { toBrokenConnection, toApiError, type GoogleApiError } from '../google/apiErrors';
import type { IClock } from '../clock';
import type { Key } from './key';
import type { AccessToken } from './tokens';

export type TokenRequest = {
  readonly key: Key;
  /** On whose behalf a service account acts; '' for its own. */
  readonly subject: string;
  readonly scope: string;
  /** Origin of an emulator instead of Google's token endpoint; null for Google's. */
  readonly endpoint: string | null;
  readonly agent: http.Agent;
  /** Of the whole call. Milliseconds. */
  readonly timeoutMs: number;
};

/** What Google's tokens last, should the answer not say. */
const USUAL_LIFETIME_MS = 3_599_000;

export async function fetchToken(request: TokenRequest, clock: IClock): Promise<AccessToken> {
  try {
    const { credentials } = await withToken(createClient(request));
    if (!credentials.access_token) {
      throw new DriveError('credentialsRejected', 'Google gave no access token for this account.');
    }
    return {
      token: credentials.access_token,
      expiresAt: credentials.expiry_date ?? clock.now() + USUAL_LIFETIME_MS
    };
  } catch (error) {
    throw translated(error, request, clock.now());
  }
}

/** A new client for each token: the library's own cache can't be told that a token was refused. */
function createClient(request: TokenRequest): AuthClient {
  const { key, subject, scope } = request;
  const transporter = createTransporter(request);
  if (key.type === 'service_account') {
    return new JWT({
      email: key.email,
      key: key.privateKey,
      scopes: [scope],
      transporter,
      ...(subject === '' ? {} : { subject })
    });
  }
  return new UserRefreshClient({
    clientId: key.clientId,
    clientSecret: key.clientSecret,
    refreshToken: key.refreshToken,
    transporter
  });
}

async function withToken(client: AuthClient): Promise<AuthClient> {
  await client.getAccessToken();
  return client;
}

/**
 * The library fixes the address of the token endpoint, so an interceptor moves the request
 * (docs/reference/drive.md, "The client libraries"); it also switches the library's own retries off.
 */
function createTransporter({ endpoint, agent, timeoutMs: timeout }: TokenRequest): Gaxios {
  const transporter = new Gaxios();
  transporter.interceptors.request.add({
    resolved: config => {
      const url = new URL(config.url);
      const moved = endpoint === null ? url : new URL(url.pathname + url.search, endpoint);
      const retryConfig = { retry: 0, noResponseRetries: 0 };
      return Promise.resolve({ ...config, url: moved, agent, timeout, retry: false, retryConfig });
    }
  });
  return transporter;
}

function translated(error: unknown, request: TokenRequest, now: number): Error {
  if (error instanceof DriveError) {
    return error;
  }
  if (!(error instanceof GaxiosError)) {
    return toBrokenConnection(error);
  }
  const { response } = error;
  if (response === undefined) {
    return toBrokenConnection(error);
  }
  const body: unknown = response.data;
  const answer = toApiError(
    response.status,
    typeof body === 'string' ? body : JSON.stringify(body),
    { retryAfter: response.headers.get('retry-after'), date: response.headers.get('date') }
  );
  return answer.status >= 500 || answer.status === 429 ? answer : refusal(answer, request, now);
}

/** What each refusal of the token endpoint means for a person: docs/reference/drive.md, "Sign-in and tokens". */
function refusal(answer: GoogleApiError, { subject }: TokenRequest, now: number): DriveError {
  const details = { reason: answer.reason, subject };
  if (/short-lived token/.test(answer.message)) {
    const skewSeconds = skewOf(answer, now);
    return new DriveError(
      'clockWrong',
      `The clock of the Jupyter server is wrong by ${Math.abs(skewSeconds)} seconds, so Google refuses the key. Set the clock (an NTP service keeps it right), then try again.`,
      { details: { ...details, skewSeconds }, cause: answer }
    );
  }
  if (answer.reason === 'unauthorized_client' || /email or user id/i.test(answer.message)) {
    return new DriveError(
      'delegationRefused',
      `The service account may not act for “${subject}”. Ask a Workspace administrator to grant domain-wide delegation for the Drive scope, or correct the address.`,
      { details, cause: answer }
    );
  }
  return new DriveError(
    'credentialsRejected',
    `Google refused the credentials (${answer.reason}). The key may be deleted, the account disabled, or the sign-in revoked: use a new key, or sign in again.`,
    { details, cause: answer }
  );
}

/** Seconds by which this machine is ahead of Google. */
function skewOf(answer: GoogleApiError, now: number): number {
  const theirs = Date.parse(answer.extra.date ?? '');
  return Number.isNaN(theirs) ? 0 : Math.round((now - theirs) / 1000);
}
