/**
 * The folders that an upload goes into: looked for again before anything is made, unless that was done a moment
 * ago; then made, each once. Drive takes a name twice, so "there is no such folder" is good only as long as nobody
 * else could make one.
 */
import { hasCode } from '../../../protocol';
import type { NewFolder } from '../../drive/drive';
import { endsEverything } from '../endsEverything';
import { noteFailure } from '../failItem';
import { toUnseen, type DriveFolder } from '../item';
import type { JobParts } from '../job';
import type { FolderContents } from './contents';
import { inTrash } from './failures';
import type { Look, Looks } from './looks';

/** Why nothing can go into folders, by their ids. */
type Refused = Map<string, unknown>;

export class UploadFolders {
  /** null where an earlier run decided about them. */
  private looked: Look | null = null;
  /** What is not what it was when it was decided about what goes into it. */
  private readonly changed = new Set<string>();
  private lost: Refused = new Map();

  constructor(
    private readonly parts: JobParts,
    private readonly looks: Looks,
    private readonly contents: FolderContents
  ) {}

  /** They are looked for from now on, and added to the transfer. */
  beginPlan(): void {
    this.looked = this.looks.now();
  }

  /** Finds what others, or we ourselves before an interruption, made of those that were to be made; and what is gone. */
  async lookAgain(): Promise<void> {
    if (this.looked !== null && this.looks.isFresh(this.looked)) {
      return;
    }
    this.looked = this.looks.now();
    this.lost = new Map();
    this.contents.forget();
    const { driveFolders } = this.parts.transfer;
    const filled = this.filled();
    for (const { id } of driveFolders.all) {
      const folder = driveFolders.get(id); // the one above may be another by now
      if (folder?.id === id) {
        await this.orRefuse(folder, this.lost, () => this.lookFor(folder, filled.has(id)));
      }
    }
    this.reconsider();
  }

  /** Resolves with why nothing can go into some of them. */
  async make(): Promise<ReadonlyMap<string, unknown>> {
    await this.lookAgain();
    const { driveFolders } = this.parts.transfer;
    const refused: Refused = new Map(this.lost);
    for (const { id } of driveFolders.all) {
      const folder = driveFolders.get(id);
      if (folder?.exists === false && !refused.has(folder.id)) {
        await this.orRefuse(folder, refused, () => this.makeOne(folder, refused));
      }
    }
    this.reconsider();
    this.tell(refused);
    return refused;
  }

  /** `isFilled`: files of this upload are in it, or below it. Then no other will do. */
  private async lookFor(folder: DriveFolder, isFilled: boolean): Promise<void> {
    const { transfer, caller, targets } = this.parts;
    const { id, name, parent, exists } = folder;
    const { byId, byName } = await this.contents.of(parent, caller);
    const other = byName.get(name)?.find(({ kind }) => kind === 'folder');
    if (byId.has(id)) {
      this.changed.add(id);
      transfer.driveFolders.stands(id);
    } else if ((exists || isFilled) && (await this.isElsewhere(id))) {
      transfer.driveFolders.stands(id); // it was moved: it is still the one
    } else if (isFilled) {
      throw inTrash(name);
    } else if (other !== undefined) {
      this.replace(id, other.id, true);
    } else if (exists) {
      this.replace(id, await targets.folderId(parent, name, () => this.newId()), false);
    }
  }

  private async isElsewhere(id: string): Promise<boolean> {
    try {
      const { trashed } = await this.parts.account.drive.get(id, this.parts.caller);
      return !trashed;
    } catch (error) {
      if (hasCode(error, 'notFound')) {
        return false;
      }
      throw error;
    }
  }

  private async makeOne(folder: DriveFolder, refused: Refused): Promise<void> {
    const { targets } = this.parts;
    const { name, parent } = folder;
    if (refused.has(parent)) {
      throw refused.get(parent);
    }
    const id = await targets.folderId(parent, name, () => Promise.resolve(folder.id));
    this.replace(folder.id, id, false);
    if ((await this.create({ id, name, parent })) === 'inTrash') {
      targets.forgetFolder(parent, name);
      const another = await targets.folderId(parent, name, () => this.newId());
      this.replace(id, another, false);
      if ((await this.create({ id: another, name, parent })) === 'inTrash') {
        throw inTrash(name);
      }
    }
  }

  private async create(folder: NewFolder): Promise<'made' | 'inTrash'> {
    const { transfer, account, caller, targets } = this.parts;
    const { trashed, wasThere } = await targets.orInDoubt(
      folder,
      () => ({ kind: 'folder', id: folder.id, md5: null }),
      () => account.drive.createFolder(folder, caller)
    );
    if (trashed) {
      return 'inTrash';
    }
    transfer.driveFolders.stands(folder.id);
    if (wasThere) {
      this.changed.add(folder.id);
    } else {
      this.contents.made(folder.id);
    }
    return 'made';
  }

  private async newId(): Promise<string> {
    const { account, caller } = this.parts;
    const [id = ''] = await account.drive.generateIds(1, caller);
    return id;
  }

  /** Those that files of this upload are in, or below. */
  private filled(): ReadonlySet<string> {
    const { items, driveFolders } = this.parts.transfer;
    const filled = new Set<string>();
    for (const item of items) {
      if (item.kind === 'upload' && item.state === 'done') {
        let at = driveFolders.get(item.parent);
        while (at !== undefined && !filled.has(at.id)) {
          filled.add(at.id);
          at = driveFolders.get(at.parent);
        }
      }
    }
    return filled;
  }

  private replace(id: string, by: string, exists: boolean): void {
    const { transfer, journal } = this.parts;
    if (id !== by) {
      transfer.replaceDriveFolder(id, by, exists);
      journal.append({ t: 'folder', planned: id, id: by, exists });
      this.changed.add(by);
    }
  }

  /** What goes into them was decided about when nothing was there. */
  private reconsider(): void {
    const { transfer } = this.parts;
    for (const item of this.changed.size === 0 ? [] : transfer.waiting()) {
      if (item.kind === 'upload' && this.changed.has(item.parent)) {
        transfer.reconsider(item);
      }
    }
    this.changed.clear();
  }

  /** One folder's failure is its own, and of what goes into it. */
  private async orRefuse(
    { id }: DriveFolder,
    refused: Refused,
    work: () => Promise<void>
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.parts.caller.signal.throwIfAborted();
      if (endsEverything(error)) {
        throw error;
      }
      refused.set(this.parts.transfer.driveFolders.idOf(id), error); // it may have become another
    }
  }

  /** Of those that no file tells of. */
  private tell(refused: Refused): void {
    const { transfer } = this.parts;
    const withFiles = new Set(
      transfer.items.map(item => (item.kind === 'upload' ? item.parent : ''))
    );
    for (const folder of transfer.driveFolders.all) {
      const path = this.pathOf(folder);
      const isCause = refused.has(folder.id) && !refused.has(folder.parent);
      if (isCause && !withFiles.has(folder.id) && !transfer.tellsOf(path)) {
        noteFailure(toUnseen(path, refused.get(folder.id)), this.parts);
      }
    }
  }

  private pathOf(folder: DriveFolder): string {
    const { driveFolders, order } = this.parts.transfer;
    const names: string[] = [];
    for (let at: DriveFolder | undefined = folder; at; at = driveFolders.get(at.parent)) {
      names.unshift(at.name);
    }
    const top = order.kind === 'upload' ? order.request.folder.path : '';
    return [top, ...names].join('/');
  }
}
