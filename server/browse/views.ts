/** The top entries of the panel, and what each asks Drive for. Pure. */
import type { DriveItem, SortKey, View } from '../../protocol';
import { VIEWS } from '../../protocol';
import { FOLDER_TYPE } from '../drive/adapter';
import type { ListRequest } from '../drive/drive';
import { childrenOf, nameContains } from '../drive/query';

/** Stands for a view where a folder's id is asked for. */
export function viewId(view: View | ''): string {
  return `view:${view}`;
}

export type ListingKey = {
  /** A folder's id, or `view:<name>`. */
  readonly parent: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Text in names; '' for all. */
  readonly search: string;
};

type ViewSource = {
  /** What Drive is asked for; null for what is listed another way: as a folder, or by a call of its own. */
  readonly query: string | null;
  /** Whatever the column; null for the order of the column. */
  readonly order: string | null;
  /** Whether names in it can be searched. */
  readonly searchable: boolean;
};

/** A view without a row does not compile. */
const SOURCES: Readonly<Record<View, ViewSource>> = {
  'My Drive': { query: null, order: null, searchable: true },
  'Shared drives': { query: null, order: null, searchable: false },
  'Shared with me': {
    query: 'sharedWithMe = true and trashed = false',
    order: null,
    searchable: true
  },
  Starred: { query: 'starred = true and trashed = false', order: null, searchable: true },
  Recent: {
    query: `mimeType != '${FOLDER_TYPE}' and trashed = false`,
    order: 'recency desc',
    searchable: true
  },
  Trash: { query: 'trashed = true', order: null, searchable: true }
};

const SOURCE_OF = new Map(VIEWS.map(view => [viewId(view), SOURCES[view]]));

const SORT_FIELDS: Readonly<Record<SortKey, string>> = {
  name: 'name_natural',
  modified: 'modifiedTime',
  size: 'quotaBytesUsed'
};

export function queryOf({ parent, search }: ListingKey): string {
  const source = SOURCE_OF.get(parent);
  const query = source?.query ?? childrenOf(parent);
  return search === '' || source?.searchable === false
    ? query
    : `${query} and ${nameContains(search)}`;
}

function orderOf({ parent, sort, descending }: ListingKey): string {
  const column = `folder,${SORT_FIELDS[sort]}${descending ? ' desc' : ''}`;
  return SOURCE_OF.get(parent)?.order ?? column;
}

/** What Drive is asked for, but for the page. */
export function listOf(
  key: ListingKey,
  driveId: string | null
): Pick<ListRequest, 'q' | 'orderBy' | 'driveId'> {
  return { q: queryOf(key), orderBy: orderOf(key), driveId };
}

/** A top entry as an item. */
export function viewItem(view: View | ''): DriveItem {
  return {
    id: viewId(view),
    name: view,
    title: view,
    path: view,
    kind: 'view',
    mimeType: FOLDER_TYPE,
    size: null,
    modified: null,
    created: null,
    md5: null,
    headRevisionId: null,
    target: null,
    starred: false,
    trashed: false,
    capabilities: { download: false, edit: false, addChildren: false },
    inSharedDrive: false,
    ownedByMe: false,
    link: null,
    owner: ''
  };
}

export const VIEW_ITEMS: readonly DriveItem[] = VIEWS.map(viewItem);
