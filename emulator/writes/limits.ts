import type { Item } from '../drive/items';
import { forbidden, usageLimit } from '../drive/refusals';
import type { DriveStore } from '../drive/store';
import { usageOf } from '../drive/usage';
import type { Call } from '../http/routes';
import type { Knobs } from '../traffic/knobs';

const MOST_CHILDREN = 500_000;
const DEEPEST = 100;

/** What the limits of size and depth are read from. */
export type LimitParts = {
  readonly store: DriveStore;
  readonly knobs: Pick<Knobs, 'storageLimit'>;
};

export function refuseOvergrown(store: DriveStore, parent: Item): void {
  const inDrive = parent.driveId !== undefined;
  if (!store.isRoot(parent) && (store.childrenOf(parent.id)?.length ?? 0) >= MOST_CHILDREN) {
    throw forbidden(
      'numChildrenInNonRootLimitExceeded',
      "The limit for this folder's number of children (files and folders) has been exceeded."
    );
  }
  if ([...store.ancestors(parent)].length + 1 > DEEPEST) {
    throw forbidden(
      inDrive ? 'teamDriveHierarchyTooDeep' : 'myDriveHierarchyDepthLimitExceeded',
      'Your file or folder is nested too deeply.'
    );
  }
}

/** A service account owns no files; people have their limit; shared drives have neither. */
export function checkStorage(google: LimitParts, call: Call, parent: Item, bytes: number): void {
  const { viewer } = call;
  if (parent.driveId !== undefined) {
    return;
  }
  if (viewer.isServiceAccount) {
    throw usageLimit(
      'storageQuotaExceeded',
      'Service Accounts do not have storage quota. Leverage shared drives (https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation (http://support.google.com/a/answer/7281227) instead.'
    );
  }
  refuseFullStorage(google, viewer.email, bytes);
}

export function refuseFullStorage(google: LimitParts, email: string, bytes: number): void {
  const limit = google.knobs.storageLimit;
  if (limit > 0 && usageOf(google.store, email).all + bytes > limit) {
    throw forbidden('storageQuotaExceeded', "The user's Drive storage quota has been exceeded.");
  }
}
