/** From what a person chose to what is to be done: folders, files, formats and names. */
import { distinguish, DriveError, type CopyRequest, type Preferences } from '../../../protocol';
import type { Browser } from '../../browse/browser';
import type { DriveFile, IDrive } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { nameKey, toFileName } from '../../workspace/safeName';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { lastSegment, toFailure, type CopyItem } from '../item';
import { documentKind, exportFormatOf, withExtension } from './formats';
import type { Transfer } from '../transfer';
import { startOf, walkDrive, type WalkedFolder } from './walkDrive';
import { toSegment } from '../../browse/segments';

type PlanCopyParts = {
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly workspace: Workspace;
  readonly preferences: Preferences;
  readonly caller: Caller;
};

/** Fills the transfer with items and folders; what can't be copied is noted with its reason. */
export async function planCopy(
  transfer: Transfer,
  request: CopyRequest,
  parts: PlanCopyParts
): Promise<void> {
  const plan = new CopyPlan(transfer, parts);
  const folders: WalkedFolder[] = [];
  for (const chosen of request.items) {
    try {
      const item = await parts.browser.file(chosen.id, parts.caller);
      const file = await parts.browser.target(item, parts.caller);
      const isTwin = lastSegment(chosen.path) !== toSegment(item.name);
      if (file.kind === 'folder') {
        const name = plan.folderName(item, request.destination, isTwin);
        folders.push(startOf(file, plan.addFolder(joinPath(request.destination, name))));
      } else {
        plan.addFile(file, item.name, item.id, request.destination, isTwin);
      }
    } catch (error) {
      parts.caller.signal.throwIfAborted();
      transfer.addFailure(toFailure(lastSegment(chosen.path), null, error));
    }
  }
  await plan.walk(folders);
}

class CopyPlan {
  /** Names given out, by workspace folder. */
  private readonly taken = new Map<string, Set<string>>();

  constructor(
    private readonly transfer: Transfer,
    private readonly parts: PlanCopyParts
  ) {}

  walk(folders: readonly WalkedFolder[]): Promise<void> {
    const { drive, browser, caller } = this.parts;
    const isTwin = (parent: string, id: string, name: string): boolean =>
      browser.segmentOf(parent, { id, name }) !== toSegment(name);
    return walkDrive(folders, {
      drive,
      browser,
      caller,
      onFile: (file, name, folder) => {
        this.addFile(file, name, file.id, folder.local, isTwin(folder.id, file.id, name));
      },
      onFolder: (id, name, folder) => {
        const local = this.folderName({ id, name }, folder.local, isTwin(folder.id, id, name));
        return this.addFolder(joinPath(folder.local, local));
      },
      onProblem: (item, error) => this.transfer.addFailure(toFailure(item, null, error)),
      onUnproven: unproven => this.transfer.addUnproven(unproven)
    });
  }

  addFolder(path: string): string {
    this.transfer.addFolder(path);
    return path;
  }

  folderName(folder: { id: string; name: string }, into: string, isTwin: boolean): string {
    return this.nameFor(toFileName(folder.name, this.allowHidden), folder.id, into, isTwin);
  }

  /** `title` and `id` are of what the person sees: the shortcut, where one stands for the file. */
  addFile(file: DriveFile, title: string, id: string, folder: string, isTwin: boolean): void {
    const reason = refusal(file, title);
    const format = exportFormatOf(file.mimeType, this.parts.preferences);
    if (reason !== null || (file.kind === 'document' && format === null)) {
      const error = reason ?? noFormat(title, file.mimeType);
      this.transfer.addFailure(toFailure(joinPath(folder, title), null, error));
      return;
    }
    const plain = withExtension(toFileName(title, this.allowHidden), file.mimeType, format);
    const item: CopyItem = {
      kind: 'copy',
      n: this.transfer.items.length,
      id: file.id,
      resourceKey: file.resourceKey,
      title,
      mimeType: file.mimeType,
      size: file.size,
      md5: file.md5,
      headRevisionId: file.headRevisionId,
      modified: file.modified,
      exportAs: format?.mimeType ?? null,
      folder,
      name: this.nameFor(plain, id, folder, isTwin),
      replace: false,
      verdict: 'open',
      expected: null,
      arrived: null,
      state: 'waiting',
      received: 0
    };
    this.transfer.add(item);
  }

  private nameFor(plain: string, id: string, folder: string, isTwin: boolean): string {
    const taken = this.taken.get(folder) ?? new Set<string>();
    this.taken.set(folder, taken);
    const isTaken = (name: string): boolean => taken.has(nameKey(name));
    const name = isTwin || isTaken(plain) ? distinguish(plain, id, isTaken) : plain;
    taken.add(nameKey(name));
    return name;
  }

  private get allowHidden(): boolean {
    return this.parts.workspace.allowHidden;
  }
}

function refusal(file: DriveFile, title: string): DriveError | null {
  return file.capabilities.download
    ? null
    : new DriveError(
        'downloadRefused',
        `The owner of “${title}” does not allow downloading it. Ask the owner for a copy or for the right to download.`,
        { details: { name: title, reason: 'cannotDownloadFile' } }
      );
}

function noFormat(title: string, mimeType: string): DriveError {
  return new DriveError(
    'notSupported',
    `“${title}” is ${documentKind(mimeType)}, which can’t be copied as a file. Open it in Google Drive instead.`,
    { details: { name: title, kind: mimeType } }
  );
}
