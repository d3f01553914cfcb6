/** Something else stands under a name than what was decided about: nothing there was touched. */
import { DriveError } from '../../protocol';

/** `details.reason` of a conflict of this kind. */
export const CHANGED_MEANWHILE = 'changedMeanwhile';

/** True for what is to be decided anew; whoever decides may be a person. */
export function isChangedMeanwhile(error: unknown): boolean {
  return (
    error instanceof DriveError &&
    error.code === 'conflict' &&
    error.details.reason === CHANGED_MEANWHILE
  );
}

/**
 * `path` is relative to the workspace. `keptAs` is the name that the user's file has now where it could not
 * keep its own.
 */
export function changedMeanwhile(path: string, keptAs: string | null = null): DriveError {
  const kept = keptAs === null ? '' : ` What stood there has the name “${keptAs}” now.`;
  const details = { path, reason: CHANGED_MEANWHILE, ...(keptAs === null ? {} : { keptAs }) };
  return new DriveError(
    'conflict',
    `“${path}” changed in the workspace meanwhile, so it was not replaced.${kept} Copy again, and choose what to do with it.`,
    { details }
  );
}
