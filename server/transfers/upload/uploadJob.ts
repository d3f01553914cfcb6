/** Workspace → Drive. */
import { DriveError, type Decision, type Conflict, type UploadRequest } from '../../../protocol';
import type { DriveFile } from '../../drive/drive';
import { md5OfFile } from '../../workspace/digest';
import { nameKey, toFreeName } from '../../workspace/safeName';
import { targetPath, type TransferItem, type UploadItem } from '../item';
import { failItem } from '../failItem';
import type { FoundConflict, IJob, JobParts } from '../job';
import { PlanLines } from '../journal/planLines';
import { childrenNamed, gone, noStorage, planUpload } from './planUpload';

export class UploadJob implements IJob {
  private readonly conflicts = new Map<UploadItem, DriveFile>();
  private isPlanned = false;
  private sharedDrive: Promise<string | null> | null = null;
  /** Names in Drive folders, by the folder's id. */
  private readonly children = new Map<string, Map<string, DriveFile[]>>();

  constructor(
    private readonly request: UploadRequest,
    private readonly parts: JobParts
  ) {}

  async plan(): Promise<void> {
    const { transfer, account } = this.parts;
    const { drive, hasStorage } = account;
    this.isPlanned = true;
    await planUpload(transfer, this.request, { ...this.parts, drive, hasStorage });
  }

  /** Folders of Drive are listed one by one at once: only what failed in an earlier try is missing. */
  async prove(signal: AbortSignal): Promise<void> {
    if (!this.isPlanned) {
      const { transfer, journal, account, caller } = this.parts;
      const { drive, hasStorage } = account;
      const parts = { ...this.parts, drive, hasStorage, caller: { ...caller, signal } };
      const lines = new PlanLines(transfer, journal);
      this.isPlanned = true;
      await planUpload(transfer, this.request, parts);
      await lines.conclude();
    }
  }

  async findConflicts(): Promise<readonly FoundConflict[]> {
    const { transfer, caller } = this.parts;
    const conflicts: FoundConflict[] = [];
    this.conflicts.clear();
    for (const item of transfer.undecided().filter(isUpload)) {
      caller.signal.throwIfAborted();
      const twins = (await this.childrenOf(item)).get(item.name) ?? [];
      const existing = await this.mostLikely(item, twins);
      if (existing === 'same') {
        transfer.setState(item, 'skipped');
        this.note(item);
      } else if (item.mustReplace && !isReplaceable(existing)) {
        this.refuse(item);
      } else if (existing !== null) {
        this.conflicts.set(item, existing);
        const isReopened = item.verdict === 'reopened';
        conflicts.push({ conflict: this.toConflict(item, existing), isReopened });
      } else {
        transfer.markDecided(item);
      }
    }
    return conflicts;
  }

  async decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void> {
    for (const [item, existing] of this.conflicts) {
      const at = targetPath(item);
      const choice = Object.hasOwn(answer.choices, at) ? answer.choices[at] : answer.others;
      this.parts.transfer.markDecided(item);
      if (choice === 'skip') {
        this.parts.transfer.setState(item, 'skipped');
      } else if (choice === 'replace' && existing.kind === 'file') {
        const { id, headRevisionId: replacedRevision } = existing;
        this.parts.transfer.change(item, { replace: true, id, replacedRevision });
      } else if (item.mustReplace) {
        this.refuse(item);
        continue;
      } else {
        const names = await this.namesBeside(item);
        const name = toFreeName(item.name, candidate => names.has(nameKey(candidate)));
        this.parts.transfer.change(item, { name });
      }
      this.note(item);
    }
  }

  async prepare(): Promise<void> {
    const { transfer, account, caller } = this.parts;
    for (const folder of transfer.driveFolders.filter(({ exists }) => !exists)) {
      await account.drive.createFolder(folder, caller);
      transfer.driveFolderMade(folder);
    }
  }

  async move(item: TransferItem): Promise<void> {
    if (!isUpload(item)) {
      return;
    }
    const { workspace, account, transfer } = this.parts;
    const absolute = workspace.resolve(item.path);
    await this.lookAtSource(item);
    if (item.replace && (await this.isReplaced(item, absolute))) {
      return;
    }
    const file = await this.send(item);
    const md5 = await md5OfFile(absolute);
    if (file.md5 !== md5 || file.size !== item.size) {
      throw changedMeanwhile(item);
    }
    this.setSession(item, null);
    transfer.received(item, (item.size ?? 0) - item.received);
    account.ledger.note({
      id: file.id,
      path: absolute,
      state: null,
      size: item.size ?? 0,
      mtimeMs: item.mtimeMs,
      md5,
      revision: file.headRevisionId,
      modified: file.modified
    });
  }

  /** A create is idempotent by its id, and a replace looks again: what the journal says is enough. */
  isInPlace(item: TransferItem): Promise<boolean> {
    return Promise.resolve(item.state === 'done');
  }

  recover(): Promise<void> {
    return Promise.resolve();
  }

  sweep(): Promise<void> {
    return Promise.resolve(); // nothing of ours lies anywhere; Drive forgets sessions after a week
  }

  private send(item: UploadItem): Promise<DriveFile> {
    const { account, caller, transfer, workspace, onBytes } = this.parts;
    const { id, name, parent, mimeType } = item;
    const size = item.size ?? 0;
    const read = (offset: number) => {
      const stream = workspace.read(item.path, offset);
      stream.on('data', (chunk: Buffer) => onBytes(item, chunk.length));
      return stream;
    };
    return account.drive.upload(
      {
        target: item.replace ? { kind: 'update', id } : { kind: 'create', id, name, parent },
        mimeType,
        modified: new Date(item.mtimeMs).toISOString(),
        source: {
          size,
          read: offset => {
            transfer.received(item, offset - item.received);
            return read(offset);
          },
          onOffset: offset => transfer.received(item, offset - item.received)
        },
        session: item.session,
        onSession: session => this.setSession(item, session)
      },
      caller
    );
  }

  /** The file as it is now, which may not be what was planned. */
  private async lookAtSource(item: UploadItem): Promise<void> {
    const existing = await this.parts.workspace.existing(item.path);
    if (existing?.kind !== 'file') {
      throw gone(item.path);
    }
    if (existing.size !== item.size || existing.modifiedMs !== item.mtimeMs) {
      this.parts.transfer.resize(item, existing.size);
      this.parts.transfer.change(item, { mtimeMs: existing.modifiedMs });
      this.setSession(item, null); // the session was for other bytes
    }
  }

  /** True if Drive has these bytes already; throws if the file changed in Drive meanwhile. */
  private async isReplaced(item: UploadItem, absolute: string): Promise<boolean> {
    const { account, caller } = this.parts;
    const current = await account.drive.get(item.id, caller);
    if (current.headRevisionId === item.replacedRevision) {
      return false;
    }
    if (current.md5 === (await md5OfFile(absolute))) {
      return true;
    }
    throw new DriveError(
      'conflict',
      `“${item.title}” was changed in Drive meanwhile, so it was not replaced. Upload again, and choose what to do with it.`,
      { details: { name: item.title } }
    );
  }

  private async childrenOf(item: UploadItem): Promise<Map<string, DriveFile[]>> {
    const { transfer, account, caller } = this.parts;
    const { drive } = account;
    const known = this.children.get(item.parent);
    if (known !== undefined) {
      return known;
    }
    const isNew = transfer.driveFolders.some(({ id, exists }) => id === item.parent && !exists);
    const children = isNew
      ? new Map<string, DriveFile[]>()
      : await childrenNamed({ id: item.parent, driveId: await this.driveId() }, { drive, caller });
    this.children.set(item.parent, children);
    return children;
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
    const absolute = this.parts.workspace.resolve(item.path);
    const alike = twins.filter(({ kind, size }) => kind === 'file' && size === item.size);
    if (alike.length > 0) {
      const md5 = await md5OfFile(absolute);
      if (alike.some(twin => twin.md5 === md5)) {
        return 'same';
      }
    }
    const known = this.parts.account.ledger.find(absolute);
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

  private async namesBeside(item: UploadItem): Promise<Set<string>> {
    const others = this.parts.transfer.items
      .filter(isUpload)
      .filter(other => other !== item && other.parent === item.parent)
      .map(({ name }) => name);
    return new Set([...(await this.childrenOf(item)).keys(), ...others].map(nameKey));
  }

  /** What could only be created, where the account may create nothing. */
  private refuse(item: UploadItem): void {
    failItem(item, noStorage(item.title), this.parts);
  }

  private setSession(item: UploadItem, session: string | null): void {
    if (item.session !== session) {
      this.parts.transfer.change(item, { session });
      this.parts.journal.append({ t: 'session', n: item.n, session });
    }
  }

  private note(item: UploadItem): void {
    const { n, state, name, replace, id, replacedRevision: revision } = item;
    const expected = null;
    this.parts.journal.append({ t: 'choice', n, state, name, replace, id, revision, expected });
  }
}

function isUpload(item: TransferItem): item is UploadItem {
  return item.kind === 'upload';
}

/** An account without storage can replace what others own, if they let it (docs/reference/drive.md, "Uploads"). */
function isReplaceable(existing: DriveFile | null): boolean {
  return existing?.kind === 'file' && existing.capabilities.edit && !existing.ownedByMe;
}

function changedMeanwhile(item: UploadItem): DriveError {
  return new DriveError(
    'corrupt',
    `“${item.path}” changed while it was uploaded, so what Drive has is not what the workspace holds. Try again.`,
    { details: { path: item.path } }
  );
}
