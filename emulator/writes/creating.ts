import type { LookupParts } from '../calls/lookup';
import { lookUp } from '../calls/lookup';
import { EMPTY_CONTENT } from '../contents/content';
import { mimeTypeOf } from '../contents/mimeTypes';
import { capability } from '../drive/access';
import type { Item } from '../drive/items';
import { FOLDER, SHORTCUT, isGoogleType } from '../drive/items';
import { ApiError, forbidden, insufficientParentPermissions, invalid } from '../drive/refusals';
import type { NewItem } from '../drive/store';
import type { Call } from '../http/routes';
import type { Ids } from '../ids';
import type { Knobs } from '../traffic/knobs';
import { readImport } from './imports';
import type { LimitParts } from './limits';
import { checkStorage, refuseOvergrown } from './limits';
import type { Metadata } from './metadata';
import { mergeProperties } from './metadata';
import type { Upload } from './upload';

/** What items are made and changed with. */
export type WriteParts = LookupParts &
  LimitParts & {
    readonly ids: Ids;
    readonly reserved: Set<string>;
    readonly knobs: Pick<Knobs, 'nameQueryLagMs' | 'sharedDriveLagMs' | 'listMetadataLagMs'>;
  };

/** All that can forbid a create, before a byte of content is sent (docs/reference/drive.md, "Creating and changing"). */
export function checkCreate(
  google: WriteParts,
  call: Call,
  metadata: Metadata,
  bytes: number
): { parent: Item } {
  const { store } = google;
  if (metadata.id !== undefined) {
    checkId(google, metadata.id, metadata.mimeType);
  }
  const parent = parentOf(google, call, metadata);
  if (!capability(store, call.viewer, parent, 'canAddChildren')) {
    throw insufficientParentPermissions();
  }
  refuseOvergrown(store, parent);
  if (metadata.mimeType !== FOLDER && metadata.mimeType !== SHORTCUT) {
    checkStorage(google, call, parent, bytes);
  }
  if (metadata.mimeType === SHORTCUT) {
    checkTarget(google, call, metadata.targetId);
  }
  return { parent };
}

/** Creates the item; the checks are made anew, since time has passed since an upload began. */
export function createItem(
  google: WriteParts,
  call: Call,
  metadata: Metadata,
  upload: Upload | undefined
): Item {
  const { store, knobs } = google;
  const { viewer } = call;
  const { parent } = checkCreate(google, call, metadata, upload?.content.size ?? 0);
  const now = store.clock.now();
  const inDrive = parent.driveId !== undefined;
  const fresh: NewItem = {
    id: metadata.id,
    name: metadata.name ?? 'Untitled',
    mimeType: mimeTypeFor(metadata, upload),
    parents: [parent.id],
    owner: inDrive ? undefined : viewer.email,
    driveId: parent.driveId,
    createdTime: metadata.createdTime ?? metadata.modifiedTime ?? now,
    modifiedTime: metadata.modifiedTime ?? now,
    modifiedBy: viewer.email,
    description: metadata.description,
    apps: new Set([viewer.clientId]),
    viewedBy: new Map([[viewer.email, metadata.viewedByMeTime ?? now]]),
    starredBy: metadata.starred === true ? new Set([viewer.email]) : undefined,
    properties: mergeProperties(undefined, metadata.properties ?? {}),
    appProperties: mergeProperties(undefined, metadata.appProperties ?? {}),
    nameIndexedAt: knobs.nameQueryLagMs > 0 ? now + knobs.nameQueryLagMs : undefined,
    visibleAt: inDrive && knobs.sharedDriveLagMs > 0 ? now + knobs.sharedDriveLagMs : undefined
  };
  const item = store.insert(withContent(google, call, defined(fresh), metadata, upload));
  google.reserved.delete(item.id);
  return item;
}

function withContent(
  google: WriteParts,
  call: Call,
  fresh: NewItem,
  metadata: Metadata,
  upload: Upload | undefined
): NewItem {
  if (fresh.mimeType === FOLDER) {
    return fresh;
  }
  if (fresh.mimeType === SHORTCUT) {
    const targetId = metadata.targetId ?? '';
    const targetMimeType = google.store.find(targetId)?.mimeType ?? '';
    return { ...fresh, shortcut: { targetId, targetMimeType } };
  }
  if (isGoogleType(fresh.mimeType)) {
    const document = readImport(fresh.mimeType, upload);
    return { ...fresh, id: google.ids.document(), document };
  }
  return {
    ...fresh,
    revisions: [
      {
        id: google.ids.revision(),
        mimeType: fresh.mimeType,
        modifiedTime: fresh.modifiedTime ?? google.store.clock.now(),
        modifiedBy: call.viewer.email,
        keepForever: call.query.flag('keepRevisionForever'),
        originalFilename: metadata.originalFilename ?? fresh.name,
        content: upload?.content ?? EMPTY_CONTENT
      }
    ]
  };
}

/** What was said, else what the part said, else what the name says (docs/reference/drive.md, "Creating and changing"). */
function mimeTypeFor(metadata: Metadata, upload: Upload | undefined): string {
  if (metadata.mimeType !== undefined && metadata.mimeType !== '') {
    return metadata.mimeType;
  }
  const ofPart = upload?.mimeType?.split(';')[0]?.trim();
  return ofPart === undefined || ofPart === '' ? mimeTypeOf(metadata.name ?? '') : ofPart;
}

/** An id must be one that generateIds gave out; a used one is 409 (docs/reference/drive.md, "Creating and changing"). */
function checkId(google: WriteParts, id: string, mimeType: string | undefined): void {
  if (google.store.find(id) !== undefined) {
    throw new ApiError({
      status: 409,
      message: 'A file already exists with the provided ID.',
      reason: 'fileIdInUse'
    });
  }
  const isNative = mimeType !== undefined && isGoogleType(mimeType);
  const isAllowed = !isNative || mimeType === FOLDER || mimeType === SHORTCUT;
  if (!google.reserved.has(id) || !isAllowed) {
    throw invalid('file.id', 'The provided file ID is not usable.');
  }
}

function parentOf(google: WriteParts, call: Call, metadata: Metadata): Item {
  const parents = metadata.parents ?? [];
  if (parents.length > 1) {
    throw invalid('parents', 'A file can have only one parent.');
  }
  const parent = lookUp(google, call, parents[0] ?? 'root');
  if (parent.mimeType !== FOLDER) {
    throw forbidden('parentNotAFolder', 'The specified parent is not a folder.');
  }
  return parent;
}

/** A shortcut leads to something that can be seen and is not a shortcut itself. */
function checkTarget(google: WriteParts, call: Call, targetId: string | undefined): void {
  if (targetId === undefined) {
    throw invalid('shortcutDetails.targetId', 'A shortcut needs a target.');
  }
  if (lookUp(google, call, targetId).mimeType === SHORTCUT) {
    throw new ApiError({ status: 500, message: 'Internal Error', reason: 'internalError' });
  }
}

/** Without the keys that have no value: they would hide the store's own. */
function defined(fresh: NewItem): NewItem {
  const kept = { ...fresh };
  if (kept.id === undefined) {
    delete kept.id;
  }
  return kept;
}
