/**
 * The folders of Drive that an upload makes. A plan gives each an id and its files know it by that; whether it
 * is still to be made, and under that very id, is looked at again after every interruption and question: an
 * earlier process may have made it, or somebody else one of the same name.
 */
import type { DriveFile, IDrive } from '../../drive/drive';
import { pagesOf } from '../../drive/pages';
import { childrenOf } from '../../drive/query';
import type { Caller } from '../../google/caller';
import type { DriveFolder } from '../item';
import type { JobParts } from '../job';
import { inTrash } from './failures';

type Children = ReadonlyMap<string, readonly DriveFile[]>;

const NOTHING: Children = new Map();
const PAGE = 1_000;

export class UploadFolders {
  /** What stands in Drive in the place of a planned folder: ids by planned ids. */
  private readonly others = new Map<string, string>();
  /** Planned ids of those that were found or made in this run. */
  private readonly there = new Set<string>();
  /** Of folders that were listed, by their ids in Drive. */
  private readonly listed = new Map<string, Promise<Children>>();
  private mayHaveChanged = true;

  constructor(
    private readonly parts: JobParts,
    /** Of the shared drive that all of it goes into; null for My Drive. */
    private readonly driveId: () => Promise<string | null>,
    /** Rethrows what is not about one folder alone. */
    private readonly assertOnlyOne: (error: unknown) => void
  ) {}

  /** In Drive, of a folder that the plan knows by this id. */
  idOf(planned: string): string {
    return this.others.get(planned) ?? planned;
  }

  /** True while nothing can be in it. */
  isNew(planned: string): boolean {
    const folder = this.parts.transfer.driveFolder(planned);
    return folder !== undefined && !folder.exists && !this.there.has(planned);
  }

  /** The plan was made a moment ago. */
  looked(): void {
    this.mayHaveChanged = false;
  }

  /** What is known of Drive may be out of date: all of it is asked for again. */
  forget(): void {
    this.mayHaveChanged = true;
    this.listed.clear();
  }

  /** What a planned folder holds, by name. */
  childrenOf(planned: string): Promise<Children> {
    const id = this.idOf(planned);
    if (this.isNew(planned)) {
      return Promise.resolve(NOTHING);
    }
    const known = this.listed.get(id) ?? this.list(id);
    this.listed.set(id, known);
    return known;
  }

  /**
   * Looks whether folders that are to be made are there by now. Resolves with the planned ids of those that
   * are: what is in them was not looked at.
   */
  async lookAgain(): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    if (!this.mayHaveChanged) {
      return found;
    }
    this.mayHaveChanged = false;
    for (const folder of this.missing()) {
      const one = await this.find(folder);
      if (one === undefined) {
        await this.agreeOnId(folder);
      } else {
        this.others.set(folder.id, one.id);
        this.there.add(folder.id);
        found.add(folder.id);
      }
    }
    return found;
  }

  /** Makes what is missing. Resolves with what was refused, by planned ids. */
  async make(): Promise<ReadonlyMap<string, unknown>> {
    const { transfer, account, caller } = this.parts;
    const refused = new Map<string, unknown>();
    for (const folder of this.missing()) {
      try {
        if (refused.has(folder.parent)) {
          throw refused.get(folder.parent);
        }
        const [id, parent] = [this.idOf(folder.id), this.idOf(folder.parent)];
        const made = await account.drive.createFolder({ id, parent, name: folder.name }, caller);
        if (made.trashed) {
          throw inTrash(folder.name);
        }
        this.there.add(folder.id);
        if (id === folder.id) {
          transfer.driveFolderMade(folder.id);
        }
      } catch (error) {
        this.assertOnlyOne(error);
        refused.set(folder.id, error);
      }
    }
    return refused;
  }

  /** Parents stand before what is in them. */
  private missing(): readonly DriveFolder[] {
    return this.parts.transfer.driveFolders.filter(({ id }) => this.isNew(id));
  }

  /** The folder itself, else one of its name. Where its parent can't be listed, making it tells why. */
  private async find({ id, parent, name }: DriveFolder): Promise<DriveFile | undefined> {
    this.parts.caller.signal.throwIfAborted();
    try {
      const twins = (await this.childrenOf(parent)).get(name) ?? [];
      return twins.find(twin => twin.id === id) ?? twins.find(({ kind }) => kind === 'folder');
    } catch (error) {
      this.assertOnlyOne(error);
      return undefined;
    }
  }

  /** Another upload of this proxy may be about to make it. */
  private async agreeOnId({ id, parent, name }: DriveFolder): Promise<void> {
    const { targets } = this.parts;
    const agreed = await targets.folderId(this.idOf(parent), name, () => Promise.resolve(id));
    this.others.set(id, agreed);
  }

  private async list(id: string): Promise<Children> {
    const { account, caller } = this.parts;
    const { drive } = account;
    return childrenNamed({ id, driveId: await this.driveId() }, { drive, caller });
  }
}

/** What a folder of Drive holds, by name; names may be there several times. */
export async function childrenNamed(
  folder: { readonly id: string; readonly driveId: string | null },
  { drive, caller }: { readonly drive: IDrive; readonly caller: Caller }
): Promise<Map<string, DriveFile[]>> {
  const list = { q: childrenOf(folder.id), pageSize: PAGE, driveId: folder.driveId };
  const children = new Map<string, DriveFile[]>();
  const pages = pagesOf(
    pageToken => drive.list({ ...list, pageToken }, caller),
    page => page.files.length
  );
  for await (const page of pages) {
    for (const file of page.files) {
      const twins = children.get(file.name) ?? [];
      twins.push(file);
      children.set(file.name, twins);
    }
  }
  return children;
}
