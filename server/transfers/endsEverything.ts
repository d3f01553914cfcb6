/** Which failures of one file are everybody's: the other files could only fail the same way. Pure. */
import { DriveError, type ErrorCode } from '../../protocol';

/** Who asks is refused, whatever is asked for. */
export const OF_THE_ACCOUNT: readonly ErrorCode[] = [
  'notConfigured',
  'credentialsRejected',
  'clockWrong',
  'delegationRefused',
  'scopeMissing',
  'apiDisabled'
];

/** Nothing comes through to Google. */
export const OF_THE_WAY: readonly ErrorCode[] = [
  'offline',
  'webProxyRefused',
  'certificateUntrusted'
];

/**
 * The account is refused; the workspace is gone from the disk; a disk is full: the one of the workspace, the
 * one of the journals, or Drive's. What is fetched after that is fetched for nothing.
 */
const OF_EVERYBODY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...OF_THE_ACCOUNT,
  'workspaceUnavailable',
  'storageFull'
]);

export function endsEverything(error: unknown): boolean {
  return error instanceof DriveError && (OF_EVERYBODY.has(error.code) || isOfJournal(error));
}

/** Without its notes a transfer can't be continued: journal/journalErrors.ts. */
function isOfJournal({ details }: DriveError): boolean {
  return details.what === 'journal';
}
