import { demand, lookUp } from '../calls/lookup';
import { capability, roleOf } from '../drive/access';
import type { Item } from '../drive/items';
import { headOf, isFolder, isGoogleType } from '../drive/items';
import {
  forbidden,
  insufficientFilePermissions,
  insufficientParentPermissions,
  invalid
} from '../drive/refusals';
import type { Call } from '../http/routes';
import type { WriteParts } from './creating';
import { readImport } from './imports';
import { refuseFullStorage, refuseOvergrown } from './limits';
import type { Metadata } from './metadata';
import { mergeProperties } from './metadata';
import type { Upload } from './upload';

/** The most blob revisions that are kept forever (docs/reference/drive.md, "Creating and changing"). */
const MOST_PINNED = 200;

/** All that can forbid an update, before a byte of content is sent. */
export function checkUpdate(
  google: WriteParts,
  call: Call,
  item: Item,
  metadata: Metadata,
  bytes: number | undefined
): void {
  const needs = (capabilityName: string): void => {
    demand(google, call, item, capabilityName);
  };
  if (bytes !== undefined) {
    needs('canEdit');
    if (isFolder(item)) {
      throw forbidden('fileNotUpdatable', 'A folder has no content.');
    }
    refuseFullStorage(google, item.owner ?? '', item.owner === undefined ? 0 : bytes);
  }
  if (metadata.name !== undefined) {
    needs('canRename');
  }
  if (metadata.trashed !== undefined && metadata.trashed !== item.explicitlyTrashed) {
    needs(metadata.trashed ? 'canTrash' : 'canUntrash');
  }
  const edits: (keyof Metadata)[] = [
    'mimeType',
    'description',
    'createdTime',
    'modifiedTime',
    'properties',
    'appProperties'
  ];
  if (edits.some(key => metadata[key] !== undefined)) {
    needs('canEdit');
  }
}

/** Changes metadata, place and content of an item, in one new version. */
export function updateItem(
  google: WriteParts,
  call: Call,
  item: Item,
  metadata: Metadata,
  upload: Upload | undefined
): void {
  checkUpdate(google, call, item, metadata, upload?.content.size);
  const before = { ...item };
  const now = google.store.clock.now();
  moveAsAsked(google, call, item);
  applyMetadata(google, call, item, metadata, now);
  if (upload !== undefined) {
    replaceContent(google, call, item, metadata, upload);
  }
  const isModified = upload !== undefined || metadata.name !== undefined;
  if (isModified || metadata.modifiedTime !== undefined) {
    const others = item.modifiedByOthers ?? new Map<string, number>();
    item.modifiedByOthers = others.set(item.modifiedBy, item.modifiedTime);
    item.modifiedTime = metadata.modifiedTime ?? now;
    item.modifiedBy = call.viewer.email;
  }
  if (google.knobs.listMetadataLagMs > 0) {
    item.stale = { until: now + google.knobs.listMetadataLagMs, was: before };
  }
  google.store.touch(item);
}

function applyMetadata(
  google: WriteParts,
  call: Call,
  item: Item,
  metadata: Metadata,
  now: number
): void {
  const { email } = call.viewer;
  if (metadata.name !== undefined) {
    item.name = metadata.name;
    const lag = google.knobs.nameQueryLagMs;
    item.nameIndexedAt = lag > 0 ? now + lag : undefined;
  }
  item.mimeType = metadata.mimeType ?? item.mimeType;
  item.description = metadata.description ?? item.description;
  item.createdTime = metadata.createdTime ?? item.createdTime;
  if (metadata.starred !== undefined) {
    item.starredBy ??= new Set();
    item.starredBy[metadata.starred ? 'add' : 'delete'](email);
  }
  if (metadata.viewedByMeTime !== undefined) {
    item.viewedBy = new Map(item.viewedBy).set(email, metadata.viewedByMeTime);
  }
  if (metadata.properties !== undefined) {
    item.properties = mergeProperties(item.properties, metadata.properties);
  }
  if (metadata.appProperties !== undefined) {
    item.appProperties = mergeProperties(item.appProperties, metadata.appProperties);
  }
  if (metadata.trashed !== undefined && metadata.trashed !== item.explicitlyTrashed) {
    google.store.setTrashed(item, metadata.trashed);
  }
}

function replaceContent(
  google: WriteParts,
  call: Call,
  item: Item,
  metadata: Metadata,
  upload: Upload
): void {
  if (isGoogleType(item.mimeType)) {
    item.document = readImport(item.mimeType, upload);
    return;
  }
  const keepForever = call.query.flag('keepRevisionForever');
  if (keepForever && item.revisions.filter(each => each.keepForever).length >= MOST_PINNED) {
    throw forbidden('cannotPinRevision', 'Too many revisions are kept forever.');
  }
  item.mimeType = metadata.mimeType ?? upload.mimeType?.split(';')[0] ?? item.mimeType;
  item.revisions.push({
    id: google.ids.revision(),
    mimeType: item.mimeType,
    modifiedTime: metadata.modifiedTime ?? google.store.clock.now(),
    modifiedBy: call.viewer.email,
    keepForever,
    originalFilename: metadata.originalFilename ?? headOf(item)?.originalFilename ?? item.name,
    content: upload.content
  });
}

/** addParents and removeParents: an item keeps one parent (docs/reference/drive.md, "Creating and changing"). */
function moveAsAsked(google: WriteParts, call: Call, item: Item): void {
  const added = idsIn(call, 'addParents');
  const removed = idsIn(call, 'removeParents').map(id => lookUp(google, call, id).id);
  if (added.length === 0 && removed.length === 0) {
    return;
  }
  const { store } = google;
  if (!capability(store, call.viewer, item, 'canEdit') || store.isRoot(item)) {
    throw insufficientFilePermissions();
  }
  const targets = added.map(id => lookUp(google, call, id));
  const kept = item.parents.filter(id => !removed.includes(id));
  const parents = [...new Set([...kept, ...targets.map(each => each.id)])];
  if (parents.length > Math.max(1, item.parents.length)) {
    throw forbidden('cannotAddParent', 'Increasing the number of parents is not allowed');
  }
  for (const target of targets) {
    checkTarget(google, call, item, target);
  }
  store.move(item, parents);
  const [target] = targets;
  if (target !== undefined && target.driveId !== item.driveId) {
    changeOwnership(item, target.driveId, call.viewer.email);
  }
}

function idsIn(call: Call, name: string): string[] {
  return (call.query.value(name) ?? '').split(',').filter(id => id !== '');
}

function checkTarget(google: WriteParts, call: Call, item: Item, target: Item): void {
  const { store } = google;
  if (!isFolder(target)) {
    throw forbidden('parentNotAFolder', 'The specified parent is not a folder.');
  }
  if (!capability(store, call.viewer, target, 'canAddChildren')) {
    throw insufficientParentPermissions();
  }
  if (target === item || [...store.ancestors(target)].includes(item)) {
    throw invalid('addParents', 'A folder cannot be moved into itself.');
  }
  if (target.driveId !== item.driveId && isFolder(item)) {
    throw forbidden(
      'teamDrivesFolderMoveInNotSupported',
      'Moving folders into shared drives is not supported.'
    );
  }
  if (target.driveId !== item.driveId && item.driveId === undefined) {
    if (roleOf(store, call.viewer.email, item) !== 'owner') {
      throw forbidden(
        'fileWriterTeamDriveMoveInDisabled',
        'Only the owner can move this file into a shared drive.'
      );
    }
  }
  refuseOvergrown(store, target);
}

function changeOwnership(item: Item, driveId: string | undefined, email: string): void {
  item.driveId = driveId;
  item.owner = driveId === undefined ? email : undefined;
}
