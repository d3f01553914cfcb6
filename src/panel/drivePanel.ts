import type { DirListing } from '@jupyterlab/filebrowser';
import { FileBrowser } from '@jupyterlab/filebrowser';
import type { ITranslator } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import type { DriveItem } from '../../protocol/items';
import { itemOf } from '../contents/contentsModel';
import type { IDriveStatus } from '../client/driveStatus';
import { panelState, showsDrive } from './panelState';
import { checkUpload, refusalText } from '../transfers/uploadTarget';
import { DriveList } from './driveList';
import { DriveModel } from './driveModel';
import { FilterBox } from './filterBox';
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
    return this.listing.uploadDropped;
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
      super.dispose();
    }
  }

  /** Called by the constructor of FileBrowser, before anything of ours is there. */
  protected override createDirListing(options: DirListing.IOptions): DriveList {
    const { model } = options;
    const trans = loadTranslation(this.translator);
    if (!(model instanceof DriveModel)) {
      throw new TypeError('The panel shows folders of Google Drive only.');
    }
    return new DriveList({
      ...options,
      model,
      checkUpload: (folder, source) => checkUpload(folder, this._status.status, source),
      refusalText: refusal => refusalText(refusal, trans)
    });
  }

  /** What `createDirListing` made. */
  declare protected listing: DriveList;

  private _arrange(): void {
    const { mainPanel } = this;
    mainPanel.insertWidget(mainPanel.widgets.indexOf(this.listing), this._filter);
    mainPanel.addWidget(this._message);
    mainPanel.addWidget(this._transfers);
    mainPanel.addWidget(this._wrongSettings);
    mainPanel.addWidget(this._footer);
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

  private readonly _status: IDriveStatus;
  private readonly _filter: FilterBox;
  private readonly _message: PanelMessage;
  private readonly _wrongSettings: WrongSettings;
  private readonly _footer: PanelFooter;
  private readonly _transfers: TransfersView;
  private readonly _stateChanged = new Signal<this, void>(this);
}
