/** The folders of Drive that an upload goes into, found there or to be made; parents stand before their children. */
import type { DriveFolder } from '../item';
import { keyOf } from './uploadPlace';

export class DriveFolders {
  private folders = new Map<string, DriveFolder>();
  /** Ids by parent and name. */
  private places = new Map<string, string>();
  /** What took the place of a folder that was planned, by its id. */
  private readonly instead = new Map<string, string>();

  constructor(folders: readonly DriveFolder[] = []) {
    folders.forEach(folder => this.add(folder));
  }

  get all(): readonly DriveFolder[] {
    return [...this.folders.values()];
  }

  /** The folder that was planned with that id, or what took its place. */
  get(id: string): DriveFolder | undefined {
    return this.folders.get(this.idOf(id));
  }

  idOf(planned: string): string {
    const by = this.instead.get(planned);
    return by === undefined ? planned : this.idOf(by);
  }

  named(name: string, parent: string): DriveFolder | undefined {
    return this.folders.get(this.places.get(keyOf(this.idOf(parent), name)) ?? '');
  }

  /** False if it is known to be missing in Drive: then nothing is in it. */
  mayStand(id: string): boolean {
    return this.get(id)?.exists !== false;
  }

  clear(): void {
    [this.folders, this.places, this.instead].forEach(map => map.clear());
  }

  add(folder: DriveFolder): void {
    const added = { ...folder, parent: this.idOf(folder.parent) };
    this.folders.set(added.id, added);
    this.places.set(keyOf(added.parent, added.name), added.id);
  }

  /** It was found in Drive, or made there. */
  stands(id: string): void {
    const folder = this.get(id);
    if (folder !== undefined) {
      this.folders.set(folder.id, { ...folder, exists: true });
    }
  }

  /** Another folder of the same name is the one to go into. */
  replace(planned: string, by: string, exists: boolean): void {
    const before = this.all;
    const known = this.folders.get(by);
    if (planned === by || !this.folders.has(planned)) {
      return;
    }
    this.instead.delete(by);
    this.instead.set(planned, by);
    this.folders = new Map();
    this.places = new Map();
    for (const folder of before) {
      this.add(folder.id === planned ? (known ?? { ...folder, id: by, exists }) : folder);
    }
  }
}
