/**
 * Folders of Drive, walked in two stages. `count` finds nearly everything with few requests, by lists of
 * many folders each, so that files can begin to move. Such lists sometimes leave out a part, or all, of what
 * a folder holds, and don't say so (docs/reference/drive.md, "Grouped lists"). So `prove` lists every
 * folder once more alone, while files move, and adds what was missing. A folder that no list of its own has
 * shown stays open, and the next `prove` begins with it.
 */
import { DriveError } from '../../../protocol';
import type { Browser } from '../../browse/browser';
import type { DriveFile, IDrive } from '../../drive/drive';
import type { Caller } from '../../google/caller';
import { pagesOf } from '../../drive/pages';
import { childrenOf, childrenOfAny } from '../../drive/query';
import { endsEverything } from '../endsEverything';
import { Line } from '../line';
import { isFinal } from '../item';
import type { Walked, WalkedFolder } from './walked';
import { drain } from './drain';
import { WaitingFolders } from './waitingFolders';

type WalkParts = {
  readonly drive: IDrive;
  readonly browser: Browser;
  readonly caller: Caller;
  /** A file or document to copy; `entry` is what its folder lists: the file, or the shortcut to it. */
  readonly onFile: (file: DriveFile, entry: DriveFile, folder: WalkedFolder) => void;
  /** The workspace folder for a folder of Drive. */
  readonly onFolder: (entry: DriveFile, folder: WalkedFolder) => string;
  /** What can't be copied by its nature, however often it is tried. */
  readonly onProblem: (item: string, error: unknown) => void;
  /** What could not be looked at now: its content is not known, and the folder that lists it stays open. */
  readonly onUnseen: (item: string, error: unknown) => void;
};

/** How folders are listed in one of the stages. */
type Stage = {
  readonly caller: Caller;
  readonly onProven: (folder: WalkedFolder) => void;
};

const GROUP = 50;
/** Up to this many folders are listed one by one: as fast as a group, and always right. */
const REQUESTS_AT_ONCE = 12;
/** While files move, few of them get a turn; once the files are there, as many as the governor lets through. */
const PROOFS_AT_ONCE = 32;
const PAGE = 1_000;
const DEEPEST = 100;

export class DriveWalk {
  constructor(
    private readonly walked: Walked,
    private readonly parts: WalkParts
  ) {}

  /** Walks all open folders to their ends; folders that came out of a group stay open. */
  async count(): Promise<void> {
    const stage = { caller: this.parts.caller, onProven: () => undefined };
    const waiting = new WaitingFolders(this.walked.open);
    await drain(REQUESTS_AT_ONCE, () => {
      const group = waiting.take(GROUP, REQUESTS_AT_ONCE);
      return group.length === 0
        ? null
        : this.listGroup(group, stage).then(found => found.forEach(folder => waiting.push(folder)));
    });
  }

  /**
   * Lists each open folder alone, and each that is found thereby; `onProven` is called when all that one holds
   * was told. Whatever moves files goes first.
   */
  async prove(signal: AbortSignal, onProven: (folder: WalkedFolder) => void): Promise<void> {
    const caller = { ...this.parts.caller, signal, priority: 'background' } as const;
    const stage = { caller, onProven };
    const waiting = new Line<WalkedFolder>();
    this.walked.open.forEach(folder => waiting.push(folder));
    await drain(PROOFS_AT_ONCE, () => {
      const [folder] = waiting.take(1);
      return folder === undefined
        ? null
        : this.listAlone(folder, stage).then(found => found.forEach(each => waiting.push(each)));
    });
  }

  /** Resolves with the folders that were found in them. */
  private async listGroup(group: readonly WalkedFolder[], stage: Stage): Promise<WalkedFolder[]> {
    const [first] = group;
    if (first === undefined) {
      return [];
    }
    if (group.length === 1) {
      return this.listAlone(first, stage);
    }
    const ids = [...new Set(group.map(({ id }) => id))];
    const children = new Map<string, DriveFile[]>(ids.map(id => [id, []]));
    try {
      for (const file of await this.listAll(childrenOfAny(ids), first.driveId, stage.caller)) {
        file.parents.forEach(parent => children.get(parent)?.push(file));
      }
    } catch (error) {
      assertGoesOn(error, stage.caller);
      return []; // nothing is known of any of them: each is asked for alone later
    }
    const found = await Promise.all(
      group.map(async folder => {
        const files = children.get(folder.id) ?? [];
        return files.length === 0
          ? this.listAlone(folder, stage)
          : (await this.sortOut(folder, files, stage.caller)).below;
      })
    );
    return found.flat();
  }

  private async listAlone(folder: WalkedFolder, stage: Stage): Promise<WalkedFolder[]> {
    let files: readonly DriveFile[];
    try {
      files = await this.listAll(childrenOf(folder.id), folder.driveId, stage.caller);
      if (folder.above === null && files.length === 0) {
        await this.assertNotInTrash(folder, stage.caller);
      }
    } catch (error) {
      if (this.refuse(folder, folder.local, error, stage.caller, folder) === 'final') {
        this.conclude(folder, stage);
      }
      return [];
    }
    const { below, isWhole } = await this.sortOut(folder, files, stage.caller);
    if (isWhole) {
      this.conclude(folder, stage);
    }
    return below;
  }

  /** What lies in the trash has nothing in it but for those who ask for trash. */
  private async assertNotInTrash({ id }: WalkedFolder, caller: Caller): Promise<void> {
    const { name, trashed } = await this.parts.drive.get(id, caller);
    if (trashed) {
      throw new DriveError(
        'conflict',
        `“${name}” is in the trash in Drive. Restore it there, then try again.`,
        { details: { name } }
      );
    }
  }

  private async listAll(
    q: string,
    driveId: string | null,
    caller: Caller
  ): Promise<readonly DriveFile[]> {
    const list = { q, pageSize: PAGE, driveId };
    const files: DriveFile[] = [];
    const pages = pagesOf(
      pageToken => this.parts.drive.list({ ...list, pageToken }, caller),
      page => page.files.length
    );
    for await (const page of pages) {
      files.push(...page.files);
    }
    return files;
  }

  /** Tells of what is new in a folder; `below` are the folders in it. */
  private async sortOut(
    folder: WalkedFolder,
    files: readonly DriveFile[],
    caller: Caller
  ): Promise<{ readonly below: WalkedFolder[]; readonly isWhole: boolean }> {
    const below: WalkedFolder[] = [];
    let isWhole = true;
    for (const entry of [...files].sort(inTurn)) {
      if (this.walked.knows(folder, entry.id)) {
        continue;
      }
      const target = await this.resolve(entry, folder, caller);
      if (target === 'unseen') {
        isWhole = false;
        continue;
      }
      this.walked.note(folder, entry.id);
      if (target?.kind === 'folder') {
        const { id, driveId, ownedByMe } = target;
        const local = this.parts.onFolder(entry, folder);
        const where = { local, entry: entry.id, above: folder.n };
        below.push(this.walked.find({ id, driveId, ownedByMe, ...where }));
      } else if (target !== null) {
        this.parts.onFile(target, entry, folder);
      }
    }
    return { below, isWhole };
  }

  /** The item itself, or what a shortcut points to; null, and a problem noted, where that can't be copied. */
  private async resolve(
    entry: DriveFile,
    folder: WalkedFolder,
    caller: Caller
  ): Promise<DriveFile | 'unseen' | null> {
    const shown = folder.local === '' ? entry.name : `${folder.local}/${entry.name}`;
    try {
      const target = entry.target === null ? entry : await this.parts.browser.target(entry, caller);
      if (target.kind === 'folder') {
        this.assertEnds(target, folder, shown);
      }
      return target;
    } catch (error) {
      return this.refuse(folder, shown, error, caller) === 'final' ? null : 'unseen';
    }
  }

  /**
   * What is final is all that will ever be known about it; but what was chosen was to be there. Throws what ends
   * the whole walk. `refused` is the folder itself, where that is what could not be looked at.
   */
  private refuse(
    folder: WalkedFolder,
    shown: string,
    error: unknown,
    caller: Caller,
    refused: WalkedFolder | null = null
  ): 'final' | 'unseen' {
    assertGoesOn(error, caller);
    if (isFinal(error) && refused?.above !== null) {
      this.parts.onProblem(shown, error);
      return 'final';
    }
    this.walked.giveUp(folder);
    this.parts.onUnseen(shown, error);
    return 'unseen';
  }

  private conclude(folder: WalkedFolder, { onProven }: Stage): void {
    this.walked.prove(folder);
    onProven(folder);
  }

  private assertEnds(target: DriveFile, folder: WalkedFolder, shown: string): void {
    let depth = 0;
    for (const { id } of this.walked.upwards(folder)) {
      depth += 1;
      if (id === target.id || depth > DEEPEST) {
        throw new DriveError(
          'notSupported',
          `“${shown}” leads back to a folder above it, or lies too deep, and was left out.`,
          { details: { name: shown } }
        );
      }
    }
  }
}

function assertGoesOn(error: unknown, { signal }: Caller): void {
  signal.throwIfAborted();
  if (endsEverything(error)) {
    throw error;
  }
}

/**
 * The order in which names are given out, which must not depend on the order of Drive's answers: what has its
 * name in Drive before what gets an ending only here.
 */
function inTurn(a: DriveFile, b: DriveFile): number {
  const later = Number(isDocument(a)) - Number(isDocument(b));
  return later === 0 ? (a.id < b.id ? -1 : 1) : later;
}

function isDocument({ kind, target }: DriveFile): boolean {
  return (target?.kind ?? kind) === 'document';
}
