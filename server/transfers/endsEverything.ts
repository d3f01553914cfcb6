/** Which failures of one item are everybody's: the others could only fail the same way. The one list. Pure. */
import { DriveError, type ErrorCode } from '../../protocol';
import { isFolderFull } from '../google/toDriveError';

/**
 * The account is refused, or the clock is; there is no way to Google; the workspace is gone from the disk; a
 * disk is full: the one of the workspace, the one of the journals, or Drive's. Whatever is asked for after
 * that, while planning or moving, is asked for in vain. Not among them is what one request met, however often
 * it was tried: Google's own trouble may be that of one file.
 */
const OF_EVERYBODY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['notConfigured', 'credentialsRejected', 'clockWrong', 'delegationRefused'] as const),
  ...(['scopeMissing', 'apiDisabled'] as const),
  ...(['offline', 'webProxyRefused', 'certificateUntrusted'] as const),
  ...(['workspaceUnavailable', 'storageFull'] as const)
]);

export function endsEverything(error: unknown): boolean {
  return (
    error instanceof DriveError &&
    ((OF_EVERYBODY.has(error.code) && !isFolderFull(error)) || isOfJournal(error))
  );
}

/** Without its notes a transfer can't be continued: journal/journalErrors.ts. */
function isOfJournal({ details }: DriveError): boolean {
  return details.what === 'journal';
}
