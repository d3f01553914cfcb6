/** Workspace → Drive. */
import { DriveError, type Decision, type Conflict, type UploadRequest } from '../../../protocol';
import { GoogleApiError } from '../../google/apiErrors';
import type { DriveFile } from '../../drive/drive';
import { md5OfFile } from '../../workspace/digest';
import { nameKey, toFreeName } from '../../workspace/safeName';
import type { Entry, UploadEntry } from '../item';
import type { IJob, JobParts } from '../job';
import { childrenNamed, gone, noStorage, planUpload } from './planUpload';
import { targetPath, toFailure } from '../transfer';

export class UploadJob implements IJob {
  private readonly conflicts = new Map<UploadEntry, DriveFile>();
  /** Names in Drive folders, by the folder's id. */
  private readonly children = new Map<string, Map<string, DriveFile[]>>();

  constructor(
    private readonly request: UploadRequest,
    private readonly parts: JobParts
  ) {}

  async plan(): Promise<void> {
    const { transfer, account, workspace, caller } = this.parts;
    await planUpload(transfer, this.request, { ...account, workspace, caller });
  }

  async findConflicts(): Promise<readonly Conflict[]> {
    const { transfer, caller } = this.parts;
    const conflicts: Conflict[] = [];
    this.conflicts.clear();
    for (const entry of transfer.waiting().filter(isUpload)) {
      caller.signal.throwIfAborted();
      const twins = (await this.childrenOf(entry)).get(entry.name) ?? [];
      const existing = await this.mostLikely(entry, twins);
      if (existing === 'same') {
        transfer.setState(entry, 'skipped');
        this.note(entry);
      } else if (entry.mustReplace && !isReplaceable(existing)) {
        this.refuse(entry);
      } else if (existing !== null) {
        this.conflicts.set(entry, existing);
        conflicts.push(this.toConflict(entry, existing));
      }
    }
    return conflicts;
  }

  async decide(answer: Extract<Decision, { kind: 'conflicts' }>): Promise<void> {
    for (const [entry, existing] of this.conflicts) {
      const choice = answer.choices[targetPath(entry)] ?? answer.others;
      if (choice === 'skip') {
        this.parts.transfer.setState(entry, 'skipped');
      } else if (choice === 'replace' && existing.kind === 'file') {
        entry.replace = true;
        entry.id = existing.id;
        entry.replacedRevision = existing.headRevisionId;
      } else if (entry.mustReplace) {
        this.refuse(entry);
        continue;
      } else {
        const names = await this.namesBeside(entry);
        entry.name = toFreeName(entry.name, name => names.has(nameKey(name)));
      }
      this.note(entry);
    }
  }

  async prepare(): Promise<void> {
    const { transfer, account, caller } = this.parts;
    for (const folder of transfer.driveFolders.filter(({ exists }) => !exists)) {
      await account.drive.createFolder(folder, caller).catch(throwUnlessThere);
      folder.exists = true;
    }
  }

  async move(entry: Entry): Promise<void> {
    if (!isUpload(entry)) {
      return;
    }
    const { workspace, account, transfer } = this.parts;
    const absolute = workspace.resolve(entry.path);
    await this.lookAtSource(entry);
    if (entry.replace && (await this.isReplaced(entry, absolute))) {
      return;
    }
    const file = await this.send(entry);
    const md5 = await md5OfFile(absolute);
    if (file.md5 !== md5 || file.size !== entry.size) {
      throw changedMeanwhile(entry);
    }
    this.setSession(entry, null);
    transfer.received(entry, (entry.size ?? 0) - entry.received);
    account.ledger.note({
      id: file.id,
      path: absolute,
      size: entry.size ?? 0,
      mtimeMs: entry.mtimeMs,
      md5,
      revision: file.headRevisionId,
      modified: file.modified
    });
  }

  /** A create is idempotent by its id, and a replace looks again: the journal's word is enough. */
  isInPlace(entry: Entry): Promise<boolean> {
    return Promise.resolve(entry.state === 'done');
  }

  sweep(): Promise<void> {
    return Promise.resolve(); // nothing of ours lies anywhere; Drive forgets sessions after a week
  }

  private async send(entry: UploadEntry): Promise<DriveFile> {
    const { account, caller, transfer, workspace, onBytes } = this.parts;
    const { id, name, parent, mimeType } = entry;
    const size = entry.size ?? 0;
    const read = (offset: number) => {
      const stream = workspace.read(entry.path, offset);
      stream.on('data', (chunk: Buffer) => onBytes(entry, chunk.length));
      return stream;
    };
    try {
      return await account.drive.upload(
        {
          target: entry.replace ? { kind: 'update', id } : { kind: 'create', id, name, parent },
          mimeType,
          modified: new Date(entry.mtimeMs).toISOString(),
          source: {
            size,
            read: offset => {
              transfer.received(entry, offset - entry.received);
              return read(offset);
            },
            onOffset: offset => transfer.received(entry, offset - entry.received)
          },
          session: entry.session,
          onSession: session => this.setSession(entry, session)
        },
        caller
      );
    } catch (error) {
      if (isThere(error)) {
        return account.drive.get(id, caller); // its answer was lost: the id says that it is ours
      }
      throw error;
    }
  }

  /** The file as it is now, which may not be what was planned. */
  private async lookAtSource(entry: UploadEntry): Promise<void> {
    const existing = await this.parts.workspace.existing(entry.path);
    if (existing?.kind !== 'file') {
      throw gone(entry.path);
    }
    if (existing.size !== entry.size || existing.modifiedMs !== entry.mtimeMs) {
      this.parts.transfer.resize(entry, existing.size);
      entry.mtimeMs = existing.modifiedMs;
      this.setSession(entry, null); // the session was for other bytes
    }
  }

  /** True if Drive has these bytes already; throws if somebody else changed the file meanwhile. */
  private async isReplaced(entry: UploadEntry, absolute: string): Promise<boolean> {
    const { account, caller } = this.parts;
    const current = await account.drive.get(entry.id, caller);
    if (current.headRevisionId === entry.replacedRevision) {
      return false;
    }
    if (current.md5 === (await md5OfFile(absolute))) {
      return true;
    }
    throw new DriveError(
      'conflict',
      `“${entry.title}” was changed in Drive meanwhile, so it was not replaced. Upload again, and choose what to do with it.`,
      { details: { name: entry.title } }
    );
  }

  private async childrenOf(entry: UploadEntry): Promise<Map<string, DriveFile[]>> {
    const { transfer, account, caller } = this.parts;
    const known = this.children.get(entry.parent);
    if (known !== undefined) {
      return known;
    }
    const isNew = transfer.driveFolders.some(({ id, exists }) => id === entry.parent && !exists);
    const children = isNew
      ? new Map<string, DriveFile[]>()
      : await childrenNamed({ id: entry.parent, driveId: null }, { ...account, caller });
    this.children.set(entry.parent, children);
    return children;
  }

  /** Of several of one name: the one it was copied from, else one that may be replaced. */
  private async mostLikely(
    entry: UploadEntry,
    twins: readonly DriveFile[]
  ): Promise<DriveFile | 'same' | null> {
    const absolute = this.parts.workspace.resolve(entry.path);
    const alike = twins.filter(({ kind, size }) => kind === 'file' && size === entry.size);
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

  private toConflict(entry: UploadEntry, existing: DriveFile): Conflict {
    const { ledger } = this.parts.account;
    const known = ledger.find(this.parts.workspace.resolve(entry.path));
    return {
      path: targetPath(entry),
      existing: { size: existing.size, modified: existing.modified },
      incoming: { size: entry.size, modified: new Date(entry.mtimeMs).toISOString() },
      linkTarget: null,
      changed: known?.id === existing.id && known.revision !== existing.headRevisionId
    };
  }

  private async namesBeside(entry: UploadEntry): Promise<Set<string>> {
    const others = this.parts.transfer.entries
      .filter(isUpload)
      .filter(other => other !== entry && other.parent === entry.parent)
      .map(({ name }) => name);
    return new Set([...(await this.childrenOf(entry)).keys(), ...others].map(nameKey));
  }

  /** What could only be created, where the account may create nothing. */
  private refuse(entry: UploadEntry): void {
    const { transfer, journal } = this.parts;
    const { n, size } = entry;
    const failure = toFailure(entry.title, n, noStorage(entry.title));
    transfer.setState(entry, 'failed');
    transfer.failures.push(failure);
    journal.append({ t: 'file', n, state: 'failed', size, failure });
  }

  private setSession(entry: UploadEntry, session: string | null): void {
    if (entry.session !== session) {
      entry.session = session;
      this.parts.journal.append({ t: 'session', n: entry.n, session });
    }
  }

  private note(entry: UploadEntry): void {
    const { n, state, name, replace, id, replacedRevision: revision } = entry;
    this.parts.journal.append({ t: 'choice', n, state, name, replace, id, revision });
  }
}

function isUpload(entry: Entry): entry is UploadEntry {
  return entry.kind === 'upload';
}

/** An account without storage replaces what others own (drive-api.md §5.4), if they let it. */
function isReplaceable(existing: DriveFile | null): boolean {
  return existing?.kind === 'file' && existing.capabilities.edit && !existing.ownedByMe;
}

/** 409 `fileIdInUse`: the id is ours alone, so an earlier try arrived (drive-api.md §5.3). */
function isThere(error: unknown): boolean {
  return (
    error instanceof DriveError &&
    error.cause instanceof GoogleApiError &&
    error.cause.status === 409 &&
    error.cause.reason === 'fileIdInUse'
  );
}

function throwUnlessThere(error: unknown): void {
  if (!isThere(error)) {
    throw error;
  }
}

function changedMeanwhile(entry: UploadEntry): DriveError {
  return new DriveError(
    'corrupt',
    `“${entry.path}” changed while it was uploaded, so what Drive has is not what the workspace holds. Try again.`,
    { details: { path: entry.path } }
  );
}
