/** From what a person chose to what is to be done: folders, files, formats and names. */
import { distinguish, DriveError, type CopyRequest, type Preferences } from '../../../protocol';
import type { Browser } from '../../browse/browser';
import type { DriveFile, IDrive } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { nameKey, toFileName } from '../../workspace/safeName';
import { joinPath, type Workspace } from '../../workspace/workspace';
import { endsEverything } from '../endsEverything';
import {
  entryOf,
  lastSegment,
  parentOf,
  toFailure,
  toUnseen,
  type CopyItem,
  type Failure
} from '../item';
import { documentKind, exportFormatOf, withExtension } from './formats';
import type { Transfer } from '../transfer';
import { isCopy } from './copyItems';
import { DriveWalk } from './walkDrive';
import type { WalkedFolder } from './walked';
import { toSegment } from '../../browse/segments';

type PlanCopyParts = {
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly workspace: Workspace;
  readonly preferences: Preferences;
  readonly caller: Caller;
};

/**
 * Fills the transfer with items and folders; what can't be copied is noted with its reason. It may begin with
 * what an earlier process left, or an earlier try: what is in the transfer already is not added again.
 */
export class CopyPlan {
  /** Names given out, by workspace folder. */
  private readonly taken = new Map<string, Set<string>>();
  private readonly walk: DriveWalk;
  private hasLooked = false;
  /** What an earlier try told already. */
  private readonly told: ReadonlySet<string>;

  constructor(
    private readonly transfer: Transfer,
    private readonly request: CopyRequest,
    private readonly parts: PlanCopyParts
  ) {
    const { drive, browser, caller } = parts;
    this.walk = new DriveWalk(transfer.walked, {
      ...{ drive, browser, caller },
      onFile: (file, entry, folder) =>
        this.addFile(file, entry, this.shownIn(folder, entry), folder.local),
      onFolder: (entry, folder) => this.addFolder(entry, this.shownIn(folder, entry), folder.local),
      onProblem: (item, error) => this.leaveOut(item, error),
      onUnseen: (item, error) => transfer.addFailure(toUnseen(item, error))
    });
    this.told = new Set(transfer.failures.filter(({ n }) => n === null).map(keyOf));
    transfer.items.filter(isCopy).forEach(({ folder, name }) => this.take(folder, name));
    transfer.walked.folders.forEach(({ local }) => this.take(parentOf(local), lastSegment(local)));
  }

  /** Finds nearly everything, with few requests. */
  async count(): Promise<void> {
    await this.lookAtChosen();
    await this.walk.count();
  }

  /**
   * Finds what is missing. Then all is in the transfer, or noted as what could not be looked at. `onProven` is
   * called with each folder when all that it holds is in the transfer.
   */
  async prove(signal: AbortSignal, onProven: (folder: WalkedFolder) => void): Promise<void> {
    await this.lookAtChosen();
    await this.walk.prove(signal, onProven);
  }

  /** Once in a run: tries enough were made then. */
  private async lookAtChosen(): Promise<void> {
    const { browser, caller } = this.parts;
    const { destination, items } = this.request;
    if (this.hasLooked) {
      return;
    }
    this.hasLooked = true;
    const known = this.knownIds();
    for (const chosen of items.filter(({ id }) => !known.has(id))) {
      const shown = lastSegment(chosen.path);
      try {
        const entry = await browser.file(chosen.id, caller);
        const file = await browser.target(entry, caller);
        if (file.kind === 'folder') {
          const { id, driveId, ownedByMe } = file;
          const local = this.addFolder(entry, shown, destination);
          const where = { local, entry: entry.id, above: null };
          this.transfer.walked.find({ id, driveId, ownedByMe, ...where });
        } else {
          this.addFile(file, entry, shown, destination);
        }
      } catch (error) {
        caller.signal.throwIfAborted();
        if (endsEverything(error)) {
          throw error;
        }
        this.transfer.addFailure(toUnseen(shown, error)); // for good or not: it was to be copied
      }
    }
  }

  /** Of what was chosen, and looked at in an earlier try. */
  private knownIds(): ReadonlySet<string> {
    const { items, walked } = this.transfer;
    const atTop = items.filter(isCopy).filter(({ folder }) => folder === this.request.destination);
    const folders = walked.folders.filter(({ above }) => above === null);
    return new Set([...atTop.map(entryOf), ...folders.map(({ entry }) => entry)]);
  }

  /** Once, though it is looked at again in another try. */
  private leaveOut(item: string, error: unknown): void {
    const failure = toFailure(item, null, error);
    if (!this.told.has(keyOf(failure))) {
      this.transfer.addFailure(failure);
    }
  }

  /** What the panel calls it in that folder: one of twins has the same second name everywhere. */
  private shownIn(folder: WalkedFolder, { id, name }: DriveFile): string {
    return this.parts.browser.segmentOf(folder.id, { id, name });
  }

  private addFolder(entry: DriveFile, shown: string, into: string): string {
    const name = this.nameFor(this.plainName(entry, shown), entry.id, into);
    const path = joinPath(into, name);
    this.transfer.addFolder(path);
    return path;
  }

  /** `entry` is what the person sees: the shortcut, where one stands for the file. */
  private addFile(file: DriveFile, entry: DriveFile, shown: string, folder: string): void {
    const title = entry.name;
    const reason = refusal(file, title);
    const format = exportFormatOf(file.mimeType, this.parts.preferences);
    if (reason !== null || (file.kind === 'document' && format === null)) {
      const error = reason ?? noFormat(title, file.mimeType);
      this.leaveOut(joinPath(folder, title), error);
      return;
    }
    const plain = withExtension(this.plainName(entry, shown), file.mimeType, format);
    const item: CopyItem = {
      kind: 'copy',
      n: this.transfer.items.length,
      id: file.id,
      ...(entry.id === file.id ? {} : { entry: entry.id }),
      resourceKey: file.resourceKey,
      title,
      mimeType: file.mimeType,
      size: file.size,
      md5: file.md5,
      headRevisionId: file.headRevisionId,
      modified: file.modified,
      exportAs: format?.mimeType ?? null,
      folder,
      name: this.nameFor(plain, entry.id, folder),
      replace: false,
      verdict: 'open',
      expected: null,
      arrived: null,
      state: 'waiting',
      received: 0
    };
    this.transfer.add(item);
  }

  private plainName({ name }: DriveFile, shown: string): string {
    return toFileName(shown === toSegment(name) ? name : shown, this.parts.workspace.allowHidden);
  }

  private nameFor(plain: string, id: string, folder: string): string {
    const taken = this.taken.get(folder);
    const isTaken = (name: string): boolean => taken?.has(nameKey(name)) === true;
    const name = isTaken(plain) ? distinguish(plain, id, isTaken) : plain;
    this.take(folder, name);
    return name;
  }

  private take(folder: string, name: string): void {
    const taken = this.taken.get(folder) ?? new Set<string>();
    this.taken.set(folder, taken.add(nameKey(name)));
  }
}

function keyOf({ item, code }: Failure): string {
  return `${code} ${item}`;
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
