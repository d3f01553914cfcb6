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

/** Which list is meant: what it lists, in which order, and which names of it. */
export type ListingKey = {
  /** A folder's id, or `view:<name>`. */
  readonly parent: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** Text in names; '' for all. */
  readonly search: string;
};

const VIEW_QUERIES: Readonly<Record<string, string>> = {
  [viewId('Shared with me')]: 'sharedWithMe = true and trashed = false',
  [viewId('Starred')]: 'starred = true and trashed = false',
  [viewId('Recent')]: `mimeType != '${FOLDER_TYPE}' and trashed = false`,
  [viewId('Trash')]: 'trashed = true'
};

const SORT_FIELDS: Readonly<Record<SortKey, string>> = {
  name: 'name_natural',
  modified: 'modifiedTime',
  size: 'quotaBytesUsed'
};

export function queryOf({ parent, search }: ListingKey): string {
  const query = VIEW_QUERIES[parent] ?? childrenOf(parent);
  return search === '' ? query : `${query} and ${nameContains(search)}`;
}

/** "Recent" keeps its own order, whatever column is sorted by. */
function orderOf({ parent, sort, descending }: ListingKey): string {
  return parent === viewId('Recent')
    ? 'recency desc'
    : `folder,${SORT_FIELDS[sort]}${descending ? ' desc' : ''}`;
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
