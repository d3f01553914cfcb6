import type { DriveStore } from './store';
import type { Item, Permission, Role } from './items';
import { isFolder } from './items';
import { ownValue } from '../json';

/** Who asks: an account, seen through the scopes and the client of its token. */
export type Viewer = {
  email: string;
  isServiceAccount: boolean;
  clientId: string;
  /** Short names such as `drive.readonly`. */
  scopes: ReadonlySet<string>;
};

const RANK: Record<Role, number> = {
  reader: 1,
  commenter: 2,
  writer: 3,
  fileOrganizer: 4,
  organizer: 5,
  owner: 6
};

/** The strongest role the account has on the item, through the item itself, its ancestors or its shared drive. */
export function roleOf(
  store: DriveStore,
  email: string,
  item: Item,
  applies: Applies = appliesTo
): Role | undefined {
  if (item.driveId !== undefined) {
    // What is shared by itself is open, with all below it, to people who are no members of the drive.
    const members = store.drives.get(item.driveId)?.members ?? [];
    return [item, ...store.ancestors(item)].reduce(
      (role, { permissions }) => stronger(role, strongest(permissions, email, applies)),
      strongest(members, email, applies)
    );
  }
  if (item.owner === email) {
    return 'owner';
  }
  let role = strongest(item.permissions, email, applies);
  for (const above of item.parents.length > 0 ? store.ancestors(item) : []) {
    // Who owns a folder may edit what others put into it.
    role = stronger(
      role,
      above.owner === email ? 'writer' : strongest(above.permissions, email, applies)
    );
  }
  return role;
}

/** May the account know that this item exists? With only `drive.file`, items of other apps do not (docs/reference/drive.md, "Sign-in and tokens"). */
export function canSee(store: DriveStore, viewer: Viewer, item: Item): boolean {
  if (seesOnlyOwnFiles(viewer) && !(item.apps?.has(viewer.clientId) ?? false)) {
    return store.isRoot(item) && item.owner === viewer.email;
  }
  return roleOf(store, viewer.email, item) !== undefined;
}

/**
 * Does a list show it? A link that anyone may open does not put an item into every person's Drive; only who
 * asks for the children of such a folder by its id (`isByParent`) sees them.
 */
export function isInCorpus(
  store: DriveStore,
  viewer: Viewer,
  item: Item,
  isByParent = false
): boolean {
  if (seesOnlyOwnFiles(viewer) && !(item.apps?.has(viewer.clientId) ?? false)) {
    return false;
  }
  const applies = isByParent ? appliesTo : names;
  return item.owner === viewer.email || roleOf(store, viewer.email, item, applies) !== undefined;
}

/** By a permission of the item itself; to members of its shared drive it is not shared, but theirs. */
export function sharedWithMe(store: DriveStore, item: Item, email: string): Permission | undefined {
  const members = store.drives.get(item.driveId ?? '')?.members ?? [];
  return item.owner === email || strongest(members, email, appliesTo) !== undefined
    ? undefined
    : item.permissions.find(permission => permission.emailAddress === email);
}

/** Everyone who sees the item by name, for the log of removed items. */
export function audienceOf(store: DriveStore, item: Item): string[] {
  const chain = [item, ...store.ancestors(item)];
  const members = item.driveId === undefined ? [] : (store.drives.get(item.driveId)?.members ?? []);
  const people = [...chain.flatMap(each => each.permissions), ...members].flatMap(
    permission => permission.emailAddress ?? []
  );
  return [...new Set([...people, ...chain.flatMap(each => each.owner ?? [])])];
}

export type Capabilities = Record<string, boolean>;

/** What the account may do; the names are those of the File resource. */
export function capabilitiesOf(store: DriveStore, viewer: Viewer, item: Item): Capabilities {
  const role = roleOf(store, viewer.email, item);
  const rank = role === undefined ? 0 : RANK[role];
  const folder = isFolder(item);
  const root = store.isRoot(item);
  const inDrive = item.driveId !== undefined;
  const edits = rank >= RANK.writer;
  const organizes = inDrive ? rank >= RANK.fileOrganizer : edits;
  const own = role === 'owner' || (inDrive && rank >= RANK.organizer);
  return {
    canAddChildren: folder && edits,
    canAddMyDriveParent: false,
    canChangeCopyRequiresWriterPermission: edits && !folder,
    canComment: rank >= RANK.commenter,
    canCopy: !folder && rank > 0,
    canDelete: own && !root,
    canDeleteChildren: folder && inDrive && rank >= RANK.organizer,
    canDownload: rank > 0,
    canEdit: edits,
    canListChildren: folder && rank > 0,
    canModifyContent: edits && !folder,
    canModifyLabels: false,
    canMoveChildrenWithinDrive: folder && organizes,
    canMoveItemWithinDrive: organizes && !root,
    canReadLabels: false,
    canReadRevisions: !folder && edits,
    canRemoveChildren: folder && (inDrive ? false : edits),
    canRename: edits && !root,
    canShare: edits && !root,
    canTrash: (inDrive ? rank >= RANK.fileOrganizer : role === 'owner') && !root,
    canUntrash: (inDrive ? rank >= RANK.fileOrganizer : role === 'owner') && !root
  };
}

export function capability(store: DriveStore, viewer: Viewer, item: Item, name: string): boolean {
  const fixed = item.overrides?.capabilities;
  if (typeof fixed === 'object' && fixed !== null && !Array.isArray(fixed)) {
    const value = ownValue(fixed, name);
    if (typeof value === 'boolean') {
      return value;
    }
  }
  return ownValue(capabilitiesOf(store, viewer, item), name) === true;
}

/** The role of a permission list for this address. */
function strongest(
  permissions: readonly Permission[],
  email: string,
  applies: Applies
): Role | undefined {
  let best: Role | undefined;
  for (const permission of permissions) {
    if (applies(permission, email)) {
      best = stronger(best, permission.role);
    }
  }
  return best;
}

type Applies = (permission: Permission, email: string) => boolean;

function names(permission: Permission, email: string): boolean {
  return permission.type !== 'anyone' && appliesTo(permission, email);
}

function appliesTo(permission: Permission, email: string): boolean {
  switch (permission.type) {
    case 'anyone':
      return true;
    case 'domain':
      return permission.emailAddress !== undefined && email.endsWith(`@${permission.emailAddress}`);
    case 'user':
    case 'group':
      return permission.emailAddress === email;
  }
}

function stronger(a: Role | undefined, b: Role | undefined): Role | undefined {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  return RANK[a] >= RANK[b] ? a : b;
}

function seesOnlyOwnFiles(viewer: Viewer): boolean {
  const wide = ['drive', 'drive.readonly', 'drive.metadata', 'drive.metadata.readonly'];
  return !wide.some(scope => viewer.scopes.has(scope));
}
