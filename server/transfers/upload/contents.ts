/** What folders of Drive hold, as it was when they were looked at last. */
import type { DriveFile, IDrive } from '../../drive/drive';
import { pagesOf } from '../../drive/pages';
import { childrenOf } from '../../drive/query';
import type { Caller } from '../../google/caller';
import type { DriveFolders } from './driveFolders';
import type { Look, Looks } from './looks';

export type Held = {
  /** Names may be there several times. */
  readonly byName: ReadonlyMap<string, readonly DriveFile[]>;
  readonly byId: ReadonlyMap<string, DriveFile>;
};

type ContentsParts = {
  readonly drive: IDrive;
  readonly folders: DriveFolders;
  readonly looks: Looks;
  /** Of the shared drive that all of them lie in; null for My Drive. */
  readonly driveId: () => Promise<string | null>;
};

/** `look` is null for a folder that this very run made: others don't know of it yet. */
type Known = { readonly look: Look | null; readonly held: Promise<Held> };

const PAGE = 1_000;
const NOTHING: Held = { byName: new Map(), byId: new Map() };

export class FolderContents {
  private known = new Map<string, Known>();

  constructor(private readonly parts: ContentsParts) {}

  /** As it was seen last, since `forget`; of what is to be made nothing is asked. */
  async of(folder: string, caller: Caller): Promise<Held> {
    const { folders } = this.parts;
    const id = folders.idOf(folder);
    return folders.mayStand(id) ? (this.known.get(id)?.held ?? this.look(id, caller)) : NOTHING;
  }

  /** As it is, or was a moment ago. */
  async asItIs(folder: string, caller: Caller): Promise<Held> {
    const { folders, looks } = this.parts;
    const id = folders.idOf(folder);
    const look = this.known.get(id)?.look;
    if (look !== null && (look === undefined || !looks.isFresh(look))) {
      this.known.delete(id);
    }
    return this.of(id, caller);
  }

  forget(): void {
    this.known.clear();
  }

  made(folder: string): void {
    this.known.set(folder, { look: null, held: Promise.resolve(NOTHING) });
  }

  private look(id: string, caller: Caller): Promise<Held> {
    const known = { look: this.parts.looks.now(), held: this.list(id, caller) };
    this.known.set(id, known);
    known.held.catch(() => {
      if (this.known.get(id) === known) {
        this.known.delete(id);
      }
    });
    return known.held;
  }

  private async list(id: string, caller: Caller): Promise<Held> {
    const { drive, driveId } = this.parts;
    const list = { q: childrenOf(id), pageSize: PAGE, driveId: await driveId() };
    const byName = new Map<string, DriveFile[]>();
    const byId = new Map<string, DriveFile>();
    const pages = pagesOf(
      pageToken => drive.list({ ...list, pageToken }, caller),
      page => page.files.length
    );
    for await (const { files } of pages) {
      for (const file of files) {
        byId.set(file.id, file);
        const twins = byName.get(file.name) ?? [];
        twins.push(file);
        byName.set(file.name, twins);
      }
    }
    return { byName, byId };
  }
}
