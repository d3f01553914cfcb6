/** Tokens from Google's token endpoint, by google-auth-library; its failures translated here. */
import { Gaxios } from 'gaxios';
import { JWT, UserRefreshClient, type AuthClient } from 'google-auth-library';
import { DriveError, isRecord } from '../../protocol';
import { brokenAnswer, GoogleApiError, toBrokenConnection } from '../google/apiErrors';
import type { ConnectionOptions } from '../google/connecting';
import { libraryFetch, type LibraryFetch } from '../google/libraryFetch';
import { webProxyOf } from '../google/webProxy';
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
  readonly connection: ConnectionOptions;
};

/** What Google's tokens last, should the answer not say so, or nonsense. */
const USUAL_LIFETIME_MS = 3_599_000;
const LONGEST_LIFETIME_MS = 24 * 3_600_000;
/** An answer has some two thousand bytes. */
const LARGEST_ANSWER = 1024 * 1024;
/** What may stand in a header. */
const TOKEN = /^[\x21-\x7e]+$/;

export async function fetchToken(request: TokenRequest, clock: IClock): Promise<AccessToken> {
  try {
    const { credentials } = await withToken(createClient(request));
    const { access_token: token, expiry_date: end } = credentials;
    if (!token) {
      throw brokenAnswer('The answer has no access token.', webProxyOf(request.connection.agent));
    }
    const left = (end ?? Number.NaN) - clock.now();
    const isLikely = left > 0 && left <= LONGEST_LIFETIME_MS;
    return { token, expiresAt: clock.now() + (isLikely ? left : USUAL_LIFETIME_MS) };
  } catch (error) {
    throw translated(error, request, clock.now());
  }
}

/** A new client for each token: the library's own cache can't be told that a token was refused. */
function createClient({ key, subject, scope, endpoint, connection }: TokenRequest): AuthClient {
  const transporter = createTransporter(endpoint, connection);
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
function createTransporter(endpoint: string | null, connection: ConnectionOptions): Gaxios {
  const { agent } = connection;
  const transporter = new Gaxios({ agent }); // without one it would look for a web proxy itself
  const fetchImplementation = tokenFetch(connection);
  transporter.interceptors.request.add({
    resolved: config => {
      const url = new URL(config.url);
      const moved = endpoint === null ? url : new URL(url.pathname + url.search, endpoint);
      const retryConfig = { retry: 0, noResponseRetries: 0 };
      const ours = { retry: false, retryConfig, fetchImplementation };
      return Promise.resolve({ ...config, ...ours, url: moved, responseType: 'json' });
    }
  });
  return transporter;
}

/** The library trusts what it gets, so it gets nothing else than a token. */
function tokenFetch(connection: ConnectionOptions): LibraryFetch {
  const fetchAnswer = libraryFetch(connection, { most: LARGEST_ANSWER, read: text => text });
  return async (input, init) => {
    const answer = await fetchAnswer(input, init);
    if (!holdsToken(await answer.text())) {
      throw brokenAnswer('The answer has no access token.', webProxyOf(connection.agent));
    }
    return answer;
  };
}

function holdsToken(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    const token = isRecord(answer) ? answer.access_token : null;
    return typeof token === 'string' && TOKEN.test(token);
  } catch {
    return false;
  }
}

function translated(error: unknown, request: TokenRequest, now: number): Error {
  if (error instanceof DriveError) {
    return error;
  }
  const failure = toBrokenConnection(error, webProxyOf(request.connection.agent));
  const isWord = failure instanceof GoogleApiError && failure.extra.isForeign !== true;
  return isWord && failure.status < 500 && failure.status !== 429
    ? refusal(failure, request, now)
    : failure;
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
