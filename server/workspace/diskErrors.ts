/** The disk's failures → DriveError: the one place. */
import { DriveError } from '../../protocol';
import { codeOf } from '../fsErrors';

/** `path` is relative to the workspace. */
export function toDiskError(error: unknown, path: string): Error {
  if (error instanceof DriveError) {
    return error;
  }
  const options = { details: { path, reason: codeOf(error) }, cause: error };
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DriveError(
        'storageFull',
        `The disk of the workspace is full, so “${path}” could not be written. Free some space, then try again.`,
        options
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new DriveError(
        'workspaceDenied',
        `The Jupyter server may not write “${path}”. Choose another folder, or change its permissions.`,
        options
      );
    case 'ENOENT':
      return new DriveError(
        'workspaceMissing',
        `The workspace folder of “${path}” is gone. Choose another folder, or make it again.`,
        options
      );
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return new DriveError(
        'workspaceRefused',
        `“${path}” can’t be written: something else of that name, a link, or a name that is too long is in the way. Choose another folder, or rename what is there.`,
        options
      );
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}
