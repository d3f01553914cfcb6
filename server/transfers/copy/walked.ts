/**
 * What is known of a walk through folders of Drive: which were found, which of them a list of their own
 * has proven to be whole, what each was seen to hold. A walk that was interrupted goes on from here.
 */

/** A folder to walk, and where its content belongs in the workspace. */
export type WalkedFolder = {
  /** Folders are numbered as they are found. */
  readonly n: number;
  readonly id: string;
  readonly driveId: string | null;
  readonly ownedByMe: boolean;
  /** Workspace path; no other folder of the walk has it. */
  readonly local: string;
  /** What the folder above lists it as: the shortcut, where one leads here. */
  readonly entry: string;
  /** Number of the folder it was found in; null for one that was chosen. */
  readonly above: number | null;
};

export class Walked {
  private readonly all: WalkedFolder[] = [];
  private readonly byLocal = new Map<string, WalkedFolder>();
  private readonly whole: Set<number>;
  /** Could not be looked at as a whole, and are not tried again before `beginAgain`. */
  private readonly givenUp = new Set<number>();
  private readonly entries = new Map<number, Set<string>>();

  constructor(folders: readonly WalkedFolder[] = [], proven: Iterable<number> = []) {
    folders.forEach(folder => this.add(folder));
    this.whole = new Set(proven);
  }

  get folders(): readonly WalkedFolder[] {
    return this.all;
  }

  get unproven(): number {
    return this.all.length - this.whole.size;
  }

  /** The folders that are still to be looked at. */
  get open(): WalkedFolder[] {
    return this.all.filter(({ n }) => !this.whole.has(n) && !this.givenUp.has(n));
  }

  find(found: Omit<WalkedFolder, 'n'>): WalkedFolder {
    const folder = { n: this.all.length, ...found };
    this.add(folder);
    return folder;
  }

  /** True once an item that a folder lists was dealt with, whatever came of it. */
  knows({ n }: WalkedFolder, entry: string): boolean {
    return this.entries.get(n)?.has(entry) === true;
  }

  note({ n }: WalkedFolder, entry: string): void {
    const entries = this.entries.get(n) ?? new Set();
    this.entries.set(n, entries.add(entry));
  }

  /** The same for what an earlier process found in the folder of that workspace path. */
  noteAt(local: string, entry: string): void {
    const folder = this.byLocal.get(local);
    if (folder !== undefined) {
      this.note(folder, entry);
    }
  }

  prove({ n }: WalkedFolder): void {
    this.whole.add(n);
    this.givenUp.delete(n);
  }

  isProven({ n }: WalkedFolder): boolean {
    return this.whole.has(n);
  }

  giveUp({ n }: WalkedFolder): void {
    this.givenUp.add(n);
  }

  beginAgain(): void {
    this.givenUp.clear();
  }

  /** The folder and those above it, up to the one that was chosen. */
  *upwards(folder: WalkedFolder): Generator<WalkedFolder> {
    for (let at: WalkedFolder | undefined = folder; at !== undefined;) {
      yield at;
      at = at.above === null ? undefined : this.all[at.above];
    }
  }

  private add(folder: WalkedFolder): void {
    this.all.push(folder);
    this.byLocal.set(folder.local, folder);
    const above = folder.above === null ? undefined : this.all[folder.above];
    if (above !== undefined) {
      this.note(above, folder.entry);
    }
  }
}
