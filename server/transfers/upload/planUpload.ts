/** From what a person chose in the workspace to what is to be done in Drive. */
import mime from 'mime';
import { DriveError, type ErrorCode, type UploadRequest } from '../../../protocol';
import type { Browser } from '../../browse/browser';
import type { DriveFile, IDrive } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { pagesOf } from '../../drive/pages';
import { childrenOf } from '../../drive/query';
import { isBookkeeping } from '../../workspace/bookkeeping';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { isFinal, lastSegment, toFailure, toUnseen, type DriveFolder } from '../item';
import type { Transfer } from '../transfer';

type PlanUploadParts = {
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly workspace: Workspace;
  readonly hasStorage: boolean;
  readonly caller: Caller;
};

/** A folder of Drive that files go into; `id` is '' until ids are given out to new ones. */
type Target = {
  readonly folder: DriveFolder | null;
  readonly id: string;
  readonly path: string;
  readonly driveId: string | null;
};

/** Nothing of Drive was needed to know it. */
const LEFT_OUT: readonly ErrorCode[] = ['workspaceRefused', 'workspaceMissing'];

const NOTEBOOK = 'application/x-ipynb+json';
const PAGE = 1_000;

/** Fills the transfer; what is in it already, from an earlier try, is not added again. */
export async function planUpload(
  transfer: Transfer,
  request: UploadRequest,
  parts: PlanUploadParts
): Promise<void> {
  const folder = await parts.browser.file(request.folder.id, parts.caller);
  const target = await parts.browser.target(folder, parts.caller);
  assertWritable(target);
  const plan = new UploadPlan(transfer, parts);
  const root = { folder: null, id: target.id, path: request.folder.path, driveId: target.driveId };
  for (const path of request.paths) {
    await plan.add(path, root);
  }
}

function assertWritable(folder: DriveFile): void {
  if (folder.kind !== 'folder') {
    throw new DriveError(
      'badRequest',
      `“${folder.name}” is not a folder of Drive. Choose a folder.`
    );
  }
  if (!folder.capabilities.addChildren) {
    throw new DriveError(
      'accessDenied',
      `This account may not add anything to “${folder.name}”. Ask its owner for the right to edit, or choose another folder.`,
      { details: { name: folder.name } }
    );
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

  /** A file, or a folder with all that is in it but bookkeeping. Links are never followed, devices never read. */
  async add(path: string, target: Target): Promise<void> {
    const { workspace, caller } = this.parts;
    caller.signal.throwIfAborted();
    if (this.planned.has(path)) {
      return;
    }
    try {
      const existing = await workspace.existing(path);
      if (existing === null) {
        throw gone(path);
      }
      if (existing.kind === 'folder') {
        await this.addFolder(path, target);
      } else if (existing.kind === 'file') {
        await this.addFile(path, existing.size, existing.modifiedMs, target);
      } else {
        throw notAFile(path);
      }
    } catch (error) {
      caller.signal.throwIfAborted();
      this.leaveOut(path, error);
    }
  }

  /** What the workspace refuses, or does not hold, is left out; what Drive did not say is asked for again. */
  private leaveOut(path: string, error: unknown): void {
    const isOver = isFinal(error) || (error instanceof DriveError && LEFT_OUT.includes(error.code));
    const failure = isOver ? toFailure(path, null, error) : toUnseen(path, error);
    if (!this.transfer.failures.some(({ n, item }) => n === null && item === path)) {
      this.transfer.addFailure(failure);
    }
  }

  private async addFolder(path: string, target: Target): Promise<void> {
    const name = lastSegment(path);
    const known = this.transfer.driveFolders.find(
      folder => folder.parent === target.id && folder.name === name
    );
    const folder = known ?? (await this.folderIn(name, target));
    if (known === undefined) {
      this.transfer.addDriveFolder(folder);
    }
    const inside = {
      folder,
      id: folder.id,
      path: joinPath(target.path, name),
      driveId: target.driveId
    };
    const names = await this.parts.workspace.names(path);
    for (const child of names.filter(name => !isBookkeeping(name)).sort()) {
      await this.add(joinPath(path, child), inside);
    }
  }

  /** A folder of that name which is there already, or a new one with an id of its own. */
  private async folderIn(name: string, target: Target): Promise<DriveFolder> {
    const isNew = target.folder?.exists === false;
    const found = isNew
      ? undefined
      : (await childrenNamed(target, this.parts)).get(name)?.find(({ kind }) => kind === 'folder');
    if (found !== undefined) {
      return { id: found.id, name, parent: target.id, exists: true };
    }
    if (this.mustReplace(target)) {
      throw noStorage(name); // it could be made, but nothing could be put into it
    }
    return { id: await this.newId(), name, parent: target.id, exists: false };
  }

  private mustReplace({ driveId }: Target): boolean {
    return !this.parts.hasStorage && driveId === null;
  }

  private async addFile(
    path: string,
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
      mtimeMs,
      parent: target.id,
      parentPath: target.path,
      id: await this.newId(),
      replacedRevision: null,
      mustReplace: this.mustReplace(target),
      session: null
    });
  }

  private async newId(): Promise<string> {
    if (this.spareIds.length === 0) {
      this.spareIds = [...(await this.parts.drive.generateIds(PAGE, this.parts.caller))];
    }
    return this.spareIds.pop() ?? '';
  }
}

/** What a folder of Drive holds, by name; names may be there several times. */
export async function childrenNamed(
  folder: { readonly id: string; readonly driveId: string | null },
  { drive, caller }: { readonly drive: IDrive; readonly caller: Caller }
): Promise<Map<string, DriveFile[]>> {
  const list = { q: childrenOf(folder.id), pageSize: PAGE, driveId: folder.driveId };
  const children = new Map<string, DriveFile[]>();
  for await (const page of pagesOf(pageToken => drive.list({ ...list, pageToken }, caller))) {
    for (const file of page.files) {
      children.set(file.name, [...(children.get(file.name) ?? []), file]);
    }
  }
  return children;
}

/** Said before a byte is sent; Google says it with `storageQuotaExceeded` (docs/reference/drive.md, "Uploads"). */
export function noStorage(name: string): DriveError {
  return new DriveError(
    'noStorage',
    `“${name}” can’t be created here: a service account has no storage of its own in Drive, and can only replace files of other people. Upload into a shared drive instead.`,
    { details: { name } }
  );
}

export function gone(path: string): DriveError {
  return new DriveError(
    'workspaceMissing',
    `“${path}” is not in the workspace, or not any more. Choose again.`,
    { details: { path } }
  );
}

function notAFile(path: string): DriveError {
  return new DriveError(
    'workspaceRefused',
    `“${path}” is a link or no ordinary file, and was left out. Upload what it points to instead.`,
    { details: { path } }
  );
}
