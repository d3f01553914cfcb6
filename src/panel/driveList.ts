import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { DriveItem } from '../../protocol/items';
import { isEnterable, itemOf } from '../contents/contentsModel';
import type { UnsupportedAction } from '../tokens';
import type { DriveModel } from './driveModel';
import { toOrder } from './sortState';

/** Sorts by the position that DriveModel wrote into `created`: the server's order. */
const LISTING_ORDER: DirListing.ISortState = { key: 'date_created', direction: 'descending' };

/** Below these widths, in pixels, a list is better without the column. */
const SIZE_COLUMN_WIDTH = 300;
const MODIFIED_COLUMN_WIDTH = 200;

type DriveListOptions = DirListing.IOptions & {
  readonly model: DriveModel;
};

/** The rows. Order and opening are Drive's; all else is JupyterLab's list. (Drops: PanelDrops.) */
export class DriveList extends DirListing {
  constructor(options: DriveListOptions) {
    super({ ...options, allowDragDropUpload: false });
    this._driveModel = options.model;
    this.setColumnVisibility('is_selected', false);
    options.model.filtered.connect(this._showFiltered, this);
  }

  /** A file, document or dangling shortcut was opened: commands decide what happens. */
  get itemOpened(): ISignal<this, DriveItem> {
    return this._itemOpened;
  }

  get unsupported(): ISignal<this, UnsupportedAction> {
    return this._unsupported;
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

  refuse(action: UnsupportedAction): void {
    this._unsupported.emit(action);
  }

  override copy(): void {
    this._copied.emit();
  }

  override cut(): void {
    this._unsupported.emit('change');
  }

  override rename(): Promise<string> {
    this._unsupported.emit('change');
    return Promise.resolve('');
  }

  override delete(): Promise<void> {
    return this._refuseToChange();
  }

  override duplicate(): Promise<void> {
    return this._refuseToChange();
  }

  override paste(): Promise<void> {
    this._unsupported.emit('paste');
    return Promise.resolve();
  }

  protected override handleOpen(model: Contents.IModel): void {
    const item = itemOf(model);
    if (item === null || isEnterable(item)) {
      super.handleOpen(model);
    } else {
      this._itemOpened.emit(item);
    }
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

  private _showFiltered(): void {
    this.sort(LISTING_ORDER); // takes the rows anew
  }

  private _refuseToChange(): Promise<void> {
    this._unsupported.emit('change');
    return Promise.resolve();
  }

  private readonly _driveModel: DriveModel;
  private readonly _shownColumns = new Set<string>(['last_modified']);
  private readonly _itemOpened = new Signal<this, DriveItem>(this);
  private readonly _unsupported = new Signal<this, UnsupportedAction>(this);
  private readonly _copied = new Signal<this, void>(this);
}
