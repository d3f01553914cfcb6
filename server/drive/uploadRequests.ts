/** What the requests of an upload have in common, in one piece or in a session. */
import { DriveError } from '../../protocol';
import { exchange, failureOf, type RawAnswer } from '../google/sendBody';
import { FILE_FIELDS, toDriveFile } from './adapter';
import type { AuthorizationHeader } from './authorized';
import type { DriveFile, UploadRequest } from './drive';
import { readAnswer } from './fields';
import type { RequestParts } from './requests';

export const NOTHING = { head: null, stream: null, tail: null };

export function metadataOf({ target, modified, mimeType }: UploadRequest): Record<string, unknown> {
  const common = { modifiedTime: modified, mimeType };
  return target.kind === 'update'
    ? { modifiedTime: modified }
    : { ...common, id: target.id, name: target.name, parents: [target.parent] };
}

export function addressOf({ target }: UploadRequest, uploadType: string, rootUrl: string): URL {
  const id = target.kind === 'update' ? `/${encodeURIComponent(target.id)}` : '';
  const query = new URLSearchParams({
    uploadType,
    supportsAllDrives: 'true',
    fields: FILE_FIELDS
  });
  return new URL(`upload/drive/v3/files${id}?${query.toString()}`, rootUrl);
}

export const methodOf = ({ target }: UploadRequest): 'POST' | 'PATCH' =>
  target.kind === 'update' ? 'PATCH' : 'POST';

/**
 * Drive has no compare-and-swap (docs/reference/drive.md, "Uploads"): right before a revision is replaced it is asked
 * whether it is still the latest. A moment remains; what somebody puts there then stays in the history.
 */
export async function assertRevision(
  { target }: UploadRequest,
  header: AuthorizationHeader,
  signal: AbortSignal,
  parts: RequestParts
): Promise<void> {
  if (target.kind === 'create') {
    return;
  }
  const query = new URLSearchParams({ supportsAllDrives: 'true', fields: FILE_FIELDS });
  const path = `drive/v3/files/${encodeURIComponent(target.id)}?${query.toString()}`;
  const url = new URL(path, parts.rootUrl);
  const found = toFile(
    await exchange({ url, method: 'GET', headers: header, body: NOTHING, signal }, parts)
  );
  if (found.headRevisionId !== target.replaces || found.trashed) {
    throw new DriveError(
      'conflict',
      `“${found.name}” was changed in Drive meanwhile, so it was not replaced. Look at it, then upload again.`,
      { details: { name: found.name } }
    );
  }
}

export function toFile(answer: RawAnswer): DriveFile {
  if (answer.status !== 200 && answer.status !== 201) {
    throw failureOf(answer);
  }
  return readAnswer(answer.text, answer.webProxy, toDriveFile);
}
