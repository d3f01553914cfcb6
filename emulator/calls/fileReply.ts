import type { Scene } from '../drive/fileResource';
import { fileResource } from '../drive/fileResource';
import type { Item } from '../drive/items';
import type { IPeople } from '../drive/people';
import { FILE } from '../drive/shapes';
import type { DriveStore } from '../drive/store';
import type { Reply } from '../http/reply';
import { json } from '../http/reply';
import { docsOriginOf } from '../http/request';
import type { Call } from '../http/routes';
import { FILE_BASICS, maskOf } from './masked';

/** Where File resources take what stands in them. */
export type SceneParts = { readonly store: DriveStore; readonly accounts: IPeople };

/** The File resource, as the call's mask and account have it. */
export async function fileReply(google: SceneParts, call: Call, item: Item): Promise<Reply> {
  const mask = maskOf(call, FILE, FILE_BASICS);
  return json(await fileResource(item, sceneOf(google, call), mask));
}

/** What resources are rendered with, for this call. */
export function sceneOf(google: SceneParts, { request, viewer }: Call): Scene {
  return {
    store: google.store,
    people: google.accounts,
    viewer,
    docsOrigin: docsOriginOf(request)
  };
}
