import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { Drag } from '@lumino/dragdrop';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { DriveItem, SortKey } from '../../protocol/items';
import { isEnterable, itemOf } from '../contentsModel';
import type { FolderOrder } from '../folderQuery';
import type { DriveModel } from './driveModel';

/** Sorts by the place that DriveModel wrote into `created`: the server's order. */
const LISTING_ORDER: DirListing.ISortState = { key: 'date_created', direction: 'descending' };

/** Below these widths, in pixels, a list is better without the column. */
const SIZE_COLUMN_WIDTH = 300;
const MODIFIED_COLUMN_WIDTH = 200;

const SORT_KEYS: Readonly<Record<DirListing.SortableColumn, SortKey>> = {
  name: 'name',
  last_modified: 'modified',
  file_size: 'size',
  date_created: 'name'
};

/** The order of the server as a header shows it: JupyterLab calls "newest first" ascending. */
export function toSortState({ key, descending }: FolderOrder): DirListing.ISortState {
  const column = key === 'modified' ? 'last_modified' : key === 'size' ? 'file_size' : 'name';
  const isDescending = key === 'modified' ? !descending : descending;
  return { key: column, direction: isDescending ? 'descending' : 'ascending' };
}

/** What JupyterLab's own shortcuts ask of a list, and Drive does not offer here. */
export type Refusal = 'change' | 'drop';

/** The rows. Order, opening and drops are Drive's; all else is JupyterLab's list. */
export class DriveList extends DirListing {
  constructor(options: DirListing.IOptions & { readonly model: DriveModel }) {
    super({ ...options, allowDragDropUpload: false });
    this._driveModel = options.model;
    this.setColumnVisibility('is_selected', false);
  }

  /** A file, document or dangling shortcut was opened: what to do is not the list's to say. */
  get itemOpened(): ISignal<this, DriveItem> {
    return this._itemOpened;
  }

  get refused(): ISignal<this, Refusal> {
    return this._refused;
  }

  get copied(): ISignal<this, void> {
    return this._copied;
  }

  /** A click on a header asks the server; its answer comes back in the order to show. */
  override sort(state: DirListing.ISortState): void {
    if (state.key !== LISTING_ORDER.key) {
      void this._driveModel.setOrder(toOrder(state));
    }
    super.sort(LISTING_ORDER);
  }

  override onResize(msg: Widget.ResizeMessage): void {
    const width = msg.width === -1 ? this.node.offsetWidth : msg.width;
    this._showColumn('file_size', width >= SIZE_COLUMN_WIDTH);
    this._showColumn('last_modified', width >= MODIFIED_COLUMN_WIDTH);
    super.onResize(msg);
  }

  override copy(): void {
    this._copied.emit();
  }

  override cut(): void {
    this._refused.emit('change');
  }

  override rename(): Promise<string> {
    this._refused.emit('change');
    return Promise.resolve('');
  }

  override delete(): Promise<void> {
    return this._refuseChange();
  }

  override duplicate(): Promise<void> {
    return this._refuseChange();
  }

  override paste(): Promise<void> {
    return this._refuseChange();
  }

  protected override handleOpen(model: Contents.IModel): void {
    const item = itemOf(model);
    if (item === null || isEnterable(item)) {
      super.handleOpen(model);
    } else {
      this._itemOpened.emit(item);
    }
  }

  protected override evtDragEnter(event: Drag.Event): void {
    event.stopPropagation(); // not a target: moving within Drive and uploading are not offered yet
  }

  protected override evtNativeDrop(event: DragEvent): void {
    event.preventDefault();
    this._refused.emit('drop');
  }

  private _showColumn(column: 'file_size' | 'last_modified', isShown: boolean): void {
    if (this._shownColumns.has(column) !== isShown) {
      if (isShown) {
        this._shownColumns.add(column);
      } else {
        this._shownColumns.delete(column);
      }
      this.setColumnVisibility(column, isShown);
      this.update();
    }
  }

  private _refuseChange(): Promise<void> {
    this._refused.emit('change');
    return Promise.resolve();
  }

  private readonly _driveModel: DriveModel;
  private readonly _shownColumns = new Set<string>(['last_modified']);
  private readonly _itemOpened = new Signal<this, DriveItem>(this);
  private readonly _refused = new Signal<this, Refusal>(this);
  private readonly _copied = new Signal<this, void>(this);
}

function toOrder({ key, direction }: DirListing.ISortState): FolderOrder {
  const descending = direction === 'descending';
  return { key: SORT_KEYS[key], descending: key === 'last_modified' ? !descending : descending };
}
