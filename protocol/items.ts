/** What the panel shows: items of Drive, and pages of them. */

/** The top entries of the panel, in their order. Fixed English in paths; the panel translates the labels. */
export const VIEWS = [
  'My Drive',
  'Shared drives',
  'Shared with me',
  'Starred',
  'Recent',
  'Trash'
] as const;
export type View = (typeof VIEWS)[number];

export function isView(segment: string): segment is View {
  return (VIEWS as readonly string[]).includes(segment);
}

/** `view` is a top entry; `document` is a Google document, which has no bytes of its own. */
export type ItemKind = 'view' | 'folder' | 'file' | 'document' | 'shortcut';

export type Capabilities = {
  readonly download: boolean;
  readonly edit: boolean;
  readonly addChildren: boolean;
};

export type ShortcutTarget = {
  readonly id: string;
  readonly kind: ItemKind;
  readonly mimeType: string;
};

export type DriveItem = {
  /** Drive's id; for views, and for the root of the panel, `view:<name>`. */
  readonly id: string;
  /** The last segment of `path`: made safe, and unique in its folder. */
  readonly name: string;
  /** The name as Drive has it. Hostile: show it as text only. */
  readonly title: string;
  /** Where the panel shows it, without drive name and leading slash: `My Drive/data/a.csv`. */
  readonly path: string;
  readonly kind: ItemKind;
  readonly mimeType: string;
  /** Bytes; null where Drive has none to tell (folders, documents, shortcuts). */
  readonly size: number | null;
  /** RFC 3339, UTC; null for views. */
  readonly modified: string | null;
  readonly created: string | null;
  /** Hex; null for all but files. */
  readonly md5: string | null;
  readonly headRevisionId: string | null;
  /** What a shortcut points to. */
  readonly target: ShortcutTarget | null;
  readonly starred: boolean;
  readonly trashed: boolean;
  readonly capabilities: Capabilities;
  /** True inside a shared drive, which owns what is in it: an account without storage may add there. */
  readonly inSharedDrive: boolean;
  readonly ownedByMe: boolean;
  /** Address at Google, for "Open in Google Drive". */
  readonly link: string | null;
  /** Names of people, for "Details"; empty where unknown. */
  readonly owner: string;
};

export const SORT_KEYS = ['name', 'modified', 'size'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** A thousand items of a folder, or fewer. */
export type ItemPage = {
  /** In the order of names, folders first. */
  readonly items: readonly DriveItem[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
};

/** One folder, as far as it was asked for. */
export type FolderPage = {
  readonly folder: DriveItem;
  /** At most as many as asked for, in the order asked for, folders first. */
  readonly items: readonly DriveItem[];
  /** True if Drive has more than `items`. */
  readonly hasMore: boolean;
};
