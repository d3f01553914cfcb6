/** The disk's failures → DriveError: the one place. */
import { DriveError, type ErrorCode } from '../../protocol';
import { codeOf } from '../fsErrors';

type Failure = { readonly code: ErrorCode; readonly says: (path: string) => string };

const FULL: Failure = {
  code: 'storageFull',
  says: path =>
    `The disk of the workspace is full, so “${path}” could not be written. Free some space, then try again.`
};
const QUOTA: Failure = {
  code: 'storageFull',
  says: path =>
    `Your quota on the disk of the workspace is used up, so “${path}” could not be written. Free some space, then try again.`
};
const DENIED: Failure = {
  code: 'workspaceDenied',
  says: path =>
    `The Jupyter server may not write “${path}”. Choose another folder, or change its permissions.`
};
const READ_ONLY: Failure = {
  code: 'workspaceDenied',
  says: path =>
    `The disk that “${path}” is to be written to is read-only. Choose another folder, or mount the disk for writing.`
};
const FOLDER_GONE: Failure = {
  code: 'workspaceMissing',
  says: path =>
    `The workspace folder of “${path}” is gone. Choose another folder, or make it again.`
};
const FILE_GONE: Failure = {
  code: 'workspaceMissing',
  says: path => `“${path}” is not in the workspace, or not any more. Choose again.`
};
const IN_THE_WAY: Failure = {
  code: 'workspaceRefused',
  says: path =>
    `“${path}” can’t be written: something else of that name, or a link, is in the way. Choose another folder, or rename what is there.`
};
const NO_FOLDER: Failure = {
  code: 'workspaceRefused',
  says: path =>
    `“${path}” can’t be written: one of its folders is a file by now. Choose another folder, or rename that file.`
};
const TOO_LONG: Failure = {
  code: 'workspaceRefused',
  says: path =>
    `The name of “${path}” is longer than the disk of the workspace allows. Choose another folder, or give it a shorter name.`
};
const TOO_LARGE: Failure = {
  code: 'workspaceRefused',
  says: path =>
    `“${path}” is larger than a file may be on the disk of the workspace. Choose a folder on another disk.`
};
const NAME_REFUSED: Failure = {
  code: 'workspaceRefused',
  says: path =>
    `The disk of the workspace refuses “${path}”, perhaps because of a character in its name. Choose another folder or name.`
};
const IN_USE: Failure = {
  code: 'fileInUse',
  says: path => `“${path}” is in use by another program. Close it there, then try again.`
};
const TOO_MANY_OPEN: Failure = {
  code: 'diskFailed',
  says: path =>
    `Too many files are open on the Jupyter server, so “${path}” could not be opened. Close some, or raise the limit, then try again.`
};
const MOUNT_GONE: Failure = {
  code: 'diskFailed',
  says: path =>
    `The disk that “${path}” is on does not answer, or was mounted anew. See that it is there again, then try again.`
};
const BROKEN: Failure = {
  code: 'diskFailed',
  says: path =>
    `The disk of the workspace failed with an error of its own at “${path}”. Try again; if it stays so, the disk should be looked at.`
};

const FAILURES: ReadonlyMap<string, Failure> = new Map([
  ['ENOSPC', FULL],
  ['EDQUOT', QUOTA],
  ['EACCES', DENIED],
  ['EPERM', DENIED],
  ['EROFS', READ_ONLY],
  ['ENOENT', FOLDER_GONE],
  ['ENOTDIR', NO_FOLDER],
  ['EEXIST', IN_THE_WAY],
  ['EISDIR', IN_THE_WAY],
  ['ENOTEMPTY', IN_THE_WAY],
  ['ELOOP', IN_THE_WAY],
  ['ENAMETOOLONG', TOO_LONG],
  ['EFBIG', TOO_LARGE],
  ['EILSEQ', NAME_REFUSED],
  ['EINVAL', NAME_REFUSED],
  ['EBUSY', IN_USE],
  ['ETXTBSY', IN_USE],
  ['EMFILE', TOO_MANY_OPEN],
  ['ENFILE', TOO_MANY_OPEN],
  ['ESTALE', MOUNT_GONE],
  ['ENOTCONN', MOUNT_GONE],
  ['ECONNABORTED', MOUNT_GONE],
  ['ECONNRESET', MOUNT_GONE],
  ['EHOSTDOWN', MOUNT_GONE],
  ['EHOSTUNREACH', MOUNT_GONE],
  ['ENODEV', MOUNT_GONE],
  ['ENXIO', MOUNT_GONE],
  ['ETIMEDOUT', MOUNT_GONE],
  ['EIO', BROKEN]
]);

/**
 * `path` is relative to the workspace. `missing` says what ENOENT means where it was met. Errors that are
 * not the disk's pass as they are.
 */
export function toDiskError(
  error: unknown,
  path: string,
  missing: 'folder' | 'file' = 'folder'
): Error {
  if (error instanceof DriveError) {
    return error;
  }
  const reason = codeOf(error);
  const failure = FAILURES.get(reason) ?? (isOfSystem(error) ? BROKEN : null);
  if (failure === null) {
    return error instanceof Error ? error : new Error(String(error));
  }
  const { code, says } = failure === FOLDER_GONE && missing === 'file' ? FILE_GONE : failure;
  return new DriveError(code, says(path), { details: { path, reason }, cause: error });
}

/** A call of the system was refused, for whatever reason: it has a number, or a code like `EPROTO`. */
function isOfSystem(error: unknown): boolean {
  const hasNumber =
    typeof error === 'object' &&
    error !== null &&
    'errno' in error &&
    typeof error.errno === 'number';
  return hasNumber || /^E[A-Z0-9]+$/.test(codeOf(error));
}
