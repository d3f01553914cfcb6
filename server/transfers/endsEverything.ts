/** Which failures of one file are everybody's: the other files could only fail the same way. Pure. */
import { DriveError, type ErrorCode } from '../../protocol';

/**
 * The account is refused, or the clock is; the workspace is gone from the disk; a disk is full: the one of
 * the workspace, the one of the journals, or Drive's. What is fetched after that is fetched for nothing.
 */
const OF_EVERYBODY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'notConfigured',
  'credentialsRejected',
  'clockWrong',
  'delegationRefused',
  'scopeMissing',
  'apiDisabled',
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
