/** One transfer: what it moves and how far it is. Nothing else changes its items or its state. */
import { randomBytes } from 'node:crypto';
import type { CopyRequest, UploadRequest } from '../../protocol';
import { Walked, type WalkedFolder } from './copy/walked';
import { Course, type CourseLeft, type Ending } from './course';
import {
  entryOf,
  type CopyChange,
  type CopyItem,
  type DriveFolder,
  type Failure,
  type ItemState,
  type TransferItem,
  type UploadChange,
  type UploadItem
} from './item';
import type { Owner } from './place';
import { SpeedMeter } from './speedMeter';
import { bytesMoved, Tally } from './tally';
import { DriveFolders } from './upload/driveFolders';

export type Order =
  | { readonly kind: 'copy'; readonly request: CopyRequest }
  | { readonly kind: 'upload'; readonly request: UploadRequest };

/** What an earlier process left of it. */
type Leftover = CourseLeft & {
  readonly items: readonly TransferItem[];
  readonly folders: readonly string[];
  readonly driveFolders: readonly DriveFolder[];
  readonly failures: readonly Failure[];
  readonly unprovenFolders: number;
  readonly walked: readonly WalkedFolder[];
  readonly proven: Iterable<number>;
  readonly unchanged: ReadonlySet<number>;
};

/** Everybody reads items, and only this file writes them. */
type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

export class Transfer extends Course {
  readonly speed = new SpeedMeter();
  private moved: TransferItem[] = [];
  private tally = new Tally();
  private workspaceFolders: string[] = [];
  private foldersOfDrive = new DriveFolders();
  private failed: Failure[] = [];
  private unproven = 0;
  private walkedFolders = new Walked();
  private readonly same: Set<TransferItem> = new Set();

  constructor(
    readonly order: Order,
    readonly owner: Owner,
    readonly startedAt: string,
    readonly id: string = randomBytes(6).toString('hex'),
    left: Leftover | null = null
  ) {
    super(left);
    if (left !== null) {
      left.items.forEach(item => this.restore(item));
      this.same = new Set(
        this.moved.filter(({ n, state }) => state === 'skipped' && left.unchanged.has(n))
      );
      this.workspaceFolders = [...left.folders];
      this.foldersOfDrive = new DriveFolders(left.driveFolders);
      this.failed = [...left.failures];
      this.walkedFolders = new Walked(left.walked, left.proven);
      left.items.forEach(item => {
        if (item.kind === 'copy') {
          this.walkedFolders.noteAt(item.folder, entryOf(item));
        }
      });
      this.unproven = left.walked.length === 0 ? left.unprovenFolders : 0;
    }
  }

  /** True if something could not be looked at: nobody knows what is missing. */
  get hasUnseen(): boolean {
    return this.failed.some(({ unseen }) => unseen === true);
  }

  get items(): readonly TransferItem[] {
    return this.moved;
  }

  get counts(): Tally['counts'] {
    return this.tally.counts;
  }

  /** Workspace folders to be made (copy). */
  get folders(): readonly string[] {
    return this.workspaceFolders;
  }

  /** Drive folders that files go into (upload). */
  get driveFolders(): DriveFolders {
    return this.foldersOfDrive;
  }

  get failures(): readonly Failure[] {
    return this.failed;
  }

  get bytesDone(): number {
    return this.tally.bytes.done;
  }

  get bytesTotal(): number {
    return this.tally.bytes.total;
  }

  /** What is known of the folders of Drive that are walked (copy). */
  get walked(): Walked {
    return this.walkedFolders;
  }

  /** Folders of Drive that no list of their own has proven to be whole (copy). */
  get unprovenFolders(): number {
    return this.unproven + this.walked.unproven;
  }

  get unverifiable(): number {
    return this.tally.unverifiable;
  }

  /** What was in place already, the same as its source. */
  get unchanged(): ReadonlySet<TransferItem> {
    return this.same;
  }

  /** Of what did not get to its end nothing counts as moved: no part of it is kept. */
  override end(how: Ending, at: string): void {
    super.end(how, at);
    for (const item of this.waiting()) {
      this.received(item, -item.received);
    }
  }

  override resume(): void {
    super.resume();
    this.walked.beginAgain();
    this.failed = this.failed.filter(({ unseen }) => unseen !== true); // it is looked at again
  }

  /** Puts what failed back in line; what can't be moved by its nature stays listed. */
  prepareRetry(): void {
    for (const item of this.moved.filter(({ state }) => state === 'failed')) {
      this.setState(item, 'waiting');
    }
    this.waiting().forEach(item => this.reconsider(item)); // nobody knows how long it waited
    this.enter('reconsidered');
    this.failed = this.failed.filter(({ n }) => n === null);
    if (this.moved.length === 0 && !this.needsPlan) {
      this.enter('unplanned'); // what was chosen may be there by now
    }
  }

  /** It is decided what to do about what stands under its name. */
  markDecided(item: TransferItem): void {
    const writable: Writable<TransferItem> = item;
    writable.verdict = 'given';
  }

  /** What stands under its name is looked at again, and asked about where it must be. */
  reconsider(item: TransferItem): void {
    const writable: Writable<TransferItem> = item;
    writable.verdict = item.verdict === 'open' ? 'open' : 'reopened';
  }

  /** Half a plan is none: it is made anew. */
  forgetPlan(): void {
    this.forgetStart();
    this.moved = [];
    this.tally = new Tally();
    this.workspaceFolders = [];
    this.foldersOfDrive.clear();
    this.failed = [];
    this.unproven = 0;
    this.walkedFolders = new Walked();
    this.same.clear();
  }

  add(planned: TransferItem): void {
    const item =
      planned.kind === 'upload'
        ? { ...planned, parent: this.driveFolders.idOf(planned.parent) }
        : planned;
    this.moved.push(item);
    this.tally.count(item, 1);
  }

  addFolder(path: string): void {
    this.workspaceFolders.push(path);
  }

  /** Another folder of Drive is the one to go into. */
  replaceDriveFolder(planned: string, by: string, exists: boolean): void {
    this.driveFolders.replace(planned, by, exists);
    for (const item of this.moved) {
      if (item.kind === 'upload' && item.parent === planned) {
        this.alter(item, { parent: by });
      }
    }
  }

  /** True if a failure of what is no item, such as a folder, is listed. */
  tellsOf(what: string): boolean {
    return this.failed.some(({ n, item }) => n === null && item === what);
  }

  addFailure(failure: Failure): void {
    this.failed.push(failure);
  }

  /** Who holds an item sees the change: it stays the same object. */
  change(item: CopyItem, change: CopyChange): void;
  change(item: UploadItem, change: UploadChange): void;
  change(item: TransferItem, change: CopyChange | UploadChange): void {
    this.alter(item, change);
  }

  setState(item: TransferItem, state: ItemState): void {
    this.alter(item, { state, received: bytesMoved({ ...item, state }) });
  }

  /** The same is there already: there is nothing to do. */
  skipUnchanged(item: TransferItem): void {
    this.setState(item, 'skipped');
    this.same.add(item);
  }

  /** Bytes of an item that came, or (negative) that must come again. */
  received(item: TransferItem, bytes: number): void {
    this.alter(item, { received: item.received + bytes });
  }

  /** The source turned out to have another size. */
  resize(item: TransferItem, size: number | null): void {
    this.alter(item, { size });
  }

  /** Workspace folders that its files go into; none for an upload. */
  get copyFolders(): ReadonlySet<string> {
    return new Set(this.moved.flatMap(item => (item.kind === 'copy' ? [item.folder] : [])));
  }

  /** Bytes of its files, by their numbers, that an earlier process left on the disk; until it goes on with them. */
  foundKept(kept: ReadonlyMap<number, number>): void {
    if (this.phase.life === 'interrupted') {
      for (const item of this.waiting()) {
        const bytes = item.size === null ? 0 : (kept.get(item.n) ?? 0);
        this.received(item, Math.min(bytes, item.size ?? 0) - item.received);
      }
    }
  }

  waiting(): TransferItem[] {
    return this.moved.filter(({ state }) => state === 'waiting');
  }

  /** What may move. */
  decided(): TransferItem[] {
    return this.waiting().filter(({ verdict }) => verdict === 'given');
  }

  /** Of those, what nobody has looked at or answered yet. */
  undecided(): TransferItem[] {
    return this.waiting().filter(({ verdict }) => verdict !== 'given');
  }

  private alter(item: Writable<TransferItem>, change: Partial<TransferItem>): void {
    this.tally.count(item, -1);
    Object.assign(item, change);
    this.tally.count(item, 1);
  }

  /** An item as a journal knows it; of one that waits the disk may tell more: see `foundKept`. */
  private restore(item: TransferItem): void {
    this.add({ ...item, received: item.state === 'waiting' ? 0 : bytesMoved(item) });
  }
}
