import { DirListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { Drag } from '@lumino/dragdrop';
import { Signal, type ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import type { DriveItem } from '../../protocol/items';
import { isEnterable, itemOf } from '../contents/contentsModel';
import type { UnsupportedAction, UploadDrop } from '../tokens';
import type { UploadCheck, UploadRefusal, UploadSource } from '../transfers/uploadTarget';
import { workspacePaths } from '../transfers/dragPaths';
import type { DriveModel } from './driveModel';
import { toOrder } from './sortState';

/** Sorts by the position that DriveModel wrote into `created`: the server's order. */
const LISTING_ORDER: DirListing.ISortState = { key: 'date_created', direction: 'descending' };

/** Below these widths, in pixels, a list is better without the column. */
const SIZE_COLUMN_WIDTH = 300;
const MODIFIED_COLUMN_WIDTH = 200;

const ROW = '.jp-DirListing-item';
const TARGET_CLASS = 'jp-mod-dropTarget';
const LIST_TARGET_CLASS = 'jp-GDrive-mod-dropTarget';

type DriveListOptions = DirListing.IOptions & {
  readonly model: DriveModel;
  readonly checkUpload: (folder: DriveItem | null, source: UploadSource) => UploadCheck;
  readonly refusalText: (refusal: UploadRefusal) => string;
};

/** The rows. Order, opening and drops are Drive's; all else is JupyterLab's list. */
export class DriveList extends DirListing {
  constructor(options: DriveListOptions) {
    super({ ...options, allowDragDropUpload: false });
    this._checkUpload = options.checkUpload;
    this._refusalText = options.refusalText;
    this._driveModel = options.model;
    this.setColumnVisibility('is_selected', false);
  }

  /** A file, document or dangling shortcut was opened: commands decide what happens. */
  get itemOpened(): ISignal<this, DriveItem> {
    return this._itemOpened;
  }

  get unsupported(): ISignal<this, UnsupportedAction> {
    return this._unsupported;
  }

  /** Paths of the workspace were dropped on a folder that takes them. */
  get uploadDropped(): ISignal<this, UploadDrop> {
    return this._uploadDropped;
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
    return this._refuseToChange();
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
    event.stopPropagation();
    if (workspacePaths(event) !== null) {
      event.preventDefault(); // moving within Drive is not offered
      this._markDrop(event);
    }
  }

  protected override evtDragOver(event: Drag.Event): void {
    event.preventDefault();
    event.stopPropagation();
    const { folder } = this._markDrop(event);
    event.dropAction = folder === null ? 'none' : event.proposedAction;
  }

  protected override evtDragLeave(event: Drag.Event): void {
    event.preventDefault();
    event.stopPropagation();
    this._unmarkDrop();
  }

  protected override evtDrop(event: Drag.Event): void {
    event.preventDefault();
    event.stopPropagation();
    const { folder } = this._checkDrop(event);
    const paths = workspacePaths(event);
    this._unmarkDrop();
    if (folder !== null && paths !== null) {
      event.dropAction = event.proposedAction;
      this._uploadDropped.emit({ paths, folder });
    }
  }

  protected override evtNativeDrop(event: DragEvent): void {
    event.preventDefault();
    this._unsupported.emit('drop');
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

  /** A folder's row means that folder, all else the one shown. */
  private _checkDrop(event: Drag.Event): UploadCheck {
    const row = this.modelForClick(event);
    const item = row === undefined ? null : itemOf(row);
    const paths = workspacePaths(event) ?? [];
    // What is in a folder that only its row shows is not known.
    return item !== null && isEnterable(item)
      ? this._checkUpload(item, { paths, rows: [] })
      : this._checkUpload(this._driveModel.folder, { paths, rows: this._driveModel.driveItems });
  }

  private _markDrop(event: Drag.Event): UploadCheck {
    const check = this._checkDrop(event);
    this._unmarkDrop();
    if (check.refusal !== null) {
      this.node.dataset.refusal = this._refusalText(check.refusal);
      return check;
    }
    const isShown = check.folder.path === this._driveModel.drivePath;
    const row = event.target instanceof Element ? event.target.closest(ROW) : null;
    this._marked = isShown ? this.node : (row ?? this.node);
    this._marked.classList.add(isShown ? LIST_TARGET_CLASS : TARGET_CLASS);
    return check;
  }

  private _unmarkDrop(): void {
    delete this.node.dataset.refusal;
    this._marked?.classList.remove(TARGET_CLASS, LIST_TARGET_CLASS);
    this._marked = null;
  }

  private _refuseToChange(): Promise<void> {
    this._unsupported.emit('change');
    return Promise.resolve();
  }

  private readonly _driveModel: DriveModel;
  private readonly _shownColumns = new Set<string>(['last_modified']);
  private readonly _itemOpened = new Signal<this, DriveItem>(this);
  private readonly _unsupported = new Signal<this, UnsupportedAction>(this);
  private readonly _uploadDropped = new Signal<this, UploadDrop>(this);
  private readonly _checkUpload: DriveListOptions['checkUpload'];
  private readonly _refusalText: DriveListOptions['refusalText'];
  private _marked: Element | null = null;
  private readonly _copied = new Signal<this, void>(this);
}
