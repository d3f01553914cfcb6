import { PathExt } from '@jupyterlab/coreutils';
import { FilterFileBrowserModel } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import { Poll } from '@lumino/polling';
import { Signal, type ISignal } from '@lumino/signaling';
import type { DriveError } from '../../protocol/errors';
import type { DriveItem } from '../../protocol/items';
import { PAGE_ROWS } from '../../protocol/routes';
import { isFolderModel, itemOf } from '../contents/contentsModel';
import { toDriveError } from '../client/driveFailure';
import type { FolderOrder, FolderReason, IFolderQuery } from '../contents/folderQuery';
import { foldersAbove, type FoldersAbove } from './foldersAbove';
import { hasText } from './nameFilter';
import { RefreshTimer } from './refreshTimer';

type DriveModelOptions = FilterFileBrowserModel.IOptions & {
  readonly query: IFolderQuery;
  /** False while nobody would see what a refresh brings. */
  readonly isWatched: () => boolean;
};

/** What went wrong on the way to a folder, while another one stays in view. */
export type Redirect = { readonly path: string; readonly failure: DriveError };

/**
 * The folder that the panel shows. JupyterLab's model does the navigation; sorting,
 * searching and paging are the server's, through the FolderQuery.
 */
export class DriveModel extends FilterFileBrowserModel {
  constructor(options: DriveModelOptions) {
    super({
      ...options,
      auto: false,
      includeHiddenFiles: true, // a dot hides nothing in Drive
      refreshInterval: Poll.NEVER, // its poll knows neither our panel nor a change of interval
      refreshStandby: 'never'
    });
    this._query = options.query;
    this._refreshing = new RefreshTimer({
      isWatched: options.isWatched,
      hasFailed: () => this._failure !== null,
      refresh: () => this.reload('tick')
    });
    this.connectionFailure.connect(this._onFailure, this);
    // Nothing is remembered here (PanelSession does): JupyterLab may lead to a folder at once.
    void this.restore(this.driveName, false);
  }

  /** Loading, the failure, the folder or its rows changed. */
  get stateChanged(): ISignal<this, void> {
    return this._stateChanged;
  }

  /** A folder could not be entered, or is gone; another one is shown. */
  get redirected(): ISignal<this, Redirect> {
    return this._redirected;
  }

  /** The folder shown; null before the first one. */
  get folder(): DriveItem | null {
    return this._folder;
  }

  /** Path in Drive, without the drive's name. */
  get drivePath(): string {
    return this.manager.services.contents.localPath(this.path);
  }

  /** True if somebody led it to a folder, which is shown or on its way. */
  get isLed(): boolean {
    return this._goal !== '' && this._failure === null;
  }

  /** The folder shown, or one above it that was shown on the way down; null for all others. */
  folderAt(path: string): DriveItem | null {
    return this._above.get(path) ?? null;
  }

  /** The items that are loaded, whatever the filter. */
  get driveItems(): readonly DriveItem[] {
    return [...super.items()].flatMap(model => itemOf(model) ?? []);
  }

  get isLoading(): boolean {
    return this._loading > 0;
  }

  /** Why the folder can't be shown; null if it can. */
  get failure(): DriveError | null {
    return this._failure;
  }

  get hasMore(): boolean {
    return this._hasMore;
  }

  get order(): FolderOrder {
    return this._query.order;
  }

  /** Text that names must contain; '' for all. */
  get search(): string {
    return this._text;
  }

  /** True if Drive was asked for it, which finds less than a look at all names: see FilterBox. */
  get isSearchedByDrive(): boolean {
    return this._query.search !== '';
  }

  /** The rows to show became others without a request. */
  get filtered(): ISignal<this, void> {
    return this._filtered;
  }

  /** Seconds between refreshes by themselves; 0 for none. */
  set refreshSeconds(seconds: number) {
    this._refreshing.seconds = seconds;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._refreshing.dispose();
      super.dispose();
    }
  }

  /**
   * One request at a time, and what was asked for last is shown. (The one that JupyterLab's model
   * waits for may not be the last: then whichever answer comes later stays.)
   */
  override cd(path = '.'): Promise<void> {
    if (path !== '.') {
      this._goal = this.manager.services.contents.resolvePath(this.path, path);
    }
    this._next ??= this._running.then(() => {
      this._next = null;
      return this._load();
    });
    this._running = this._next;
    return this._next;
  }

  /** Fetches the shown folder again. */
  reload(reason: FolderReason): Promise<void> {
    this._because(reason);
    return this.cd('.');
  }

  async setOrder(order: FolderOrder): Promise<void> {
    if (order.key !== this.order.key || order.descending !== this.order.descending) {
      this._query.order = order;
      await this.cd('.');
    }
  }

  /** Where the whole folder is here, names are looked at here; else Drive is asked. */
  async setSearch(text: string): Promise<void> {
    if (text.trim() === this._text) {
      return;
    }
    this._text = text.trim();
    if (this.isSearchedByDrive || (this._hasMore && !this.isLoading)) {
      await this._askDrive();
    } else {
      this._filtered.emit();
      this._stateChanged.emit();
    }
  }

  async showMore(): Promise<void> {
    this._query.showMore();
    await this.cd('.');
  }

  /**
   * DirListing sorts by itself, whatever it is given, and `created` is the one key that is not
   * shown: so it carries the position that the server gave a row. (DriveList sorts by it.)
   */
  override *items(): IterableIterator<Contents.IModel> {
    let position = 0;
    for (const model of super.items()) {
      position += 1;
      if (!this.isSearchedByDrive && !hasText(model.name, this._text)) {
        continue;
      }
      yield { ...model, created: new Date(position).toISOString() };
    }
  }

  protected override handleContents(contents: Contents.IModel): void {
    super.handleContents(contents);
    this._failure = null;
    this._goal = this._goal === this._asked ? this.path : this._goal;
    this._folder = itemOf(contents);
    this._above = foldersAbove(this._above, this._folder);
    this._hasMore = isFolderModel(contents) && contents.gdriveHasMore;
    if (this._query.moveTo(this.drivePath)) {
      this._text = '';
    }
    if (this._hasMore && this._text !== '' && !this.isSearchedByDrive) {
      void this._askDrive(); // it turned out not to be whole
    }
    this._stateChanged.emit();
  }

  /** Upstream compares paths wrongly in drives: each change in the workspace would refresh us. */
  protected override onFileChanged(): void {
    return;
  }

  private async _askDrive(): Promise<void> {
    this._query.search = this._text;
    this._query.limit = PAGE_ROWS;
    await this.cd('.');
  }

  private async _load(): Promise<void> {
    this._setLoading(1);
    this._query.reason = this._reason;
    this._reason = 'visit';
    try {
      const { contents } = this.manager.services;
      this._asked = this._goal;
      await super.cd(this._goal === '' ? '.' : `/${contents.localPath(this._goal)}`);
    } finally {
      this._query.reason = 'visit';
      this._setLoading(-1);
    }
  }

  /** Why the next request is made; what a person wants is not forgotten for what the time brings. */
  private _because(reason: FolderReason): void {
    this._reason = this._reason === 'refresh' ? 'refresh' : reason;
  }

  private _onFailure(_: unknown, error: Error): void {
    const failure = toDriveError(error);
    const { contents } = this.manager.services;
    const path = contents.localPath(this._asked);
    const isShown = this._asked === this.path;
    if (this._goal !== this._asked) {
      return; // nobody waits for it any more: the next one is on its way
    }
    this._goal = this.path;
    if (this._folder !== null && !isShown) {
      this._redirected.emit({ path, failure });
      void this.cd('.');
    } else if (failure.code === 'notFound' && path !== '') {
      this._redirected.emit({ path, failure });
      this._because('refresh'); // what is remembered of the folder above has it still
      void this.cd(`/${PathExt.dirname(path)}`);
    } else {
      this._failure = failure;
    }
    this._stateChanged.emit();
  }

  private _setLoading(change: 1 | -1): void {
    this._loading += change;
    this._stateChanged.emit();
  }

  private readonly _query: IFolderQuery;
  private readonly _refreshing: RefreshTimer;
  private readonly _stateChanged = new Signal<this, void>(this);
  private readonly _filtered = new Signal<this, void>(this);
  private readonly _redirected = new Signal<this, Redirect>(this);
  private _folder: DriveItem | null = null;
  private _failure: DriveError | null = null;
  /** The folder shown, or the one to be shown next: with the drive's name; '' before the first. */
  private _goal = '';
  /** What the request under way asks for. */
  private _asked = '';
  private _above: FoldersAbove = new Map();
  /** The request under way, or the last one. */
  private _running: Promise<void> = Promise.resolve();
  /** Why the next one is made. */
  private _reason: FolderReason = 'visit';
  /** The request that begins when that one is over. */
  private _next: Promise<void> | null = null;
  private _hasMore = false;
  private _text = '';
  private _loading = 0;
}
