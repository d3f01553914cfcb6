import { ApiError } from '../drive/refusals';
import type { FaultAction } from '../traffic/faults';
import { filled } from './fill';
import type { Reply } from './reply';
import { html, json } from './reply';
import { ownValue } from '../json';

/** The scripted answer: the body that was given, or an error body made from the reason. */
export function faultReply(status: number, fault: FaultAction): Reply {
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  if (fault.fill !== undefined) {
    const type = { 'Content-Type': 'application/json; charset=UTF-8' };
    const zipped: Record<string, string> =
      fault.fill.gzip === true ? { 'Content-Encoding': 'gzip' } : {};
    const body = { kind: 'pieces' as const, pieces: filled(fault.fill) };
    return { status, headers: { ...type, ...zipped, ...headers }, body };
  }
  if (typeof fault.body === 'string') {
    const reply = html(status, fault.body);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  if (fault.body !== undefined) {
    return json(fault.body, status, headers);
  }
  const reason = fault.reason ?? REASONS[status] ?? 'backendError';
  const isUsage = /RateLimitExceeded|rateLimitExceeded|QuotaExceeded|dailyLimit/.test(reason);
  const error = new ApiError({
    status,
    reason,
    message: fault.message ?? ownValue(MESSAGES, reason) ?? reason,
    domain: isUsage && reason !== 'downloadQuotaExceeded' ? 'usageLimits' : 'global'
  });
  return json(error.body(), status, headers);
}

const REASONS: Record<number, string> = {
  400: 'badRequest',
  401: 'authError',
  403: 'userRateLimitExceeded',
  404: 'notFound',
  408: 'requestTimeout',
  416: 'requestedRangeNotSatisfiable',
  429: 'rateLimitExceeded',
  500: 'internalError',
  502: 'badGateway',
  503: 'backendError',
  504: 'gatewayTimeout'
};

const MESSAGES: Record<string, string> = {
  userRateLimitExceeded: 'User Rate Limit Exceeded',
  rateLimitExceeded: 'Rate Limit Exceeded',
  downloadQuotaExceeded: 'The download quota for this file has been exceeded.',
  authError: 'Invalid Credentials',
  internalError: 'Internal Error',
  backendError: 'Backend Error',
  notFound: 'File not found: .'
};
