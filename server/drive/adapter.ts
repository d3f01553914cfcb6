/** Google's shapes → ours. Pure. */
import { cutName } from '../../protocol';
import type { DriveFile, FilePage } from './drive';
import * as fields from './fields';
import type { Fields } from './fields';

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

/** Throws brokenAnswer for what is no item of Drive. */
export function toDriveFile(file: Fields): DriveFile {
  const text = (key: string): string | null => fields.textOf(file, key);
  const flag = (key: string): boolean => fields.flagOf(file, key) ?? false;
  const mimeType = toMimeType(text('mimeType'));
  const kind = kindOf(mimeType);
  const isFile = kind === 'file';
  const link = text('webViewLink');
  const may = fields.recordOf(file, 'capabilities') ?? {};
  return {
    id: fields.requiredId(file, 'id'),
    name: cutName(fields.required(text('name'), 'name')),
    kind,
    mimeType,
    size: isFile ? toBytes(text('size')) : null,
    md5: isFile ? text('md5Checksum') : null,
    headRevisionId: isFile ? text('headRevisionId') : null,
    modified: toTime(text('modifiedTime')),
    created: toTime(text('createdTime')),
    parents: (fields.listOf(file, 'parents') ?? []).map(id => fields.asId(id, 'parents')),
    driveId: fields.idOf(file, 'driveId'),
    ownedByMe: flag('ownedByMe'),
    target: toTarget(fields.recordOf(file, 'shortcutDetails')),
    resourceKey: toKey(text('resourceKey')),
    starred: flag('starred'),
    trashed: flag('trashed'),
    capabilities: {
      download: fields.flagOf(may, 'canDownload') ?? true,
      edit: fields.flagOf(may, 'canEdit') ?? false,
      addChildren: fields.flagOf(may, 'canAddChildren') ?? false
    },
    link: link !== null && WEB_LINK.test(link) ? link : null,
    owner: ownerOf(fields.listOf(file, 'owners') ?? [])
  };
}

/** One page of a list; an answer without its list is no empty folder. */
export function toFilePage(page: Fields): FilePage {
  const files = fields.required(fields.listOf(page, 'files'), 'files');
  return {
    files: files.map(file => toDriveFile(fields.asRecord(file, 'a file'))),
    nextPageToken: fields.textOf(page, 'nextPageToken')
  };
}

/** What the panel may open in a browser. */
const WEB_LINK = /^https?:\/\//;
/** What may stand in a header, and no more. */
const MIME_TYPE = /^[\w.+-]{1,127}\/[\w.+-]{1,127}$/;

const RESOURCE_KEY = /^[\w-]{1,256}$/;

function toMimeType(told: string | null): string {
  return told !== null && MIME_TYPE.test(told) ? told : 'application/octet-stream';
}

/** RFC 3339, of whatever year; a time that is none is not known. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

function toTime(told: string | null): string | null {
  return told !== null && TIME.test(told) && !Number.isNaN(Date.parse(told)) ? told : null;
}

function toKey(told: string | null): string | null {
  return told !== null && RESOURCE_KEY.test(told) ? told : null;
}

function ownerOf(owners: readonly unknown[]): string {
  const [first] = owners;
  const name =
    first === undefined ? null : fields.textOf(fields.asRecord(first, 'owners'), 'displayName');
  return cutName(name ?? '');
}

function toTarget(details: Fields | null): DriveFile['target'] {
  const id = details === null ? null : fields.idOf(details, 'targetId');
  if (details === null || id === null) {
    return null;
  }
  const mimeType = toMimeType(fields.textOf(details, 'targetMimeType'));
  const resourceKey = toKey(fields.textOf(details, 'targetResourceKey'));
  return { id, kind: kindOf(mimeType), mimeType, resourceKey };
}

/** 64-bit numbers arrive as strings (docs/reference/drive.md, "Files and fields"). */
function toBytes(text: string | null): number | null {
  const bytes = Number(text ?? Number.NaN);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null;
}
