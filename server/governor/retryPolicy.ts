/** Whether to try again: one pure function over (status, reason), see docs/reference/drive.md, "Errors". */
import { BrokenConnection, GoogleApiError, WebProxyRefusal } from '../google/apiErrors';
import type { Verdict } from '../google/toDriveError';

const RATE_REASONS = new Set(['userRateLimitExceeded', 'rateLimitExceeded', 'RESOURCE_EXHAUSTED']);
const SERVER_STATUSES = new Set([408, 500, 502, 503, 504]);

export function verdictOf(error: unknown): Verdict {
  if (error instanceof BrokenConnection) {
    return error.unreachable ? 'unreachable' : 'server';
  }
  if (error instanceof WebProxyRefusal) {
    return (error.status ?? 0) >= 500 ? 'unreachable' : 'never'; // it has no way to Google itself
  }
  if (!(error instanceof GoogleApiError) || error.reason === 'answerTooLarge') {
    return 'never';
  }
  if (error.status === 429 || (error.status === 403 && RATE_REASONS.has(error.reason))) {
    return 'rate';
  }
  if (error.status === 401) {
    return error.extra.isForeign === true && error.extra.webProxy ? 'never' : 'auth';
  }
  return SERVER_STATUSES.has(error.status) ? 'server' : 'never';
}

/** What Google asked us to wait; 0 if it did not say. Milliseconds. */
export function askedWaitMs(error: unknown): number {
  return error instanceof GoogleApiError ? (error.extra.retryAfterMs ?? 0) : 0;
}

/** Full jitter: a random part of base · 2ⁿ, at most the cap; `failures` counts from 1. Milliseconds. */
export function backoffMs(
  failures: number,
  times: { readonly backoffBaseMs: number; readonly backoffCapMs: number },
  random: number
): number {
  return random * Math.min(times.backoffCapMs, times.backoffBaseMs * 2 ** (failures - 1));
}
