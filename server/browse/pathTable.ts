/**
 * Which id stands behind which path: the identity of an item is its id, a segment is only its name
 * in one folder. An id keeps its segment as long as its title stays; a later twin gets a suffix
 * made from its id, so that a path never comes to mean another item.
 */
import { distinguish } from '../../protocol';
import { toSegment } from './segments';

export type PathEntry = {
  /** Id of the folder, or `view:<name>`. */
  readonly parent: string;
  readonly id: string;
  readonly segment: string;
  readonly title: string;
};

type Folder = { readonly ids: Map<string, string>; readonly entries: Map<string, PathEntry> };

export class PathTable {
  private readonly folders = new Map<string, Folder>();

  constructor(
    entries: Iterable<PathEntry>,
    /** Called with each new entry, to keep it beyond a restart. */
    private readonly remember: (entry: PathEntry) => void
  ) {
    for (const entry of entries) {
      this.put(entry);
    }
  }

  /** The segment of an item in a folder; given once, and the same ever after. */
  segmentOf(parent: string, id: string, title: string): string {
    const folder = this.folders.get(parent);
    const known = folder?.entries.get(id);
    const isTaken = (name: string): boolean => (folder?.ids.get(key(name)) ?? id) !== id;
    // Taken only if another process on the same files gave it away at the same moment.
    if (known?.title === title && !isTaken(known.segment)) {
      return known.segment;
    }
    const plain = toSegment(title);
    const segment = isTaken(plain) ? distinguish(plain, id, isTaken) : plain;
    const entry = { parent, id, segment, title };
    this.put(entry);
    this.remember(entry);
    return segment;
  }

  /** The id behind a segment, if it was given out before. */
  idOf(parent: string, segment: string): string | null {
    return this.folders.get(parent)?.ids.get(key(segment)) ?? null;
  }

  private put(entry: PathEntry): void {
    const folder: Folder = this.folders.get(entry.parent) ?? { ids: new Map(), entries: new Map() };
    this.folders.set(entry.parent, folder);
    const old = folder.entries.get(entry.id);
    if (old !== undefined && folder.ids.get(key(old.segment)) === entry.id) {
      folder.ids.delete(key(old.segment));
    }
    folder.entries.set(entry.id, entry);
    folder.ids.set(key(entry.segment), entry.id);
  }
}

/** Names that a person can't tell apart are one: composed and decomposed letters. */
function key(segment: string): string {
  return segment.normalize('NFC');
}
