/** The order of a folder as the protocol names it, and as a header of JupyterLab's list shows it. Pure. */
import type { DirListing } from '@jupyterlab/filebrowser';
import type { SortKey } from '../../protocol/items';
import type { FolderOrder } from '../contents/folderQuery';

const SORT_KEYS: Readonly<Record<DirListing.SortableColumn, SortKey>> = {
  name: 'name',
  last_modified: 'modified',
  file_size: 'size',
  date_created: 'name'
};

/** JupyterLab calls "newest first" ascending. */
export function toSortState({ key, descending }: FolderOrder): DirListing.ISortState {
  const column = key === 'modified' ? 'last_modified' : key === 'size' ? 'file_size' : 'name';
  const isDescending = key === 'modified' ? !descending : descending;
  return { key: column, direction: isDescending ? 'descending' : 'ascending' };
}

/** What a click on a header asks for. */
export function toOrder({ key, direction }: DirListing.ISortState): FolderOrder {
  const descending = direction === 'descending';
  return { key: SORT_KEYS[key], descending: key === 'last_modified' ? !descending : descending };
}
