/** Workspace → Drive. */
import { choiceFor, type Conflict, type Decision, type UploadRequest } from '../../../protocol';
import type { DriveFile } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { toFreeName } from '../../workspace/safeName';
import { endsEverything } from '../endsEverything';
import { failItem } from '../failItem';
import { targetPath, type TransferItem, type UploadChange, type UploadItem } from '../item';
import type { FoundConflict, IJob, JobParts } from '../job';
import { NamesBeside } from '../namesBeside';
import { FolderContents } from './contents';
import { changedInDrive, noStorage } from './failures';
import { UploadFolders } from './folders';
import { Looks } from './looks';
import { PlanLines } from '../journal/planLines';
import { chooseId, isExpected, noteChoice, takeIfSame, throwAway, withdraw } from './ownFile';
import { planUpload } from './planUpload';
import { sendOnceOnly } from './sendOnceOnly';
import { findTarget } from './uploadTarget';

/** Cancelling waits no longer than this for what is taken back. */
const LONGEST_SWEEP_MS = 20_000;

export class UploadJob implements IJob {
  private readonly conflicts = new Map<UploadItem, DriveFile>();
  private isPlanned = false;
  private target: Promise<DriveFile> | null = null;
  private readonly contents: FolderContents;
  private readonly folders: UploadFolders;

  constructor(
    private readonly request: UploadRequest,
    private readonly parts: JobParts
  ) {
    const { transfer, account } = parts;
    const looks = new Looks(parts);
    this.contents = new FolderContents({
      ...{ drive: account.drive, folders: transfer.driveFolders, looks },
      driveId: async () => (await this.findTarget()).driveId
    });
    this.folders = new UploadFolders(parts, looks, this.contents);
  }

  plan(): Promise<void> {
    this.folders.beginPlan();
    return this.addAll(this.parts.caller);
  }

  /** Folders of Drive are listed one by one at once: only what failed in an earlier try is missing. */
  async prove(signal: AbortSignal): Promise<void> {
    if (!this.isPlanned) {
      const { transfer, journal, caller } = this.parts;
      const lines = new PlanLines(transfer, journal);
      await lines.until(this.addAll({ ...caller, signal }));
    }
  }

  async findConflicts(): Promise<readonly FoundConflict[]> {
    const { transfer, caller } = this.parts;
    const conflicts: FoundConflict[] = [];
    this.conflicts.clear();
    this.contents.forget();
    for (const item of transfer.undecided().filter(isUpload)) {
      caller.signal.throwIfAborted();
      try {
        const conflict = await this.look(item);
        if (conflict === null) {
          transfer.markDecided(item);
        } else {
          conflicts.push({ conflict, isUnforeseen: item.verdict === 'reopened' });
        }
      } catch (error) {
        this.fail(item, error);
      }
    }
    return conflicts;
  }

  async decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void> {
    const beside = this.namesBeside();
    for (const [item, existing] of this.conflicts) {
      const choice = choiceFor(answer, targetPath(item));
      this.parts.transfer.markDecided(item);
      if (choice === 'skip') {
        this.parts.transfer.setState(item, 'skipped');
        this.note(item);
      } else if (choice === 'replace' && existing.kind === 'file') {
        const { id, headRevisionId: replacedRevision } = existing;
        this.change(item, { replace: true, id, replacedRevision });
      } else if (item.mustReplace) {
        this.fail(item, noStorage(item.title));
      } else {
        await this.beNew(item, existing);
        const before = item.name;
        this.change(item, { name: toFreeName(before, await beside.of(item)) });
        beside.renamed(item, before);
      }
    }
  }

  async prepare(): Promise<void> {
    const refused = await this.folders.make();
    for (const item of this.parts.transfer.waiting().filter(isUpload)) {
      if (refused.has(item.parent)) {
        this.fail(item, refused.get(item.parent));
      }
    }
  }

  async move(item: TransferItem): Promise<void> {
    if (!isUpload(item)) {
      return;
    }
    const { targets, caller } = this.parts;
    await targets.inTurn(item, caller.signal, async there => {
      if (there !== null && there.id !== item.id && !item.replace) {
        return this.assertSame(item, there);
      }
      await this.assertFree(item);
      return sendOnceOnly(item, this.parts);
    });
  }

  /** What is not there yet goes under a name that may be taken by now, into a folder that may be another one. */
  async recover(): Promise<void> {
    const { transfer } = this.parts;
    transfer.waiting().forEach(item => transfer.reconsider(item));
    await this.findTarget();
    await this.folders.lookAgain();
  }

  /** A create is idempotent by its id, and a replace looks again: what the journal says is enough. */
  isInPlace(item: TransferItem): Promise<boolean> {
    return Promise.resolve(item.state === 'done');
  }

  /** Nothing of ours lies here; in Drive, what is not right yet goes. */
  async sweep(): Promise<void> {
    const { transfer, caller } = this.parts;
    const atMost = { ...caller, signal: AbortSignal.timeout(LONGEST_SWEEP_MS) };
    for (const item of transfer.items.filter(isUpload)) {
      if (item.state !== 'done') {
        await withdraw(item, this.parts, atMost);
      }
    }
  }

  /** What stands under its name in Drive: skips what is the same, returns what a person must decide about. */
  private async look(item: UploadItem): Promise<Conflict | null> {
    const all = await this.namesakes(item);
    const own = all.find(({ id }) => id === item.id);
    const isOurs = own !== undefined && isExpected(item, own);
    if (item.replace && isOurs) {
      return null; // decided, and nothing has changed
    }
    const twins = all.filter(twin => !isOurs || twin !== own);
    if (isOurs && twins.length > 0) {
      await throwAway(item, this.parts); // Drive finished it when nobody waited for it any more
    }
    const existing = await this.mostLikely(item, twins);
    if (existing === 'same') {
      this.parts.transfer.skipUnchanged(item);
      this.note(item);
      return null;
    }
    if (item.mustReplace && !isReplaceable(existing)) {
      throw noStorage(item.title);
    }
    if (existing === null) {
      await this.beNew(item, null);
      return null;
    }
    this.conflicts.set(item, existing);
    return this.toConflict(item, existing);
  }

  /** What was to be replaced, or what our own became meanwhile, is gone or shall stay: a file of its own. */
  private async beNew(item: UploadItem, existing: DriveFile | null): Promise<void> {
    if (item.replace || item.id === existing?.id) {
      this.change(item, { replace: false, replacedRevision: null });
      await chooseId(item, this.parts);
    }
  }

  /** Another upload put a file there: it may be the same one. Resolves with it then. */
  private async assertSame(item: UploadItem, there: DriveFile): Promise<DriveFile> {
    if (!(await takeIfSame(item, [there], this.parts))) {
      throw changedInDrive(item);
    }
    return there;
  }

  /** Looked at a while ago, nothing had its name: that must still be so. What is replaced is compared as it goes. */
  private async assertFree(item: UploadItem): Promise<void> {
    if (!item.replace) {
      const { byName } = await this.contents.asItIs(item.parent, this.parts.caller);
      if (byName.get(item.name)?.some(({ id }) => id !== item.id) === true) {
        throw changedInDrive(item);
      }
    }
  }

  private async namesakes({ parent, name }: UploadItem): Promise<readonly DriveFile[]> {
    return (await this.contents.of(parent, this.parts.caller)).byName.get(name) ?? [];
  }

  private async addAll(caller: Caller): Promise<void> {
    const { drive, hasStorage } = this.parts.account;
    this.isPlanned = true;
    const target = await this.findTarget();
    const { contents, parts } = this;
    const more = { drive, hasStorage, caller, target, contents };
    await planUpload(parts.transfer, this.request, { ...parts, ...more });
  }

  private findTarget(): Promise<DriveFile> {
    const { browser, caller } = this.parts;
    this.target ??= findTarget(this.request.folder.id, browser, caller);
    return this.target;
  }

  /** Of several of one name: the one it was copied from, else one that may be replaced. */
  private async mostLikely(
    item: UploadItem,
    twins: readonly DriveFile[]
  ): Promise<DriveFile | 'same' | null> {
    const { workspace, account } = this.parts;
    if (await takeIfSame(item, twins, this.parts)) {
      return 'same';
    }
    const known = account.ledger.find(workspace.resolve(item.path));
    return (
      twins.find(({ id }) => id === known?.id) ??
      twins.find(({ kind }) => kind === 'file') ??
      twins[0] ??
      null
    );
  }

  private toConflict(item: UploadItem, existing: DriveFile): Conflict {
    const { ledger } = this.parts.account;
    const known = ledger.find(this.parts.workspace.resolve(item.path));
    return {
      path: targetPath(item),
      existing: { size: existing.size, modified: existing.modified },
      incoming: { size: item.size, modified: new Date(item.mtimeMs).toISOString() },
      linkTarget: null,
      changed: known?.id === existing.id && known.revision !== existing.headRevisionId
    };
  }

  private namesBeside(): NamesBeside<UploadItem> {
    const { transfer, caller } = this.parts;
    return new NamesBeside({
      itemsFrom: n => transfer.items.slice(n).filter(isUpload), // an upload has no others
      folderOf: ({ parent }) => parent,
      there: async ({ parent }) => (await this.contents.asItIs(parent, caller)).byName.keys()
    });
  }

  /** One item's failure is its own, if no other can fail in the same way. */
  private fail(item: UploadItem, error: unknown): void {
    this.assertOnlyOne(error);
    failItem(item, error, this.parts);
  }

  private assertOnlyOne(error: unknown): void {
    this.parts.caller.signal.throwIfAborted();
    if (endsEverything(error)) {
      throw error;
    }
  }

  private change(item: UploadItem, change: UploadChange): void {
    this.parts.transfer.change(item, change);
    this.note(item);
  }

  private note(item: UploadItem): void {
    noteChoice(item, this.parts.transfer.unchanged.has(item), this.parts.journal);
  }
}

function isUpload(item: TransferItem): item is UploadItem {
  return item.kind === 'upload';
}

/** An account without storage can replace what others own, if they let it (docs/reference/drive.md, "Uploads"). */
function isReplaceable(existing: DriveFile | null): boolean {
  return existing?.kind === 'file' && existing.capabilities.edit && !existing.ownedByMe;
}
