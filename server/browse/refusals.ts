/** Paths that lead nowhere, or to more than one item. */
import { DriveError, VIEWS } from '../../protocol';

export function noView(name: string): DriveError {
  return new DriveError(
    'notFound',
    `There is no view “${name}”. A path begins with one of: ${VIEWS.join(', ')}.`,
    { details: { name } }
  );
}

export function missing(name: string, folder: string): DriveError {
  return new DriveError(
    'notFound',
    `“${name}” was not found in ${folder === '' ? 'the root folder' : `“${folder}”`}. Look what is there now: it may have another name, be gone, or not be shared with this account.`,
    { details: { name } }
  );
}

export function dangling(name: string, cause: unknown): DriveError {
  return new DriveError(
    'notFound',
    `The shortcut “${name}” points to something that is gone or not shared with this account.`,
    { details: { name }, cause }
  );
}

export function ambiguous(name: string): DriveError {
  return new DriveError(
    'conflict',
    `Drive has more than one “${name}” in this folder. Open or list the folder: there each has a name of its own.`,
    { details: { name } }
  );
}
