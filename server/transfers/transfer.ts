/** One transfer: what it moves and how far it is. Nothing else changes its items or its state. */
import { randomBytes } from 'node:crypto';
import type { CopyRequest, Decision, Question, TransferState, UploadRequest } from '../../protocol';
import { Walked, type WalkedFolder } from './copy/walked';
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
import { Tally } from './tally';
import { untilAborted } from '../untilAborted';
import { after, BEGUN, stateOf, type Phase, type TransferEvent } from './transitions';

export type Order =
  | { readonly kind: 'copy'; readonly request: CopyRequest }
  | { readonly kind: 'upload'; readonly request: UploadRequest };

/** What an earlier process left of it. */
type Leftover = {
  readonly phase: Phase;
  readonly items: readonly TransferItem[];
  readonly folders: readonly string[];
  readonly driveFolders: readonly DriveFolder[];
  readonly failures: readonly Failure[];
  readonly unprovenFolders: number;
  readonly walked: readonly WalkedFolder[];
  readonly proven: Iterable<number>;
  readonly unchanged: ReadonlySet<number>;
  readonly endedAt: string | null;
  /** True if it began to move: how large it is was asked before. */
  readonly wasStarted: boolean;
};

/** Everybody reads items, and only this file writes them. */
type Writable<T> = { -readonly [Field in keyof T]: T[Field] };
type OpenQuestion = {
  readonly question: Question;
  readonly answer: (decision: Decision) => void;
};

export class Transfer {
  readonly speed = new SpeedMeter();
  /** True if temporary files of an earlier process may be there to be taken up. */
  readonly resumes: boolean;
  private phase: Phase;
  private started: boolean;
  /** Another one each time it begins again. */
  private stopping = new AbortController();
  private ended: string | null = null;
  private asked: OpenQuestion | null = null;
  private moved: TransferItem[] = [];
  private tally = new Tally();
  private workspaceFolders: string[] = [];
  private foldersOfDrive: DriveFolder[] = [];
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
    this.resumes = left !== null;
    this.phase = left?.phase ?? BEGUN;
    this.started = left?.wasStarted ?? false;
    if (left !== null) {
      left.items.forEach(item => this.restore(item));
      this.same = new Set(
        this.moved.filter(({ n, state }) => state === 'skipped' && left.unchanged.has(n))
      );
      this.workspaceFolders = [...left.folders];
      this.foldersOfDrive = [...left.driveFolders];
      this.failed = [...left.failures];
      this.walkedFolders = new Walked(left.walked, left.proven);
      left.items.forEach(item => {
        if (item.kind === 'copy') {
          this.walkedFolders.noteAt(item.folder, entryOf(item));
        }
      });
      this.unproven = left.walked.length === 0 ? left.unprovenFolders : 0;
      this.ended = left.endedAt;
    }
  }

  get state(): TransferState {
    return stateOf(this.phase);
  }

  get life(): Phase['life'] {
    return this.phase.life;
  }

  /** ISO 8601; null until it ends. */
  get endedAt(): string | null {
    return this.ended;
  }

  /** Aborted, with the reason why, when it is stopped. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  get isBusy(): boolean {
    return this.phase.life === 'active' && !this.phase.isAsking;
  }

  /** True until nearly all that is to be moved is counted, so that it can begin. */
  get needsPlan(): boolean {
    return this.phase.plan === 'none';
  }

  /** True while something may still be missing in the plan: it grows while files move. */
  get needsProof(): boolean {
    return this.phase.plan === 'growing';
  }

  get needsDecisions(): boolean {
    return !this.phase.isDecided;
  }

  /** True once it was begun to move: nobody is asked again whether it is too large. */
  get wasStarted(): boolean {
    return this.started;
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

  /** Drive folders to be made (upload). */
  get driveFolders(): readonly DriveFolder[] {
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

  get question(): Question | null {
    return this.asked?.question ?? null;
  }

  /** Throws if that can't happen now. */
  enter(event: TransferEvent): void {
    this.phase = after(this.phase, event);
    this.started ||= event === 'decided';
  }

  stop(reason: Error): void {
    this.stopping.abort(reason);
  }

  /** To end what ended that way has no effect: a Cancel does not wait for ever for work that hangs. */
  end(how: 'done' | 'failed' | 'cancelled', at: string): void {
    if (this.phase.life !== how) {
      this.enter(how);
      this.ended = at;
    }
  }

  /** Begins again what ended or was interrupted. */
  resume(): void {
    this.enter('resumed');
    this.stopping = new AbortController();
    this.walked.beginAgain();
    this.failed = this.failed.filter(({ unseen }) => unseen !== true); // it is looked at again
  }

  /** Puts what failed back in line; what can't be moved by its nature stays listed. */
  prepareRetry(): void {
    for (const item of this.moved.filter(({ state }) => state === 'failed')) {
      this.received(item, -item.received);
      this.setState(item, 'waiting');
      this.reconsider(item);
    }
    this.enter('reconsidered');
    this.failed = this.failed.filter(({ n }) => n === null);
    this.ended = null;
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
    this.started = false;
    this.moved = [];
    this.tally = new Tally();
    this.workspaceFolders = [];
    this.foldersOfDrive = [];
    this.failed = [];
    this.unproven = 0;
    this.walkedFolders = new Walked();
    this.same.clear();
  }

  /** Waits for a person; rejects with the reason if the transfer is stopped. */
  async ask(question: Question): Promise<Decision> {
    const { signal } = this;
    signal.throwIfAborted();
    this.enter('asked');
    try {
      const answered = new Promise<Decision>(answer => (this.asked = { question, answer }));
      return await untilAborted(answered, signal);
    } finally {
      this.asked = null;
      this.enter('answered');
    }
  }

  /** False if there is no such question, or not any more. */
  decide(decision: Decision): boolean {
    if (this.asked?.question.kind !== decision.kind) {
      return false;
    }
    this.asked.answer(decision);
    return true;
  }

  add(item: TransferItem): void {
    this.moved.push(item);
    this.tally.count(item, 1);
  }

  addFolder(path: string): void {
    this.workspaceFolders.push(path);
  }

  addDriveFolder(folder: DriveFolder): void {
    this.foldersOfDrive.push(folder);
  }

  /** A folder that was to be made in Drive is there. */
  driveFolderMade(made: DriveFolder): void {
    this.foldersOfDrive = this.foldersOfDrive.map(folder =>
      folder.id === made.id ? { ...folder, exists: true } : folder
    );
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
    const isOver = state === 'skipped' || state === 'done';
    this.alter(item, { state, received: isOver ? (item.size ?? item.received) : item.received });
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

  /** An item as a journal knows it; of an export only the journal knows the bytes. */
  private restore(item: TransferItem): void {
    const isOver = item.state === 'done' || item.state === 'skipped';
    this.add({ ...item, received: isOver ? (item.size ?? item.received) : 0 });
  }
}
