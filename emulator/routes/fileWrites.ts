import { MAY } from '../accounts/scopes';
import { audienceOf, capability } from '../drive/access';
import { headOf, isFolder } from '../drive/items';
import type { Item } from '../drive/items';
import { driveNotFound, forbidden } from '../drive/refusals';
import type { Google } from '../google';
import type { Reply } from '../http/reply';
import { empty } from '../http/reply';
import { readJson } from '../http/request';
import type { Call, IApiRoute } from '../http/routes';
import { fileReply } from '../uploads/completing';
import { updateItem } from '../writes/changing';
import { createItem } from '../writes/creating';
import { readMetadata, refuseParents } from '../writes/metadata';
import { demand, lookUp } from '../calls/lookup';

export function fileWriteRoutes(google: Google): IApiRoute[] {
  const route = (
    method: string,
    path: string,
    name: string,
    more: Pick<IApiRoute, 'scopes' | 'latency' | 'run'>
  ): IApiRoute => ({
    method,
    path: `/drive/v3/files${path}`,
    name: `google.apps.drive.v3.DriveFiles.${name}`,
    units: 'edit',
    ...more
  });
  return [
    route('POST', '', 'Create', {
      scopes: MAY.write,
      latency: 'createFolder',
      run: call => create(google, call)
    }),
    route('PATCH', '/:fileId', 'Update', {
      scopes: MAY.writeMetadata,
      latency: 'update',
      run: call => update(google, call)
    }),
    route('POST', '/:fileId/copy', 'Copy', {
      scopes: MAY.copy,
      latency: 'createSmall',
      run: call => copy(google, call)
    }),
    route('DELETE', '/trash', 'EmptyTrash', {
      scopes: MAY.emptyTrash,
      latency: 'update',
      run: call => emptyTrash(google, call)
    }),
    route('DELETE', '/:fileId', 'Delete', {
      scopes: MAY.write,
      latency: 'update',
      run: call => remove(google, call)
    })
  ];
}

/** Metadata alone: a folder, a shortcut, a document, or an empty file. */
async function create(google: Google, call: Call): Promise<Reply> {
  const metadata = readMetadata(await readJson(call.request));
  return fileReply(google, call, createItem(google, call, metadata, undefined));
}

async function update(google: Google, call: Call): Promise<Reply> {
  const body = await readJson(call.request);
  const item = lookUp(google, call, call.params.fileId ?? '');
  refuseParents(body);
  updateItem(google, call, item, readMetadata(body), undefined);
  return fileReply(google, call, item);
}

/** A copy is new in all but its content: own id, owner and time; no folder can be copied. */
async function copy(google: Google, call: Call): Promise<Reply> {
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
function placeOfCopy(google: Google, call: Call, source: Item): string[] {
  const parent = google.store.find(source.parents[0] ?? '');
  const isOpen =
    parent !== undefined && capability(google.store, call.viewer, parent, 'canAddChildren');
  return isOpen ? [parent.id] : ['root'];
}

function remove(google: Google, call: Call): Reply {
  const { store } = google;
  const item = lookUp(google, call, call.params.fileId ?? '');
  demand(google, call, item, 'canDelete');
  store.remove(item, audienceOf(store, item));
  return empty(204);
}

/** Deletes for good what this account trashed: its own, or a shared drive's. */
function emptyTrash(google: Google, call: Call): Reply {
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
