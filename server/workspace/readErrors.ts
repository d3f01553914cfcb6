/** What the disk says otherwise where something is to be read, not written (diskErrors.ts). */
import { DriveError } from '../../protocol';
import { codeOf } from '../fsErrors';
import { toDiskError } from './diskErrors';

/** A name with bytes that are no UTF-8 is told with this in their place, and can't be found by it. */
const NO_CHARACTER = '\uFFFD';

/** `path` is relative to the workspace. What the disk did not say comes out as it is. */
export function toReadError(error: unknown, path: string): Error {
  const cause = error instanceof DriveError ? error.cause : error;
  switch (codeOf(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return gone(path, cause);
    case 'ELOOP':
    case 'ENXIO': // a socket, or a pipe that nobody holds
      return notAFile(path, cause);
    case 'EACCES':
    case 'EPERM':
      return new DriveError(
        'workspaceUnreadable',
        `The Jupyter server may not read “${path}”. Change its permissions, then try again.`,
        { details: { path }, cause }
      );
    default:
      return toDiskError(error, path, 'file');
  }
}

export function gone(path: string, cause?: unknown): DriveError {
  if (path.includes(NO_CHARACTER)) {
    return new DriveError(
      'workspaceRefused',
      `The name of “${path}” is not in UTF-8, so it can’t be told to Google Drive. Rename it, then upload it again.`,
      { details: { path, reason: 'notUtf8' }, cause }
    );
  }
  return new DriveError(
    'workspaceMissing',
    `“${path}” is not in the workspace, or not any more. Choose again.`,
    { details: { path }, cause }
  );
}

export function notAFile(path: string, cause?: unknown): DriveError {
  return new DriveError(
    'workspaceRefused',
    `“${path}” is a link or no ordinary file, and was left out. Upload what it points to instead.`,
    { details: { path, reason: 'notAFile' }, cause }
  );
}

/** One of the folders on the way is a link, and was none when the upload was planned, or led to another place. */
export function ledElsewhere(path: string): DriveError {
  return new DriveError(
    'workspaceRefused',
    `“${path}” is in another place than when it was chosen: a folder on the way to it is another link now. Nothing of it was sent. Choose it again.`,
    { details: { path, reason: 'ledElsewhere' } }
  );
}
