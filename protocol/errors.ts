/**
 * The one vocabulary of failures. A code names what the person can do next, not what Google said.
 * The proxy sends the code, its details and an English sentence; the panel words the code anew, translated.
 */
export const HTTP_STATUS = {
  /** The request itself is wrong: a bug of ours, or a hand-written request. */
  badRequest: 400,
  /** No credentials at all: choose some. */
  notConfigured: 401,
  /** `details.path` names no file that the server can see. */
  keyFileMissing: 401,
  /** `details.path` exists but may not be read. */
  keyFileUnreadable: 401,
  /** `details.origin` holds something that is not JSON. */
  keyNotJson: 401,
  /** `details.origin` holds JSON of type `details.type`, which is not a service-account key. */
  keyWrongType: 401,
  /** Google refused the key or the account: `details.reason`. */
  credentialsRejected: 401,
  /** The server's clock is wrong by `details.skewSeconds`. */
  clockWrong: 401,
  /** Delegation to `details.subject` is not granted. */
  delegationRefused: 401,
  /** The credentials lack a scope. */
  scopeMissing: 403,
  /** The Drive API is switched off in the Google Cloud project. */
  apiDisabled: 403,
  /** The account may not do this. */
  accessDenied: 403,
  /** Drive does not let the account download this item (restricted, abusive, quota: `details.reason`). */
  downloadRefused: 403,
  /** Not for this build or this account: `details.what`. */
  notSupported: 405,
  /** `details.name` is gone, or was never shared with the account. */
  notFound: 404,
  /** The root folder `details.id` is gone or not shared with the account. */
  rootFolderNotFound: 401,
  /** What was pasted as root folder is neither an id nor a Drive link. */
  rootFolderInvalid: 400,
  /** Two items could be meant by `details.name`, or something changed meanwhile. */
  conflict: 409,
  /** `details.bytes` are too many to open in place; copying works. */
  tooLarge: 413,
  /** Drive asks us to slow down. */
  rateLimited: 429,
  /** No answer from Google. */
  offline: 503,
  /** Google answers with its own failure. */
  driveUnavailable: 502,
  /** What answered is not Drive's API, or its answer is none of Drive's: `details.status`. */
  badAnswer: 502,
  /**
   * The web proxy `details.proxy` on the way to Google refused with `details.status`; 0 where it could not
   * be asked.
   */
  webProxyRefused: 502,
  /** Whoever answered could not prove to be Google: `details.fault`. */
  certificateUntrusted: 502,
  /** What arrived is not what Drive promised. */
  corrupt: 502,
  /** The disk of the workspace is full; `details.needed`, `details.free` in bytes. */
  storageFull: 507,
  /** A service account would own `details.name`, and may own none: choose a folder of a shared drive. */
  noStorage: 403,
  /** The workspace folder can't be written: `details.path`. */
  workspaceDenied: 403,
  /** `details.path` leaves the workspace, is hidden, or is a link that would be written through. */
  workspaceRefused: 403,
  /** The workspace folder `details.path` is gone. */
  workspaceMissing: 404,
  /** The disk of the workspace failed, or does not answer: `details.path`, `details.reason`. */
  diskFailed: 500,
  /** `details.path` is in use by another program. */
  fileInUse: 423,
  /** `details.path` may not be read by the user of the Jupyter server. */
  workspaceUnreadable: 403,
  /** `details.path` was written to each time that it was sent. */
  keepsChanging: 409,
  /** The workspace is not on the server's disk. */
  workspaceUnavailable: 409,
  /** The Jupyter server found no Node.js for the proxy. */
  nodeMissing: 502,
  /** The Node.js it found is `details.found`, too old: `details.needed` or newer. */
  nodeTooOld: 502,
  /** The proxy did not start: the server's log says why. */
  proxyNotStarted: 502,
  /** The proxy ended while it was asked; the next request starts another. */
  proxyEnded: 502,
  /** The proxy has more to do than it can: it takes no further request at the moment. */
  proxyBusy: 503,
  /** Found by the panel: Jupyter runs without our server extension. */
  serverPartMissing: 404,
  /** Found by the panel: Jupyter itself does not answer. */
  jupyterUnreachable: 503,
  /** Our fault. The log has more, under the request id. */
  internal: 500
} as const;

export type ErrorCode = keyof typeof HTTP_STATUS;
export const ERROR_CODES = Object.keys(HTTP_STATUS) as readonly ErrorCode[];

export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** What goes over the wire when a request fails. */
export type ErrorReply = {
  readonly code: ErrorCode;
  /** A whole English sentence: what happened, and what to do next. Holds no secret. */
  readonly message: string;
  readonly details: ErrorDetails;
  /** The same id stands in the server's log. */
  readonly requestId?: string;
};

/** The only error class that crosses a border of ours. */
export class DriveError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: ErrorDetails; cause?: unknown } = {}
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DriveError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** True for a failure of ours with this code. */
export function hasCode(error: unknown, code: ErrorCode): error is DriveError {
  return error instanceof DriveError && error.code === code;
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(HTTP_STATUS, value);
}
