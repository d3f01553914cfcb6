/** From what a person chose in the workspace to what is to be done in Drive. */
import { join } from 'node:path';
import mime from 'mime';
import { hasCode, type UploadRequest } from '../../../protocol';
import type { DriveFile, IDrive } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { isBookkeeping } from '../../workspace/bookkeeping';
import { gone, notAFile, toReadError } from '../../workspace/readErrors';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { endsEverything } from '../endsEverything';
import { lastSegment, toFailure, toUnseen, type DriveFolder } from '../item';
import type { Transfer } from '../transfer';
import type { FolderContents } from './contents';
import { noStorage } from './failures';
import type { UploadTargets } from './targets';

type PlanUploadParts = {
  readonly drive: IDrive;
  /** The folder that it goes into. */
  readonly target: DriveFile;
  readonly contents: FolderContents;
  readonly workspace: Workspace;
  readonly hasStorage: boolean;
  readonly caller: Caller;
  readonly targets: UploadTargets;
};

/** A folder of Drive that files go into. */
type Target = {
  readonly id: string;
  readonly path: string;
  readonly driveId: string | null;
};

/** Something in the workspace, and where its folder really was when it was chosen (workspace.ts). */
type Entry = { readonly path: string; readonly realFolder: string | null };
const NOTEBOOK = 'application/x-ipynb+json';
const PAGE = 1_000;

/** Fills the transfer; what is in it already, from an earlier try, is not added again. */
export async function planUpload(
  transfer: Transfer,
  request: UploadRequest,
  parts: PlanUploadParts
): Promise<void> {
  const { id, driveId } = parts.target;
  const plan = new UploadPlan(transfer, parts);
  const root = { id, path: request.folder.path, driveId };
  for (const path of request.paths) {
    await plan.addChosen(path, root);
  }
}

class UploadPlan {
  private spareIds: string[] = [];
  private readonly planned: ReadonlySet<string>;

  constructor(
    private readonly transfer: Transfer,
    private readonly parts: PlanUploadParts
  ) {
    this.planned = new Set(transfer.items.map(item => (item.kind === 'upload' ? item.path : '')));
  }

  /** Linked folders on the way to what was chosen are followed, as Jupyter does; where they lead is noted. */
  async addChosen(path: string, target: Target): Promise<void> {
    await this.orFail(path, async () => {
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      await this.add({ path, realFolder: await this.parts.workspace.realFolderOf(folder) }, target);
    });
  }

  /** A file, or a folder with all that is in it but bookkeeping. Links are never followed, devices never read. */
  private async add(entry: Entry, target: Target): Promise<void> {
    const { path } = entry;
    if (this.planned.has(path)) {
      return;
    }
    const existing = await this.parts.workspace.existing(path);
    if (existing === null) {
      throw gone(path);
    }
    if (existing.kind === 'folder') {
      await this.addFolder(entry, target);
    } else if (existing.kind === 'file') {
      await this.addFile(entry, existing.size, existing.modifiedMs, target);
    } else {
      throw notAFile(path);
    }
  }

  /** By its nature a link or a device is left out; all else was to be uploaded, and what is gone was there. */
  private leaveOut(path: string, error: unknown): void {
    const isByNature = hasCode(error, 'workspaceRefused');
    const failure = isByNature ? toFailure(path, null, error) : toUnseen(path, error);
    if (!this.transfer.tellsOf(path)) {
      this.transfer.addFailure(failure);
    }
  }

  /** What can't be read, or planned, is listed with its reason, and the rest goes on. */
  private async orFail(path: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.parts.caller;
    signal.throwIfAborted();
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      const reason = toReadError(error, path);
      if (endsEverything(reason)) {
        throw reason; // what was not looked at must not look as if it were not there
      }
      this.leaveOut(path, reason);
    }
  }

  private async addFolder({ path, realFolder }: Entry, target: Target): Promise<void> {
    const name = lastSegment(path);
    const names = await this.parts.workspace.list(path); // before anything is made for it
    const { driveFolders } = this.transfer;
    const known = driveFolders.named(name, target.id);
    const folder = known ?? (await this.folderIn(name, target));
    if (known === undefined) {
      driveFolders.add(folder);
    }
    const inside = { id: folder.id, path: joinPath(target.path, name), driveId: target.driveId };
    const real = realFolder === null ? null : join(realFolder, name);
    for (const child of names.filter(name => !isBookkeeping(name)).sort()) {
      const entry = { path: joinPath(path, child), realFolder: real };
      await this.orFail(entry.path, () => this.add(entry, inside));
    }
  }

  /** A folder of that name which is there already, or a new one with an id of its own. */
  private async folderIn(name: string, target: Target): Promise<DriveFolder> {
    const { contents, caller, targets } = this.parts;
    const { byName } = await contents.asItIs(target.id, caller);
    const found = byName.get(name)?.find(({ kind }) => kind === 'folder');
    const parent = this.transfer.driveFolders.idOf(target.id);
    if (found !== undefined) {
      return { id: found.id, name, parent, exists: true };
    }
    if (this.mustReplace(target)) {
      throw noStorage(name); // it could be made, but nothing could be put into it
    }
    const id = await targets.folderId(parent, name, () => this.newId());
    return { id, name, parent, exists: false };
  }

  private mustReplace({ driveId }: Target): boolean {
    return !this.parts.hasStorage && driveId === null;
  }

  private async addFile(
    { path, realFolder }: Entry,
    size: number,
    mtimeMs: number,
    target: Target
  ): Promise<void> {
    const name = lastSegment(path);
    const isNotebook = name.endsWith('.ipynb');
    this.transfer.add({
      kind: 'upload',
      n: this.transfer.items.length,
      title: name,
      mimeType: isNotebook ? NOTEBOOK : (mime.getType(name) ?? 'application/octet-stream'),
      size,
      name,
      replace: false,
      verdict: 'open',
      state: 'waiting',
      received: 0,
      path,
      realFolder,
      mtimeMs,
      parent: target.id,
      parentPath: target.path,
      id: await this.newId(),
      replacedRevision: null,
      mustReplace: this.mustReplace(target),
      session: null,
      sessionOf: null,
      sentMd5: null,
      madeRevision: null
    });
  }

  private async newId(): Promise<string> {
    if (this.spareIds.length === 0) {
      this.spareIds = [...(await this.parts.drive.generateIds(PAGE, this.parts.caller))];
    }
    return this.spareIds.pop() ?? '';
  }
}
