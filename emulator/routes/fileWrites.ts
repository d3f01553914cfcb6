import { MAY } from '../accounts/scopes';
import type { SceneParts } from '../calls/fileReply';
import { fileReply } from '../calls/fileReply';
import { demand, lookUp } from '../calls/lookup';
import { audienceOf, capability } from '../drive/access';
import type { Item } from '../drive/items';
import { headOf, isFolder } from '../drive/items';
import { driveNotFound, forbidden } from '../drive/refusals';
import type { Reply } from '../http/reply';
import { empty } from '../http/reply';
import { readJson } from '../http/request';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { Quota } from '../traffic/quota';
import { updateItem } from '../writes/changing';
import type { WriteParts } from '../writes/creating';
import { createItem } from '../writes/creating';
import { readMetadata, refuseParents } from '../writes/metadata';

type Parts = WriteParts &
  SceneParts & {
    readonly quota: Quota;
  };

const route = routesOf('DriveFiles');

export function fileWriteRoutes(google: Parts): IApiRoute[] {
  return [
    route('POST', 'files', 'Create', {
      units: 'edit',
      scopes: MAY.write,
      latency: 'createFolder',
      run: call => create(google, call)
    }),
    route('PATCH', 'files/:fileId', 'Update', {
      units: 'edit',
      scopes: MAY.writeMetadata,
      latency: 'update',
      run: call => update(google, call)
    }),
    route('POST', 'files/:fileId/copy', 'Copy', {
      units: 'edit',
      scopes: MAY.copy,
      latency: 'createSmall',
      run: call => copy(google, call)
    }),
    route('DELETE', 'files/trash', 'EmptyTrash', {
      units: 'edit',
      scopes: MAY.emptyTrash,
      latency: 'update',
      run: call => emptyTrash(google, call)
    }),
    route('DELETE', 'files/:fileId', 'Delete', {
      units: 'edit',
      scopes: MAY.write,
      latency: 'update',
      run: call => remove(google, call)
    })
  ];
}

/** Metadata alone: a folder, a shortcut, a document, or an empty file. */
async function create(google: Parts, call: Call): Promise<Reply> {
  const metadata = readMetadata(await readJson(call.request));
  return fileReply(google, call, createItem(google, call, metadata, undefined));
}

async function update(google: Parts, call: Call): Promise<Reply> {
  const body = await readJson(call.request);
  const item = lookUp(google, call, call.params.fileId ?? '');
  refuseParents(body);
  updateItem(google, call, item, readMetadata(body), undefined);
  return fileReply(google, call, item);
}

/** A copy is new in all but its content: own id, owner and time; a folder cannot be copied. */
async function copy(google: Parts, call: Call): Promise<Reply> {
  const body = await readJson(call.request);
  const source = lookUp(google, call, call.params.fileId ?? '');
  if (isFolder(source) || !capability(google.store, call.viewer, source, 'canCopy')) {
    throw forbidden('cannotCopyFile', 'This file cannot be copied by the user.');
  }
  const given = readMetadata(body);
  const head = headOf(source);
  const refused = google.quota.chargeBytes(call.viewer.email, head?.content.size ?? 0);
  if (refused !== undefined) {
    throw refused;
  }
  const metadata = {
    ...given,
    name: given.name ?? `Copy of ${source.name}`,
    mimeType: given.mimeType ?? source.mimeType,
    parents: given.parents ?? placeOfCopy(google, call, source),
    description: given.description ?? source.description,
    targetId: given.targetId ?? source.shortcut?.targetId
  };
  const item = createItem(
    google,
    call,
    metadata,
    head === undefined ? undefined : { content: head.content, mimeType: source.mimeType }
  );
  if (source.document !== undefined) {
    item.document = { ...source.document };
  }
  return fileReply(google, call, item);
}

/** Beside the original where this account may write, else in its own My Drive. */
function placeOfCopy(google: Parts, call: Call, source: Item): string[] {
  const parent = google.store.find(source.parents[0] ?? '');
  const isOpen =
    parent !== undefined && capability(google.store, call.viewer, parent, 'canAddChildren');
  return isOpen ? [parent.id] : ['root'];
}

function remove(google: Parts, call: Call): Reply {
  const { store } = google;
  const item = lookUp(google, call, call.params.fileId ?? '');
  demand(google, call, item, 'canDelete');
  store.remove(item, audienceOf(store, item));
  return empty(204);
}

/** Deletes for good what this account trashed: its own, or a shared drive's. */
function emptyTrash(google: Parts, call: Call): Reply {
  const { store } = google;
  const driveId = call.query.value('driveId');
  if (driveId !== undefined && !store.drives.has(driveId)) {
    throw driveNotFound(driveId);
  }
  const trashed = [...store.all.newestFirst()].filter(
    item =>
      item.explicitlyTrashed &&
      item.driveId === driveId &&
      (driveId !== undefined || item.owner === call.viewer.email) &&
      capability(store, call.viewer, item, 'canDelete')
  );
  for (const item of trashed) {
    store.remove(item, audienceOf(store, item));
  }
  return empty(204);
}
