import type { IContent } from '../contents/content';
import type { Document } from '../contents/document';
import type { JsonObject } from '../json';

export const FOLDER = 'application/vnd.google-apps.folder';
export const SHORTCUT = 'application/vnd.google-apps.shortcut';
export const COLAB = 'application/vnd.google.colaboratory';
const GOOGLE_APPS = 'application/vnd.google-apps.';

export type Role = 'owner' | 'organizer' | 'fileOrganizer' | 'writer' | 'commenter' | 'reader';

export type Permission = {
  id: string;
  type: 'user' | 'group' | 'domain' | 'anyone';
  role: Role;
  emailAddress?: string;
  /** Milliseconds since 1970: what `sharedWithMeTime` shows. */
  sharedAt: number;
};

export type Revision = {
  id: string;
  mimeType: string;
  modifiedTime: number;
  modifiedBy: string;
  keepForever: boolean;
  originalFilename: string;
  content: IContent;
};

export type ShortcutTarget = { targetId: string; targetMimeType: string };

/** Behaviour of one item that a test asks for; Google has it by its own history. */
export type Quirks = {
  abusive?: boolean;
  downloadQuotaExceeded?: boolean;
  /** Metadata that does not fit the bytes, as for files that came from Google Photos. */
  wrongMd5?: boolean;
  /** No digest of its bytes in any answer, of any revision. */
  noMd5?: boolean;
  photosSize?: number;
  needsResourceKey?: boolean;
};

export type Item = {
  /** Order of creation, the same for the item's whole life. */
  readonly seq: number;
  readonly id: string;
  name: string;
  mimeType: string;
  parents: string[];
  /** Address of the owner; undefined in a shared drive. */
  owner: string | undefined;
  driveId: string | undefined;
  permissions: Permission[];
  createdTime: number;
  modifiedTime: number;
  modifiedBy: string;
  explicitlyTrashed: boolean;
  /** Also true when a folder above is in the trash. */
  trashed: boolean;
  trashedTime?: number;
  version: number;
  /** Blobs only, oldest first; the last one is the head. */
  revisions: Revision[];
  document?: Document;
  shortcut?: ShortcutTarget;
  description?: string;
  resourceKey?: string;
  starredBy?: Set<string>;
  viewedBy?: Map<string, number>;
  modifiedByOthers?: Map<string, number>;
  properties?: Record<string, string>;
  appProperties?: Record<string, string>;
  /** OAuth clients that made or opened it: what `drive.file` may see. */
  apps?: Set<string>;
  /** Small metadata that is kept and shown, without meaning here. */
  extra?: JsonObject;
  /** Fields of the resource that a test has fixed. */
  overrides?: JsonObject;
  quirks?: Quirks;
  /** When a search by name finds it (consistency lag). */
  nameIndexedAt?: number;
  /** When it can be looked up by id (shared drives' lag). */
  visibleAt?: number;
  /** What lists still show, and until when (lag of metadata in lists). */
  stale?: { until: number; was: Item };
};

export type SharedDrive = {
  id: string;
  name: string;
  createdTime: number;
  hidden: boolean;
  members: Permission[];
};

export function isFolder(item: Item): boolean {
  return item.mimeType === FOLDER;
}

/** A document of Google's editors and its kin: no bytes of its own. */
export function isGoogleType(mimeType: string): boolean {
  return mimeType.startsWith(GOOGLE_APPS);
}

export function isBlob(item: Item): boolean {
  return !isGoogleType(item.mimeType);
}

export function headOf(item: Item): Revision | undefined {
  return item.revisions.at(-1);
}
