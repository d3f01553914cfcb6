/** Workspace → Drive. */
import { choiceFor, type Conflict, type Decision, type UploadRequest } from '../../../protocol';
import type { DriveFile } from '../../drive/drive';
import { toFreeName } from '../../workspace/safeName';
import { failItem } from '../failItem';
import { targetPath, type TransferItem, type UploadChange, type UploadItem } from '../item';
import type { FoundConflict, IJob, JobParts } from '../job';
import { NamesBeside } from '../namesBeside';
import { changedInDrive, concernsAll, noStorage } from './failures';
import { PlanLines } from '../journal/planLines';
import { chooseId, noteChoice, takeIfSame, withdraw } from './ownFile';
import { planUpload } from './planUpload';
import { sendFile } from './sendFile';
import { UploadFolders } from './uploadFolders';

/** Cancelling waits no longer than this for what is taken back. */
const LONGEST_SWEEP_MS = 20_000;

export class UploadJob implements IJob {
  private readonly conflicts = new Map<UploadItem, DriveFile>();
  private isPlanned = false;
  private sharedDrive: Promise<string | null> | null = null;
  private readonly folders: UploadFolders;

  constructor(
    private readonly request: UploadRequest,
    private readonly parts: JobParts
  ) {
    this.folders = new UploadFolders(
      parts,
      () => this.driveId(),
      error => this.assertOnlyOne(error)
    );
  }

  async plan(): Promise<void> {
    const { transfer, account } = this.parts;
    const { drive, hasStorage } = account;
    const { folders } = this;
    this.isPlanned = true;
    await planUpload(transfer, this.request, { ...this.parts, drive, hasStorage, folders });
    folders.looked();
  }

  /** Folders of Drive are listed one by one at once: only what failed in an earlier try is missing. */
  async prove(signal: AbortSignal): Promise<void> {
    if (!this.isPlanned) {
      const { transfer, journal, account, caller } = this.parts;
      const { drive, hasStorage } = account;
      const { folders } = this;
      const parts = { ...this.parts, drive, hasStorage, folders, caller: { ...caller, signal } };
      const lines = new PlanLines(transfer, journal);
      this.isPlanned = true;
      await lines.until(planUpload(transfer, this.request, parts));
    }
  }

  async findConflicts(): Promise<readonly FoundConflict[]> {
    const { transfer, caller } = this.parts;
    const conflicts: FoundConflict[] = [];
    this.conflicts.clear();
    await this.folders.lookAgain();
    for (const item of transfer.undecided().filter(isUpload)) {
      caller.signal.throwIfAborted();
      try {
        const conflict = await this.look(item);
        if (conflict === null) {
          transfer.markDecided(item);
        } else {
          conflicts.push({ conflict, isReopened: item.verdict === 'reopened' });
        }
      } catch (error) {
        this.fail(item, error);
      }
    }
    return conflicts;
  }

  async decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void> {
    this.folders.forget(); // a person took time to answer
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
    const { transfer } = this.parts;
    const found = await this.folders.lookAgain();
    const refused = await this.folders.make();
    for (const item of transfer.waiting().filter(isUpload)) {
      if (refused.has(item.parent)) {
        this.fail(item, refused.get(item.parent));
      } else if (found.has(item.parent)) {
        transfer.reconsider(item); // it was decided for a folder with nothing in it
      }
    }
    this.folders.forget();
  }

  async move(item: TransferItem): Promise<void> {
    if (!isUpload(item)) {
      return;
    }
    const { targets, caller } = this.parts;
    const parent = this.folders.idOf(item.parent);
    await targets.inTurn({ parent, name: item.name }, caller.signal, async there =>
      there === null || there.id === item.id || item.replace
        ? sendFile(item, { ...this.parts, parent })
        : this.assertSame(item, there)
    );
  }

  /** What is not there yet goes under a name that may be taken by now. */
  recover(): Promise<void> {
    const { transfer } = this.parts;
    transfer
      .waiting()
      .filter(isUpload)
      .forEach(item => transfer.reconsider(item));
    return Promise.resolve();
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
    const all = (await this.folders.childrenOf(item.parent)).get(item.name) ?? [];
    const own = all.find(({ id }) => id === item.id);
    const isOurs = own !== undefined && isExpected(item, own);
    if (item.replace && isOurs) {
      return null; // decided, and nothing has changed
    }
    const twins = all.filter(twin => !isOurs || twin !== own);
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

  /** Of the shared drive that all of it goes into; null for My Drive. */
  private driveId(): Promise<string | null> {
    const { browser, caller } = this.parts;
    const find = async (): Promise<string | null> => {
      const folder = await browser.file(this.request.folder.id, caller);
      return (await browser.target(folder, caller)).driveId;
    };
    this.sharedDrive ??= find();
    return this.sharedDrive;
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
    return new NamesBeside({
      itemsFrom: n => this.parts.transfer.items.slice(n).filter(isUpload), // an upload has no others
      folderOf: ({ parent }) => parent,
      there: async item => (await this.folders.childrenOf(item.parent)).keys()
    });
  }

  /** One item's failure is its own, if no other can fail in the same way. */
  private fail(item: UploadItem, error: unknown): void {
    this.assertOnlyOne(error);
    failItem(item, error, this.parts);
  }

  private assertOnlyOne(error: unknown): void {
    this.parts.caller.signal.throwIfAborted();
    if (concernsAll(error)) {
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

/** The revision that is to be replaced, or one that we put there ourselves. */
function isExpected(item: UploadItem, { headRevisionId, md5 }: DriveFile): boolean {
  const isPlanned = [item.replacedRevision, item.madeRevision].includes(headRevisionId);
  return (headRevisionId !== null && isPlanned) || (md5 !== null && md5 === item.sentMd5);
}

/** An account without storage can replace what others own, if they let it (docs/reference/drive.md, "Uploads"). */
function isReplaceable(existing: DriveFile | null): boolean {
  return existing?.kind === 'file' && existing.capabilities.edit && !existing.ownedByMe;
}
