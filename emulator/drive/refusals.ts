import type { JsonObject } from '../json';

/** One `errors[]` entry and the envelope around it (docs/reference/drive.md, "Errors"). */
export type Refusal = {
  status: number;
  message: string;
  reason: string;
  domain?: string;
  location?: string;
  locationType?: string;
  /** Wording of the entry, where it differs from the envelope's. */
  entryMessage?: string;
  grpcStatus?: string;
  details?: JsonObject[];
  headers?: Record<string, string>;
};

/** Google says no. Thrown by routes, written by the server as the body of docs/reference/drive.md, "Errors". */
export class ApiError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }

  body(): JsonObject {
    const { status, message, grpcStatus, details } = this.refusal;
    const { reason, domain = 'global', location, locationType, entryMessage } = this.refusal;
    const entry: JsonObject = { message: entryMessage ?? message, domain, reason };
    if (domain === '') {
      delete entry.domain;
    }
    if (location !== undefined) {
      entry.location = location;
      entry.locationType = locationType ?? 'parameter';
    }
    const error: JsonObject = { code: status, message, errors: [entry] };
    if (grpcStatus !== undefined) {
      error.status = grpcStatus;
    }
    if (details !== undefined) {
      error.details = details;
    }
    return { error };
  }
}

export function notFound(id: string): ApiError {
  return new ApiError({
    status: 404,
    message: `File not found: ${id}.`,
    reason: 'notFound',
    location: 'fileId'
  });
}

/** What hangs on a file. */
export function partNotFound(part: 'permission' | 'revision', id: string): ApiError {
  const name = part === 'permission' ? 'Permission' : 'Revision';
  return new ApiError({
    status: 404,
    message: `${name} not found: ${id}.`,
    reason: 'notFound',
    location: `${part}Id`
  });
}

export function driveNotFound(id: string): ApiError {
  return new ApiError({
    status: 404,
    message: `Shared drive not found: ${id}`,
    reason: 'notFound',
    location: 'driveId'
  });
}

export function invalid(location: string, message = 'Invalid Value'): ApiError {
  return new ApiError({ status: 400, message, reason: 'invalid', location });
}

export function required(
  parameter: string,
  message = `Required parameter: ${parameter}`
): ApiError {
  return new ApiError({ status: 400, message, reason: 'required', location: parameter });
}

export function badRequest(message = 'Bad Request', location?: string): ApiError {
  return new ApiError({ status: 400, message, reason: 'badRequest', location });
}

export function forbidden(reason: string, message: string, location?: string): ApiError {
  return new ApiError({ status: 403, message, reason, location });
}

export function usageLimit(reason: string, message: string, status = 403): ApiError {
  return new ApiError({ status, message, reason, domain: 'usageLimits' });
}

/** A query parameter whose text is not of its type (docs/reference/drive.md, "Errors"). */
export function mistyped(field: string, type: string, value: string): ApiError {
  const description = `Invalid value at '${field}' (${type}), ${JSON.stringify(value)}`;
  return new ApiError({
    status: 400,
    message: description,
    reason: 'invalid',
    domain: '',
    grpcStatus: 'INVALID_ARGUMENT',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field, description }]
      }
    ]
  });
}

export function rangeNotSatisfiable(size: number): ApiError {
  return new ApiError({
    status: 416,
    message: 'Request range not satisfiable',
    reason: 'requestedRangeNotSatisfiable',
    location: 'Range',
    locationType: 'header',
    headers: { 'Content-Range': `bytes */${size}` }
  });
}

export function insufficientFilePermissions(): ApiError {
  return forbidden(
    'insufficientFilePermissions',
    'The user does not have sufficient permissions for this file.'
  );
}

export function insufficientParentPermissions(): ApiError {
  return forbidden(
    'insufficientParentPermissions',
    'Insufficient permissions for the specified parent.'
  );
}

const BAD_CREDENTIALS =
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';

/** The bearer is unknown, expired or revoked. `isMedia` and a malformed header give the shorter form (docs/reference/drive.md, "Errors"). */
export function badCredentials(isTerse: boolean): ApiError {
  return new ApiError({
    status: 401,
    message: isTerse ? 'Invalid Credentials' : BAD_CREDENTIALS,
    entryMessage: 'Invalid Credentials',
    reason: 'authError',
    location: 'Authorization',
    locationType: 'header',
    grpcStatus: isTerse ? undefined : 'UNAUTHENTICATED',
    headers: {
      'WWW-Authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    }
  });
}

export function loginRequired(method: string): ApiError {
  return new ApiError({
    status: 401,
    message:
      'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    entryMessage: 'Login Required.',
    reason: 'required',
    location: 'Authorization',
    locationType: 'header',
    grpcStatus: 'UNAUTHENTICATED',
    details: [errorInfo('CREDENTIALS_MISSING', method)],
    headers: { 'WWW-Authenticate': 'Bearer realm="https://accounts.google.com/"' }
  });
}

export function unregisteredCaller(isMedia: boolean): ApiError {
  return new ApiError(
    isMedia
      ? { status: 403, message: 'The request is missing a valid API key.', reason: 'forbidden' }
      : {
          status: 403,
          message:
            "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
          reason: 'forbidden',
          grpcStatus: 'PERMISSION_DENIED'
        }
  );
}

export function insufficientScopes(method: string): ApiError {
  return new ApiError({
    status: 403,
    message: 'Request had insufficient authentication scopes.',
    entryMessage: 'Insufficient Permission',
    reason: 'insufficientPermissions',
    grpcStatus: 'PERMISSION_DENIED',
    details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', method)],
    headers: {
      'WWW-Authenticate': 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'
    }
  });
}

function errorInfo(reason: string, method: string): JsonObject {
  return {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain: 'googleapis.com',
    metadata: { service: 'drive.googleapis.com', method }
  };
}
