import type { IClock } from '../clock';
import { canSee, capability } from '../drive/access';
import type { Item } from '../drive/items';
import { forbidden, insufficientFilePermissions, notFound } from '../drive/refusals';
import type { DriveStore } from '../drive/store';
import type { QueryParameters } from '../http/query';
import { header } from '../http/request';
import type { Call } from '../http/routes';

/** Where items are looked up. */
export type LookupParts = {
  readonly store: DriveStore;
  readonly clock: IClock;
};

/**
 * The item a call names, by id or by an alias. 404 for what is missing, hidden from this account, in a
 * shared drive without supportsAllDrives, or behind a resource key that was not sent (docs/reference/drive.md, "Shortcuts, links and resource keys").
 */
export function lookUp(google: LookupParts, call: Call, id: string): Item {
  const { store } = google;
  const item = id === 'root' ? store.rootOf(call.viewer.email) : store.find(id);
  if (item === undefined || !canSee(store, call.viewer, item) || !isReachable(google, call, item)) {
    throw notFound(id);
  }
  return item;
}

/** 403 unless this account may do it with the item; `what` is a key of `capabilities`. */
export function demand(google: LookupParts, call: Call, item: Item, what: string): void {
  if (!capability(google.store, call.viewer, item, what)) {
    throw insufficientFilePermissions();
  }
}

export function asksForMedia(query: QueryParameters): boolean {
  return query.value('alt')?.toLowerCase() === 'media';
}

export function supportsAllDrives(call: Call): boolean {
  return call.query.flag('supportsAllDrives') || call.query.flag('supportsTeamDrives');
}

/** Does a list reach into shared drives? 403 when only one of the two parameters says so. */
export function includesDrives(call: Call): boolean {
  const includes =
    call.query.flag('includeItemsFromAllDrives') || call.query.flag('includeTeamDriveItems');
  if (includes && !supportsAllDrives(call)) {
    throw forbidden(
      'supportsTeamDrivesRequired',
      'The supportsAllDrives parameter was not set to true.'
    );
  }
  return includes;
}

function isReachable(google: LookupParts, call: Call, item: Item): boolean {
  // rclone downloads from shared drives without saying so: see docs/unconfirmed.md.
  if (item.driveId !== undefined && !supportsAllDrives(call) && !asksForMedia(call.query)) {
    return false;
  }
  if (item.visibleAt !== undefined && item.visibleAt > google.clock.now()) {
    return false;
  }
  return hasKey(call, item);
}

/** True if the item needs no resource key, or the call brings it. */
export function hasKey(call: Call, item: Item): boolean {
  const needsKey = item.quirks?.needsResourceKey === true && item.owner !== call.viewer.email;
  return !needsKey || sentKeys(call).get(item.id) === item.resourceKey;
}

/** `X-Goog-Drive-Resource-Keys: id1/key1,id2/key2`. */
function sentKeys(call: Call): Map<string, string> {
  const pairs = (header(call.request, 'x-goog-drive-resource-keys') ?? '').split(',');
  return new Map(
    pairs.map(pair => {
      const [id = '', key = ''] = pair.trim().split('/');
      return [id, key];
    })
  );
}
