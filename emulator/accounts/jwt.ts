import { verify } from 'node:crypto';

import type { JsonObject } from '../json';
import { numberOf, parseObject, textOf } from '../json';
import type { Accounts, ServiceAccount } from './accounts';
import { invalidGrant, invalidScope, unauthorizedClient } from './oauthErrors';
import { parseScopes } from './scopes';

/** An assertion may say it was made at most this many seconds ahead of, or behind, Google's clock. */
const TOLERATED_SKEW_SECONDS = 300;
const LONGEST_LIFE_SECONDS = 3600;

const BAD_TIMES =
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';

/** Whom a service account's assertion speaks for, and with which scopes. */
type Assertion = { account: ServiceAccount; email: string; scopes: string[] };

type Parts = { header: JsonObject; claims: JsonObject; signed: Buffer; signature: Buffer };

/**
 * Judges a JWT of the bearer grant: signature by a registered key, issuer, audience, times, subject and
 * scope, with Google's refusals (docs/reference/drive.md, "Sign-in and tokens"). Throws OAuthError.
 */
export function verifyAssertion(
  assertion: string,
  accounts: Accounts,
  audiences: readonly string[],
  nowMs: number
): Assertion {
  const { header, claims, signed, signature } = cut(assertion);
  const issuer = textOf(claims, 'iss');
  if (issuer === undefined || header.alg !== 'RS256') {
    throw invalidGrant('Invalid JWT: Malformed token.');
  }
  const account = accounts.serviceAccounts.get(issuer);
  if (account === undefined || account.isDisabled) {
    throw invalidGrant('Invalid grant: account not found');
  }
  if (!isSigned(account, textOf(header, 'kid'), signed, signature)) {
    throw invalidGrant('Invalid JWT Signature.');
  }
  if (!audiences.includes(textOf(claims, 'aud') ?? '')) {
    throw invalidGrant('Invalid JWT: Failed audience check.');
  }
  checkTimes(claims, nowMs / 1000);
  const scopes = parseScopes(textOf(claims, 'scope') ?? '');
  if (scopes === undefined) {
    throw invalidScope();
  }
  return { account, email: subjectOf(claims, account, accounts, scopes), scopes };
}

function cut(assertion: string): Parts {
  const [head = '', body = '', signature = '', ...rest] = assertion.split('.');
  const header = parseObject(Buffer.from(head, 'base64url').toString('utf8'));
  const claims = parseObject(Buffer.from(body, 'base64url').toString('utf8'));
  if (header === undefined || claims === undefined || rest.length > 0) {
    throw invalidGrant('Invalid JWT: Malformed token.');
  }
  return {
    header,
    claims,
    signed: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, 'base64url')
  };
}

function isSigned(
  account: ServiceAccount,
  keyId: string | undefined,
  signed: Buffer,
  signature: Buffer
): boolean {
  const named = keyId === undefined ? undefined : account.keys.get(keyId);
  // google-auth-library names no key: then any of the account's will do.
  const candidates = keyId === undefined ? [...account.keys.values()] : named ? [named] : [];
  return candidates.some(key => verify('sha256', signed, key, signature));
}

function checkTimes(claims: JsonObject, now: number): void {
  const issued = numberOf(claims, 'iat');
  const expires = numberOf(claims, 'exp');
  const isGood =
    issued !== undefined &&
    expires !== undefined &&
    expires > issued &&
    expires - issued <= LONGEST_LIFE_SECONDS &&
    issued <= now + TOLERATED_SKEW_SECONDS &&
    expires > now - TOLERATED_SKEW_SECONDS &&
    issued >= now - LONGEST_LIFE_SECONDS - TOLERATED_SKEW_SECONDS;
  if (!isGood) {
    throw invalidGrant(BAD_TIMES);
  }
}

function subjectOf(
  claims: JsonObject,
  account: ServiceAccount,
  accounts: Accounts,
  scopes: readonly string[]
): string {
  const subject = textOf(claims, 'sub')?.toLowerCase();
  if (subject === undefined || subject === account.email) {
    return account.email;
  }
  if (!accounts.users.has(subject)) {
    throw invalidGrant('Invalid email or User ID');
  }
  const { delegation } = account;
  if (delegation !== 'all' && !scopes.every(scope => delegation.includes(scope))) {
    throw unauthorizedClient();
  }
  return subject;
}
