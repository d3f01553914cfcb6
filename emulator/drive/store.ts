import type { IClock } from '../clock';
import type { Ids } from '../ids';
import { permissionIdOf } from '../ids';
import { ChangeLog } from './changes';
import type { Item, Permission, Role, SharedDrive } from './items';
import { FOLDER } from './items';
import { SortedItems } from './sorted';

/** What is needed to put an item into the tree; the store numbers, dates and indexes it. */
export type NewItem = Pick<Item, 'name' | 'mimeType'> & Partial<Omit<Item, 'seq' | 'version'>>;

/** All items of all accounts, with the indexes that lists need. It knows no rules: those are in access.ts and the routes. */
export class DriveStore {
  readonly all = new SortedItems();
  /** Items with a permission of their own: the only ones that can be "shared with me". */
  readonly shared = new SortedItems();
  readonly starred = new SortedItems();
  readonly drives = new Map<string, SharedDrive>();
  readonly changes = new ChangeLog();
  /** Grows with every change of any item: a cached answer is good while it stands still. */
  generation = 0;

  private readonly byId = new Map<string, Item>();
  private readonly children = new Map<string, SortedItems>();
  private readonly roots = new Map<string, Item>();
  private lastSeq = 0;

  constructor(
    readonly clock: IClock,
    readonly ids: Ids
  ) {}

  get size(): number {
    return this.byId.size;
  }

  find(id: string): Item | undefined {
    return this.byId.get(id);
  }

  childrenOf(id: string): SortedItems | undefined {
    return this.children.get(id);
  }

  /** The account's My Drive folder, made when first asked for. */
  rootOf(email: string): Item {
    const known = this.roots.get(email);
    if (known !== undefined) {
      return known;
    }
    const root = this.insert({
      id: this.ids.root(),
      name: 'My Drive',
      mimeType: FOLDER,
      owner: email,
      modifiedBy: email
    });
    this.all.remove(root);
    this.roots.set(email, root);
    return root;
  }

  /** Is this a My Drive root or the top of a shared drive? These can't be moved, trashed or renamed, nor are they listed. */
  isRoot(item: Item): boolean {
    return (
      this.drives.has(item.id) || (item.owner !== undefined && this.roots.get(item.owner) === item)
    );
  }

  insert(fresh: NewItem): Item {
    const now = this.clock.now();
    this.lastSeq += 1;
    const item: Item = {
      id: fresh.id ?? this.ids.file(),
      parents: [],
      owner: undefined,
      driveId: undefined,
      permissions: [],
      createdTime: now,
      modifiedTime: now,
      modifiedBy: fresh.owner ?? '',
      explicitlyTrashed: false,
      trashed: false,
      revisions: [],
      ...fresh,
      seq: this.lastSeq,
      version: 1
    };
    this.byId.set(item.id, item);
    this.all.add(item);
    this.link(item);
    this.reindex(item);
    item.trashed = item.explicitlyTrashed || this.hasTrashedParent(item);
    this.note(item);
    return item;
  }

  insertDrive(name: string, members: Permission[], id = this.ids.root()): SharedDrive {
    const drive = { id, name, createdTime: this.clock.now(), hidden: false, members };
    this.drives.set(id, drive);
    const top = this.insert({ id, name: 'Drive', mimeType: FOLDER, driveId: id });
    this.all.remove(top);
    this.changes.add({
      time: this.clock.now(),
      changeType: 'drive',
      id,
      driveId: id,
      removed: false
    });
    return drive;
  }

  /** To be called after any change of an item: it counts as a new version and stands in the log of changes. */
  touch(item: Item): void {
    item.version += 1;
    this.reindex(item);
    this.note(item);
  }

  move(item: Item, parents: string[]): void {
    this.unlink(item);
    item.parents = parents;
    this.link(item);
    this.spreadTrash(item);
  }

  setTrashed(item: Item, trashed: boolean): void {
    item.explicitlyTrashed = trashed;
    item.trashedTime = trashed ? this.clock.now() : undefined;
    this.spreadTrash(item);
  }

  /** Removes the item and all below it for good; `audience` are those who could see it. */
  remove(item: Item, audience: readonly string[]): void {
    for (const child of [...(this.childrenOf(item.id)?.newestFirst() ?? [])]) {
      this.remove(child, audience);
    }
    this.unlink(item);
    this.byId.delete(item.id);
    for (const index of [this.all, this.shared, this.starred]) {
      index.remove(item);
    }
    this.generation += 1;
    this.changes.add({
      time: this.clock.now(),
      changeType: 'file',
      id: item.id,
      driveId: item.driveId,
      removed: true,
      audience
    });
  }

  /** The item's ancestors, nearest first, by its first parent. */
  *ancestors(item: Item): Generator<Item> {
    let at = this.find(item.parents[0] ?? '');
    while (at !== undefined) {
      yield at;
      at = this.find(at.parents[0] ?? '');
    }
  }

  private note(item: Item): void {
    this.generation += 1;
    this.changes.add({
      time: this.clock.now(),
      changeType: 'file',
      id: item.id,
      driveId: item.driveId,
      removed: false
    });
  }

  private reindex(item: Item): void {
    place(this.shared, item, item.permissions.length > 0);
    place(this.starred, item, (item.starredBy?.size ?? 0) > 0);
  }

  private link(item: Item): void {
    for (const parent of item.parents) {
      const siblings = this.children.get(parent) ?? new SortedItems();
      siblings.add(item);
      this.children.set(parent, siblings);
    }
  }

  private unlink(item: Item): void {
    for (const parent of item.parents) {
      this.children.get(parent)?.remove(item);
    }
  }

  private hasTrashedParent(item: Item): boolean {
    return item.parents.some(id => this.find(id)?.trashed === true);
  }

  private spreadTrash(item: Item): void {
    const trashed = item.explicitlyTrashed || this.hasTrashedParent(item);
    if (item.trashed === trashed) {
      return;
    }
    item.trashed = trashed;
    for (const child of this.childrenOf(item.id)?.newestFirst() ?? []) {
      this.spreadTrash(child);
      this.note(child);
    }
  }
}

/** A permission for one address. */
export function permissionFor(email: string, role: Role, sharedAt: number): Permission {
  return { id: permissionIdOf(email), type: 'user', role, emailAddress: email, sharedAt };
}

function place(index: SortedItems, item: Item, belongs: boolean): void {
  if (belongs) {
    index.add(item);
  } else if (index.length > 0) {
    index.remove(item);
  }
}
