import { codeOf } from '../fsErrors';

/** An answer of Google that is not a success, as data. */
export class GoogleApiError extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** `errors[0].reason`, or `error` of the token endpoint; '' where the body has none. */
    readonly reason: string,
    message: string,
    readonly extra: {
      /** `details[].reason`, such as ACCESS_TOKEN_SCOPE_INSUFFICIENT. */
      readonly detail?: string;
      readonly retryAfterMs?: number | null;
      /** The Date header, to tell a wrong clock by. */
      readonly date?: string | null;
    } = {}
  ) {
    super(message);
    this.name = 'GoogleApiError';
  }
}

/** A connection that broke: before an answer, or in the middle of a body. */
export class BrokenConnection extends Error {
  constructor(
    /** True if nothing was reached at all: no network, no such host, or nothing that listens. */
    readonly unreachable: boolean,
    message: string,
    cause?: unknown
  ) {
    super(message, { cause });
    this.name = 'BrokenConnection';
  }
}

type ErrorBody = {
  error?:
    | string
    | {
        message?: string;
        errors?: { reason?: string }[];
        details?: { reason?: string }[];
        status?: string;
      };
  error_description?: string;
};

/** Bodies may be JSON, HTML, text or empty (docs/reference/drive.md, "Errors"): no shape is trusted. */
export function toApiError(
  status: number,
  body: string,
  headers: { retryAfter?: string | null; date?: string | null }
): GoogleApiError {
  const extra = { retryAfterMs: parseRetryAfter(headers.retryAfter), date: headers.date ?? null };
  const parsed = parse(body);
  const error = parsed?.error;
  if (typeof error === 'string') {
    return new GoogleApiError(status, error, cut(parsed?.error_description ?? error), extra);
  }
  if (error !== undefined) {
    return new GoogleApiError(status, error.errors?.[0]?.reason ?? '', cut(error.message ?? ''), {
      ...extra,
      detail: error.details?.find(detail => detail.reason !== undefined)?.reason ?? ''
    });
  }
  return new GoogleApiError(status, '', `HTTP ${status}`, extra);
}

function parse(body: string): ErrorBody | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

const LONGEST_MESSAGE = 500;
function cut(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
}

/** Seconds or an HTTP date → milliseconds from now; null where absent or unreadable. */
export function parseRetryAfter(value: string | null | undefined, now = Date.now()): number | null {
  if (!value) {
    return null;
  }
  const seconds = Number(value);
  if (Number.isFinite(seconds)) {
    return Math.max(0, seconds * 1000);
  }
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
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

/** The error of a socket or of gaxios → BrokenConnection. */
export function toBrokenConnection(error: unknown): BrokenConnection {
  const code = deepCodeOf(error);
  return new BrokenConnection(UNREACHABLE.has(code), code === '' ? String(error) : code, error);
}

/** Of an error or of its causes: libraries wrap what a socket says. */
function deepCodeOf(error: unknown): string {
  const hasCause = typeof error === 'object' && error !== null && 'cause' in error;
  return codeOf(error) || (hasCause ? deepCodeOf(error.cause) : '');
}
