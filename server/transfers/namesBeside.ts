/** Names that can't be given in a folder any more, for many items that need another one. */
import { nameKey } from '../workspace/safeName';

type Named = { readonly name: string };

type Parts<Item extends Named> = {
  /** What is on its way, from a number on; more may be added at the end meanwhile. */
  readonly itemsFrom: (n: number) => readonly Item[];
  readonly folderOf: (item: Item) => string;
  /** What is in the folder of an item already; asked for once a folder. */
  readonly there: (item: Item) => Promise<Iterable<string>>;
};

type Folder = {
  /** Items by the key of their name. */
  readonly coming: Map<string, number>;
  there: Promise<ReadonlySet<string>> | null;
};

/** Each item and each folder is looked at once, however many are asked about. */
export class NamesBeside<Item extends Named> {
  private readonly folders = new Map<string, Folder>();
  private seen = 0;

  constructor(private readonly parts: Parts<Item>) {}

  /** Tells whether a name is taken in the folder of an item: by what is there, or by another item. */
  async of(item: Item): Promise<(name: string) => boolean> {
    const folder = this.folderOf(item);
    folder.there ??= this.parts.there(item).then(names => new Set(Array.from(names, nameKey)));
    const there = await folder.there;
    this.catchUp();
    const own = nameKey(item.name);
    return name => {
      const key = nameKey(name);
      return there.has(key) || (folder.coming.get(key) ?? 0) > (key === own ? 1 : 0);
    };
  }

  /** Called after an item got another name than `before`. */
  renamed(item: Item, before: string): void {
    const { coming } = this.folderOf(item);
    add(coming, before, -1);
    add(coming, item.name, 1);
  }

  private folderOf(item: Item): Folder {
    const name = this.parts.folderOf(item);
    const folder = this.folders.get(name) ?? { coming: new Map<string, number>(), there: null };
    this.folders.set(name, folder);
    return folder;
  }

  private catchUp(): void {
    for (const item of this.parts.itemsFrom(this.seen)) {
      add(this.folderOf(item).coming, item.name, 1);
      this.seen += 1;
    }
  }
}

function add(names: Map<string, number>, name: string, count: number): void {
  const key = nameKey(name);
  names.set(key, (names.get(key) ?? 0) + count);
}
