/** Google's failures → DriveError: the one place. The sentence says what happened and what to do next. */
import { DriveError, hasCode, type ErrorCode } from '../../protocol';
import {
  BrokenConnection,
  GoogleApiError,
  UntrustedCertificate,
  WebProxyRefusal
} from './apiErrors';
import { foreignAnswer, unreached, untrusted, webProxyRefusal } from './wayErrors';

/**
 * What a failure means for another try:
 *   rate         Drive asks to slow down: all calls wait
 *   server       Google's own failure, or a broken connection: this call waits
 *   unreachable  no connection at all: everything pauses, and it is not counted as a try
 *   auth         the token is no longer good: a new one, once
 *   never        trying again can't help
 */
export type Verdict = 'rate' | 'server' | 'unreachable' | 'auth' | 'never';

const FLAGGED = 'cannotDownloadAbusiveFile';

type Translation = readonly [code: ErrorCode, message: string];

const DOWNLOAD_REFUSED = new Map(
  Object.entries({
    downloadQuotaExceeded:
      'So many people downloaded this file that Google blocks it for up to a day. Try again tomorrow, or make a copy in Drive and take that.',
    [FLAGGED]:
      'Google takes this file for malware or spam and hands it out to its owner alone, who has to ask for it all the same: a copy into the workspace asks. Ask its owner about it.',
    cannotDownloadFile:
      'The owner does not allow downloading this file. Ask the owner for a copy or for the right to download.',
    cannotExportFile:
      'The owner does not allow exporting this document. Ask the owner for a copy or for the right to download.',
    fileNotDownloadable:
      'This is a Google document without bytes of its own: it can only be exported.',
    fileNotExportable: 'Google can’t export this kind of item. Open it in Google Drive instead.',
    exportSizeLimitExceeded:
      'The exported document would be larger than Google allows. Choose another format in the settings.'
  })
);

const FULL_FOLDER = 'numChildrenInNonRootLimitExceeded';
const STORAGE_REASONS = new Set([
  'storageQuotaExceeded',
  'quotaExceeded',
  'teamDriveFileLimitExceeded',
  FULL_FOLDER,
  'activeItemCreationLimitExceeded'
]);

/** `verdict` is the retry policy's; `what` names the item or folder that was asked for, for the sentence. */
export function toDriveError(error: unknown, verdict: Verdict, what = ''): DriveError {
  if (error instanceof DriveError) {
    return error;
  }
  if (error instanceof BrokenConnection) {
    return unreached(error);
  }
  if (error instanceof WebProxyRefusal) {
    return webProxyRefusal(error);
  }
  if (error instanceof UntrustedCertificate) {
    return untrusted(error);
  }
  const foreign = error instanceof GoogleApiError ? foreignAnswer(error) : null;
  if (foreign !== null) {
    return foreign;
  }
  if (error instanceof GoogleApiError) {
    const [code, message] = translate(error, verdict, what);
    const details = { status: error.status, reason: error.reason, name: what };
    return new DriveError(code, message, { details, cause: error });
  }
  return new DriveError('internal', 'Something went wrong in the Google Drive proxy.', {
    cause: error
  });
}

/** True for a file that Google takes for malware or spam: its owner may ask for it all the same. */
export function isFlagged(error: unknown): boolean {
  return hasCode(error, 'downloadRefused') && error.details.reason === FLAGGED;
}

/** True where one folder of Drive holds as many items as it can; others take more. */
export function isFolderFull(error: unknown): boolean {
  return error instanceof DriveError && error.details.reason === FULL_FOLDER;
}

function translate(answer: GoogleApiError, verdict: Verdict, what: string): Translation {
  switch (verdict) {
    case 'rate':
      return ['rateLimited', 'Google Drive asks to slow down. Wait a minute, then try again.'];
    case 'auth':
      return [
        'credentialsRejected',
        'Google no longer accepts the credentials. Check the key or sign in again.'
      ];
    case 'server':
      return ['driveUnavailable', 'Google Drive has trouble at the moment. Try again in a minute.'];
    default:
      return answer.status === 404 ? notFound(what) : permanent(answer);
  }
}

function notFound(what: string): Translation {
  const name = what === '' ? 'The item' : `“${what}”`;
  return [
    'notFound',
    `${name} was not found: it is gone, or not shared with this account. Look at its folder again, or ask its owner to share it.`
  ];
}

const RANGE_BEYOND_THE_END = 416;

function permanent(answer: GoogleApiError): Translation {
  if (answer.status === RANGE_BEYOND_THE_END) {
    return [
      'corrupt',
      'Google Drive holds less of this file than it did when it was looked at: it changed meanwhile. Try again.'
    ];
  }
  const refusal = DOWNLOAD_REFUSED.get(answer.reason);
  if (refusal !== undefined) {
    return ['downloadRefused', refusal];
  }
  if (answer.extra.detail === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT') {
    return [
      'scopeMissing',
      'The credentials do not include the right to use Drive this way. Ask the administrator to grant the Drive scope.'
    ];
  }
  if (answer.reason === 'accessNotConfigured' || answer.extra.detail === 'SERVICE_DISABLED') {
    return [
      'apiDisabled',
      'The Google Drive API is switched off in the Google Cloud project of these credentials. Ask the administrator to enable it.'
    ];
  }
  if (STORAGE_REASONS.has(answer.reason)) {
    return answer.message.startsWith('Service Accounts')
      ? [
          'noStorage',
          'A service account has no storage of its own in Drive. Upload into a shared drive instead.'
        ]
      : [
          'storageFull',
          'Google Drive has no room left for this. Free some space there, or choose another folder.'
        ];
  }
  if (answer.reason === 'domainPolicy') {
    return [
      'accessDenied',
      'The administrators of your Google Workspace domain do not allow this app to use Drive. Ask them to allow it; the owner of the item can’t.'
    ];
  }
  if (answer.status === 403) {
    return [
      'accessDenied',
      'Google Drive does not allow this to the account in use. Ask the owner of the item for the right to do it.'
    ];
  }
  return [
    'badAnswer',
    `Google Drive refused a request as it never should (HTTP ${answer.status}${answer.reason === '' ? '' : `, ${answer.reason}`}). Try again; if it stays so, report it with the server’s log.`
  ];
}
