/** A file of Drive, at a path of the panel. Pure. */
import type { DriveItem } from '../../protocol';
import type { DriveFile } from '../drive/drive';

export function toItem(file: DriveFile, path: string): DriveItem {
  return {
    id: file.id,
    name: path.slice(path.lastIndexOf('/') + 1),
    title: file.name,
    path,
    kind: file.kind,
    mimeType: file.mimeType,
    size: file.size,
    modified: file.modified,
    created: file.created,
    md5: file.md5,
    headRevisionId: file.headRevisionId,
    target:
      file.target === null
        ? null
        : { id: file.target.id, kind: file.target.kind, mimeType: file.target.mimeType },
    starred: file.starred,
    trashed: file.trashed,
    capabilities: file.capabilities,
    inSharedDrive: file.driveId !== null,
    ownedByMe: file.ownedByMe,
    link: file.link,
    owner: file.owner
  };
}
