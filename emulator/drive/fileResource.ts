import type { DigestKind } from '../contents/content';
import { permissionIdOf } from '../ids';
import type { Json, JsonObject } from '../json';
import { isJsonObject, ownValue, setOwn } from '../json';
import type { Viewer } from './access';
import { capabilitiesOf, roleOf, sharedWithMe } from './access';
import { documentSize, exportFormatsOf } from './exports';
import type { Item } from './items';
import { FOLDER, headOf, isBlob, isFolder } from './items';
import type { Mask } from './masks';
import { applyMask, asksFor } from './masks';
import { permissionResource, userResource } from './people';
import type { IPeople } from './people';
import { FILE } from './shapes';
import type { DriveStore } from './store';

/** What a File resource is made from, besides the item. */
export type Scene = {
  store: DriveStore;
  people: IPeople;
  viewer: Viewer;
  /** Scheme and host for links, without a slash at the end; docs.google.com's stand-in. */
  docsOrigin: string;
};

type Field = (item: Item, scene: Scene) => Json | undefined | Promise<Json>;

const DIGESTS: Record<string, DigestKind> = {
  md5Checksum: 'md5',
  sha1Checksum: 'sha1',
  sha256Checksum: 'sha256'
};

/**
 * The File resource, only with what the mask names. Rendering waits when a digest is asked for that was
 * never computed.
 */
export async function fileResource(item: Item, scene: Scene, mask: Mask): Promise<JsonObject> {
  const resource: JsonObject = {};
  const names = mask === 'all' ? FIELD_NAMES : [...mask.keys()];
  for (const name of names) {
    const fixed = ownValue(item.overrides ?? {}, name);
    const made = fixed === undefined ? ownValue(FIELDS, name)?.(item, scene) : undefined;
    const value = made instanceof Promise ? await made : made;
    const whole = name === 'capabilities' ? withFixed(value, fixed) : (fixed ?? value);
    if (whole !== undefined) {
      const below = mask === 'all' ? 'all' : (mask.get(name) ?? 'all');
      setOwn(resource, name, applyMask(below, whole));
    }
  }
  return resource;
}

export function time(ms: number): string {
  return new Date(ms).toISOString();
}

/** Does the mask ask for permissions, so that Drive gives at most 100 items a page? (docs/reference/drive.md, "Listing and search") */
export function asksForPermissions(mask: Mask | undefined): boolean {
  return mask !== 'all' && asksFor(mask, 'permissions');
}

const digestField =
  (name: string): Field =>
  item => {
    const kind = ownValue(DIGESTS, name);
    if (kind === undefined || item.quirks?.noMd5 === true) {
      return undefined;
    }
    if (kind === 'md5' && item.quirks?.wrongMd5 === true) {
      return '0123456789abcdef0123456789abcdef';
    }
    return headOf(item)?.content.digest(kind);
  };

const FIELDS: Record<string, Field> = {
  kind: () => 'drive#file',
  id: item => item.id,
  name: item => item.name,
  mimeType: item => item.mimeType,
  description: item => item.description,
  driveId: item => item.driveId,
  teamDriveId: item => item.driveId,
  parents: visibleParents,
  starred: (item, { viewer }) => item.starredBy?.has(viewer.email) ?? false,
  trashed: item => item.trashed,
  explicitlyTrashed: item => item.explicitlyTrashed,
  trashedTime: item =>
    item.driveId !== undefined && item.trashedTime !== undefined
      ? time(item.trashedTime)
      : undefined,
  createdTime: item => time(item.createdTime),
  modifiedTime: item => time(item.modifiedTime),
  modifiedByMe: (item, { viewer }) => modifiedBy(item, viewer.email) !== undefined,
  modifiedByMeTime: (item, { viewer }) => optionalTime(modifiedBy(item, viewer.email)),
  viewedByMe: (item, { viewer }) => item.viewedBy?.has(viewer.email) ?? false,
  viewedByMeTime: (item, { viewer }) => optionalTime(item.viewedBy?.get(viewer.email)),
  sharedWithMeTime: (item, { store, viewer }) =>
    optionalTime(sharedWithMe(store, item, viewer.email)?.sharedAt),
  sharingUser: (item, { store, viewer, people }) =>
    sharedWithMe(store, item, viewer.email) === undefined || item.owner === undefined
      ? undefined
      : userResource(people, viewer, item.owner),
  size: item => sizeOf(item),
  quotaBytesUsed: item => (isBlob(item) ? (sizeOf(item) ?? '0') : '0'),
  version: item => String(item.version),
  md5Checksum: digestField('md5Checksum'),
  sha1Checksum: digestField('sha1Checksum'),
  sha256Checksum: digestField('sha256Checksum'),
  headRevisionId: item => headOf(item)?.id,
  originalFilename: item => headOf(item)?.originalFilename,
  fileExtension: item => extensionOf(item)?.split('.').at(-1),
  fullFileExtension: item => extensionOf(item),
  owners: (item, { viewer, people }) =>
    item.owner === undefined ? undefined : [userResource(people, viewer, item.owner)],
  ownedByMe: (item, { viewer }) =>
    item.owner === undefined ? undefined : item.owner === viewer.email,
  lastModifyingUser: (item, { viewer, people }) =>
    item.modifiedBy === '' ? undefined : userResource(people, viewer, item.modifiedBy),
  shared: item => (item.driveId === undefined ? item.permissions.length > 0 : true),
  permissions: (item, scene) => (mayRead(item, scene) ? permissionsOf(item, scene) : undefined),
  permissionIds: (item, scene) =>
    mayRead(item, scene) ? permissionsOf(item, scene).map(each => each.id ?? null) : undefined,
  capabilities: (item, { store, viewer }) => capabilitiesOf(store, viewer, item),
  spaces: () => ['drive'],
  shortcutDetails: (item, { store }) => shortcutDetails(item, store),
  resourceKey: item => item.resourceKey,
  exportLinks: (item, { docsOrigin }) => exportLinks(item, docsOrigin),
  webViewLink: (item, { docsOrigin }) =>
    isFolder(item)
      ? `https://drive.google.com/drive/folders/${item.id}`
      : item.document === undefined
        ? `https://drive.google.com/file/d/${item.id}/view?usp=drivesdk`
        : `${docsOrigin}/${item.mimeType.split('.').at(-1) ?? ''}/d/${item.id}/edit?usp=drivesdk`,
  webContentLink: item =>
    isBlob(item) ? `https://drive.google.com/uc?id=${item.id}&export=download` : undefined,
  iconLink: item =>
    `https://drive-thirdparty.googleusercontent.com/16/type/${encodeURI(item.mimeType)}`,
  hasThumbnail: () => false,
  thumbnailVersion: () => '0',
  isAppAuthorized: (item, { viewer }) => item.apps?.has(viewer.clientId) ?? false,
  copyRequiresWriterPermission: () => false,
  viewersCanCopyContent: () => true,
  writersCanShare: () => true,
  folderColorRgb: item => (item.mimeType === FOLDER ? '#8f8f8f' : undefined),
  properties: item => item.properties,
  appProperties: item => item.appProperties,
  linkShareMetadata: () => ({ securityUpdateEligible: false, securityUpdateEnabled: true }),
  inheritedPermissionsDisabled: item => (isFolder(item) ? false : undefined),
  contentHints: item => item.extra?.contentHints,
  imageMediaMetadata: item => item.extra?.imageMediaMetadata
};

/** In the order of the resource's description, so that a whole resource reads as Google's. */
const FIELD_NAMES = Object.keys(FILE.fields);

function withFixed(made: Json | undefined, fixed: Json | undefined): Json | undefined {
  return { ...(isJsonObject(made) ? made : {}), ...(isJsonObject(fixed) ? fixed : {}) };
}

function optionalTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : time(ms);
}

/** Blobs and editors' files have a size (docs/reference/drive.md, "Files and fields"); folders and shortcuts have none. */
export function sizeOf(item: Item): string | undefined {
  if (item.quirks?.photosSize !== undefined) {
    return String(item.quirks.photosSize);
  }
  const head = headOf(item);
  if (head !== undefined) {
    return String(head.content.size);
  }
  return item.document === undefined ? undefined : String(documentSize(item.document));
}

function visibleParents(item: Item, { store, viewer }: Scene): string[] | undefined {
  const visible = item.parents.filter(id => {
    const parent = store.find(id);
    return parent !== undefined && roleOf(store, viewer.email, parent) !== undefined;
  });
  return visible.length > 0 ? visible : undefined;
}

function modifiedBy(item: Item, email: string): number | undefined {
  return item.modifiedBy === email ? item.modifiedTime : item.modifiedByOthers?.get(email);
}

function extensionOf(item: Item): string | undefined {
  if (!isBlob(item)) {
    return undefined;
  }
  const match = /[^.]\.(tar\.[A-Za-z0-9]+|[A-Za-z0-9]+)$/.exec(item.name);
  return match?.[1] ?? '';
}

function mayRead(item: Item, { store, viewer }: Scene): boolean {
  return item.driveId === undefined && capabilitiesOf(store, viewer, item).canShare === true;
}

function permissionsOf(item: Item, { people }: Scene): JsonObject[] {
  const own =
    item.owner === undefined
      ? []
      : [
          {
            id: permissionIdOf(item.owner),
            type: 'user' as const,
            role: 'owner' as const,
            emailAddress: item.owner,
            sharedAt: 0
          }
        ];
  return [...own, ...item.permissions].map(each => permissionResource(people, each));
}

function shortcutDetails(item: Item, store: DriveStore): JsonObject | undefined {
  if (item.shortcut === undefined) {
    return undefined;
  }
  const key = store.find(item.shortcut.targetId)?.resourceKey;
  return { ...item.shortcut, ...(key === undefined ? {} : { targetResourceKey: key }) };
}

function exportLinks(item: Item, docsOrigin: string): JsonObject | undefined {
  const formats = exportFormatsOf(item.mimeType);
  const kind = ownValue(EXPORT_PATHS, item.mimeType.split('.').at(-1) ?? '');
  if (item.document === undefined || kind === undefined) {
    return undefined;
  }
  return Object.fromEntries(
    formats.map(format => [
      format.mimeType,
      `${docsOrigin}${kind}?id=${item.id}&exportFormat=${format.extension}`
    ])
  );
}

/** Where docs.google.com exports each kind: seen in rclone's requests (docs/reference/drive.md, "Exports"). */
export const EXPORT_PATHS: Record<string, string> = {
  document: '/feeds/download/documents/export/Export',
  spreadsheet: '/spreadsheets/export',
  presentation: '/feeds/download/presentations/Export',
  drawing: '/feeds/download/drawings/Export',
  script: '/feeds/download/scripts/Export'
};
