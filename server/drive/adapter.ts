/** Google's shapes → ours. Pure. */
import type { drive_v3 } from 'googleapis/build/src/apis/drive/v3.js';
import type { DriveFile } from './drive';

type Kind = DriveFile['kind'];

/** What the types of Google's own items begin with. */
export const GOOGLE_TYPE = 'application/vnd.google-apps.';
export const FOLDER_TYPE = `${GOOGLE_TYPE}folder`;
const SHORTCUT_TYPE = `${GOOGLE_TYPE}shortcut`;

/**
 * The fields of every item we read: exactly what is shown or needed, for speed
 * (docs/reference/drive.md, "Files and fields").
 */
export const FILE_FIELDS =
  'id,name,mimeType,size,md5Checksum,headRevisionId,modifiedTime,createdTime,parents,driveId,ownedByMe,' +
  'shortcutDetails(targetId,targetMimeType,targetResourceKey),resourceKey,starred,trashed,webViewLink,' +
  'owners(displayName),capabilities(canDownload,canEdit,canAddChildren)';
export const LIST_FIELDS = `nextPageToken,files(${FILE_FIELDS})`;

/** By type, never by the absence of a size: see docs/reference/drive.md, "Files and fields". */
export function kindOf(mimeType: string): Kind {
  if (mimeType === FOLDER_TYPE) {
    return 'folder';
  }
  if (mimeType === SHORTCUT_TYPE) {
    return 'shortcut';
  }
  return mimeType.startsWith(GOOGLE_TYPE) ? 'document' : 'file';
}

export function toDriveFile(file: drive_v3.Schema$File): DriveFile {
  const mimeType = file.mimeType ?? 'application/octet-stream';
  const kind = kindOf(mimeType);
  const isFile = kind === 'file';
  return {
    id: file.id ?? '',
    name: file.name ?? '',
    kind,
    mimeType,
    size: isFile ? toBytes(file.size) : null,
    md5: isFile ? (file.md5Checksum ?? null) : null,
    headRevisionId: isFile ? (file.headRevisionId ?? null) : null,
    modified: file.modifiedTime ?? null,
    created: file.createdTime ?? null,
    parents: file.parents ?? [],
    driveId: file.driveId ?? null,
    ownedByMe: file.ownedByMe ?? false,
    target: toTarget(file.shortcutDetails),
    resourceKey: file.resourceKey ?? null,
    starred: file.starred ?? false,
    trashed: file.trashed ?? false,
    capabilities: {
      download: file.capabilities?.canDownload ?? true,
      edit: file.capabilities?.canEdit ?? false,
      addChildren: file.capabilities?.canAddChildren ?? false
    },
    link: file.webViewLink ?? null,
    owner: file.owners?.[0]?.displayName ?? ''
  };
}

function toTarget(details: drive_v3.Schema$File['shortcutDetails']): DriveFile['target'] {
  if (!details?.targetId) {
    return null;
  }
  const mimeType = details.targetMimeType ?? 'application/octet-stream';
  return {
    id: details.targetId,
    kind: kindOf(mimeType),
    mimeType,
    resourceKey: details.targetResourceKey ?? null
  };
}

/** 64-bit numbers arrive as strings (docs/reference/drive.md, "Files and fields"). */
function toBytes(text: string | null | undefined): number | null {
  const bytes = Number(text ?? Number.NaN);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null;
}
