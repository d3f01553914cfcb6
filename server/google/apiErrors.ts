/** Answers and broken connections → failures as data: no shape of what arrives is trusted. */
import { isRecord, ownValue } from '../../protocol';
import { codeOf } from '../fsErrors';
import { BrokenConnection, GoogleApiError, isWayFailure, UntrustedCertificate } from './failures';
import type { WayFailure } from './failures';

export * from './failures';

/** What an answer says beside its body. */
export type AnswerMarks = {
  readonly retryAfter?: string | null;
  readonly date?: string | null;
  readonly webProxy?: string | null;
};

/** Bodies may be JSON, HTML, text or empty (docs/reference/drive.md, "Errors"): no shape is trusted. */
export function toApiError(
  status: number,
  body: string,
  { retryAfter, date = null, webProxy = null }: AnswerMarks
): GoogleApiError {
  const extra = { retryAfterMs: parseRetryAfter(retryAfter), date };
  const parsed = parse(body);
  const error = parsed?.error;
  if (typeof error === 'string') {
    const message = textIn(parsed, 'error_description') || error;
    return new GoogleApiError(status, cut(error), cut(message), extra);
  }
  if (isRecord(error)) {
    const reason = firstReason(error.errors);
    return new GoogleApiError(status, reason, cut(textIn(error, 'message')), {
      ...extra,
      detail: firstReason(error.details)
    });
  }
  const foreign = { isForeign: true, webProxy };
  return new GoogleApiError(status, '', `HTTP ${status}`, { ...extra, ...foreign });
}

function firstReason(list: unknown): string {
  const reasons = Array.isArray(list) ? list.map(entry => textIn(entry, 'reason')) : [];
  return cut(reasons.find(reason => reason !== '') ?? '');
}

function textIn(value: unknown, key: string): string {
  const text = isRecord(value) ? ownValue(value, key) : '';
  return typeof text === 'string' ? text : '';
}

function parse(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const LONGEST_MESSAGE = 500;
function cut(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** Nobody waits longer for Google, whatever an answer asks for: then it is asked again. */
const LONGEST_WAIT_MS = 3_600_000;

/** Seconds or an HTTP date → milliseconds from now, at most an hour; null where absent or unreadable. */
export function parseRetryAfter(value: string | null | undefined, now = Date.now()): number | null {
  const text = value?.trim() ?? '';
  const isNumber = /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(text);
  const ms = isNumber ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EHOSTDOWN'
]);

/** OpenSSL's and Node's codes for a certificate that proves nothing. */
const CERTIFICATE =
  /^(?:(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)_|CERT_|CRL_|ERR_TLS_CERT_|INVALID_CA|HOSTNAME_MISMATCH)/;

/** The error of a socket or of a library → what it means; a failure that is one already stays. */
export function toBrokenConnection(error: unknown, webProxy: string | null = null): WayFailure {
  const known = knownIn(error);
  if (known !== null) {
    return known;
  }
  const code = deepCodeOf(error);
  return CERTIFICATE.test(code)
    ? new UntrustedCertificate(code, error)
    : new BrokenConnection(
        UNREACHABLE.has(code),
        code === '' ? String(error) : code,
        error,
        webProxy
      );
}

function knownIn(error: unknown): WayFailure | null {
  return isWayFailure(error) ? error : hasCause(error) ? knownIn(error.cause) : null;
}

/** Of an error or of its causes: libraries wrap what a socket says. */
function deepCodeOf(error: unknown): string {
  return codeOf(error) || (hasCause(error) ? deepCodeOf(error.cause) : '');
}

function hasCause(error: unknown): error is { readonly cause: unknown } {
  return typeof error === 'object' && error !== null && 'cause' in error;
}
