import type { DirListing } from '@jupyterlab/filebrowser';
import { FileBrowser } from '@jupyterlab/filebrowser';
import type { ITranslator } from '@jupyterlab/translation';
import type { Drag } from '@lumino/dragdrop';
import { MessageLoop } from '@lumino/messaging';
import { Signal, type ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { DriveItem } from '../../protocol/items';
import { isEnterable, itemOf } from '../contents/contentsModel';
import type { IDriveStatus } from '../client/driveStatus';
import { panelState, showsDrive } from './panelState';
import { dropRefusalText } from '../transfers/dropRefusal';
import { checkUpload } from '../transfers/uploadTarget';
import { CrumbClicks, crumbPath } from './crumbClicks';
import { DriveList } from './driveList';
import { DriveModel } from './driveModel';
import { FilterBox } from './filterBox';
import { PanelDrops, type PanelSpot } from './panelDrops';
import { PanelMessage, type MessageActions } from './panelMessage';
import { PanelFooter } from './panelFooter';
import { RowRenderer } from './rowRenderer';
import { toSortState } from './sortState';
import { WrongSettings } from './wrongSettings';
import type {
  IDrivePanel,
  ITransferList,
  TransferActions,
  UnsupportedAction,
  UploadDrop
} from '../tokens';
import { TransfersView } from '../transfers/transfersView';
import { loadTranslation } from '../words/translation';

const PANEL_ID = 'jp-gdrive-browser';
const ROW = '.jp-DirListing-item';

type DrivePanelOptions = {
  readonly model: DriveModel;
  readonly status: IDriveStatus;
  readonly transfers: ITransferList;
  readonly translator: ITranslator;
  readonly messageActions: MessageActions;
  readonly transferActions: TransferActions;
};

/** Google Drive as a file browser: crumbs, filter, rows, messages, transfers, wrong settings and footer. */
export class DrivePanel extends FileBrowser implements IDrivePanel {
  constructor(options: DrivePanelOptions) {
    const { model, status, translator } = options;
    const trans = loadTranslation(translator);
    super({
      id: PANEL_ID,
      model,
      renderer: new RowRenderer(() => toSortState(model.order), trans),
      restore: false,
      translator
    });
    this.driveModel = model;
    this._status = status;
    this._filter = new FilterBox(text => model.setSearch(text), trans);
    this._message = new PanelMessage(options.messageActions, trans);
    this._wrongSettings = new WrongSettings(options.messageActions.openSettings, trans);
    this._footer = new PanelFooter(trans);
    this._transfers = new TransfersView(options.transfers, options.transferActions, trans);
    this.addClass('jp-GDrive-panel');
    this.node.dataset.jpSuppressContextMenu = 'true';
    this.toolbar.node.setAttribute('aria-label', trans.__('Google Drive'));
    this._arrange();
    this._crumbClicks = new CrumbClicks(this.crumbs.node, path => void this.enter(path));
    this._drops = new PanelDrops({
      node: this.node,
      spotAt: event => this._spotAt(event),
      driveOf: path => model.manager.services.contents.driveName(path),
      checkUpload: (folder, source) => checkUpload(folder, status.status, source),
      refusalText: refusal => dropRefusalText(refusal, trans)
    });
    model.stateChanged.connect(this._refreshState, this);
    model.pathChanged.connect(this._onMoved, this);
    status.changed.connect(this._refreshState, this);
    this._refreshState();
  }

  readonly driveModel: DriveModel;

  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  get folder(): DriveItem | null {
    return this.driveModel.folder;
  }

  get driveItems(): readonly DriveItem[] {
    return this.driveModel.driveItems;
  }

  get isShowingTransfers(): boolean {
    return !this._transfers.isHidden;
  }

  get itemOpened(): ISignal<unknown, DriveItem> {
    return this.listing.itemOpened;
  }

  get copied(): ISignal<unknown, void> {
    return this.listing.copied;
  }

  get uploadDropped(): ISignal<unknown, UploadDrop> {
    return this._drops.uploadDropped;
  }

  get unsupported(): ISignal<unknown, UnsupportedAction> {
    return this.listing.unsupported;
  }

  get selectedDriveItems(): readonly DriveItem[] {
    return [...this.selectedItems()].flatMap(model => itemOf(model) ?? []);
  }

  async enter(path: string): Promise<void> {
    await this.driveModel.cd(`/${path}`);
  }

  async reload(): Promise<void> {
    await this.driveModel.reload('refresh');
  }

  copySelected(): void {
    this.listing.copy();
  }

  refuse(action: UnsupportedAction): void {
    this.listing.refuse(action);
  }

  focusRows(): void {
    this.listing.activate();
  }

  showTransfers(isShown: boolean): void {
    this._transfers.setHidden(!isShown);
  }

  toggleFilter(): void {
    this._filter.toggle();
  }

  clearFilter(): void {
    this._filter.text = '';
    void this.driveModel.setSearch('');
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._status.changed.disconnect(this._refreshState, this);
      this._crumbClicks.dispose();
      this._drops.dispose();
      super.dispose();
    }
  }

  /** Called by the constructor of FileBrowser, before anything of ours is there. */
  protected override createDirListing(options: DirListing.IOptions): DriveList {
    const { model } = options;
    if (!(model instanceof DriveModel)) {
      throw new TypeError('The panel shows folders of Google Drive only.');
    }
    return new DriveList({
      ...options,
      model
    });
  }

  /** What `createDirListing` made. */
  declare protected listing: DriveList;

  private _arrange(): void {
    MessageLoop.sendMessage(this.crumbs, Widget.Msg.UpdateRequest); // draws the home crumb, which stays
    const home = this.crumbs.node.querySelector('.jp-BreadCrumbs-home');
    home?.setAttribute('title', loadTranslation(this.translator).__('Google Drive'));
    const { mainPanel } = this;
    mainPanel.insertWidget(mainPanel.widgets.indexOf(this.listing), this._filter);
    mainPanel.addWidget(this._message);
    mainPanel.addWidget(this._transfers);
    mainPanel.addWidget(this._wrongSettings);
    mainPanel.addWidget(this._footer);
  }

  /** A folder's row means that folder, a crumb its own, all else the folder shown. */
  private _spotAt(event: Drag.Event): PanelSpot {
    const { driveModel: model, listing } = this;
    const target = event.target instanceof Element ? event.target : this.node;
    const path = crumbPath(target);
    if (path !== null && path !== model.drivePath) {
      const node = target.closest('[data-path]') ?? this.crumbs.node;
      return { folder: model.folderAt(path), rows: [], node, isShown: false };
    }
    const row = this.modelForClick(event);
    const item = row === undefined ? null : itemOf(row);
    return item !== null && isEnterable(item)
      ? { folder: item, rows: [], node: target.closest(ROW) ?? listing.node, isShown: false }
      : { folder: model.folder, rows: model.driveItems, node: listing.node, isShown: true };
  }

  private _refreshState(): void {
    const { driveModel: model, _status: status } = this;
    const state = panelState({
      status: status.status,
      statusFailure: status.failure,
      folder: model.folder,
      folderFailure: model.failure,
      isLoading: model.isLoading,
      search: model.search,
      isSearchedByDrive: model.isSearchedByDrive,
      rows: [...model.items()].length,
      hasMore: model.hasMore
    });
    const isDrive = showsDrive(state);
    this.crumbs.setHidden(!isDrive);
    this.listing.setHidden(!isDrive);
    // Not hidden where there are no rows: the keyboard's focus stays in it.
    this.listing.toggleClass('jp-GDrive-mod-empty', state.kind !== 'rows');
    this.toggleClass('jp-GDrive-mod-unconnected', !isDrive);
    this.toggleClass('jp-GDrive-mod-loading', model.isLoading);
    this._message.state = state;
    this._wrongSettings.settings = status.status?.wrongSettings ?? [];
    this._footer.status = status.status;
    this._stateChanged.emit();
  }

  private _onMoved(): void {
    this._filter.text = this.driveModel.search;
  }

  private readonly _crumbClicks: CrumbClicks;
  private readonly _drops: PanelDrops;
  private readonly _status: IDriveStatus;
  private readonly _filter: FilterBox;
  private readonly _message: PanelMessage;
  private readonly _wrongSettings: WrongSettings;
  private readonly _footer: PanelFooter;
  private readonly _transfers: TransfersView;
  private readonly _stateChanged = new Signal<this, void>(this);
}
