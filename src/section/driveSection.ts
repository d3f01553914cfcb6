import type { ILabShell } from '@jupyterlab/application';
import type { IMovableSectionRegistry, WidgetTracker } from '@jupyterlab/apputils';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import { isRecord } from '../../protocol/isRecord';
import type { BuiltPanel } from '../panel/panelFactory';
import type { IDriveSection } from '../tokens';
import type { DrivePanel } from '../panel/drivePanel';
import { SectionHost } from './sectionHost';
import type { SectionLocation } from '../settings';
import { SectionPlacement } from './sectionPlacement';

const STATE_KEY = 'jupyterlab-gdrive:section';

type DriveSectionOptions = {
  readonly browser: FileBrowser;
  readonly shell: ILabShell;
  readonly movable: IMovableSectionRegistry | null;
  readonly state: IStateDB | null;
  /** Knows which file browser JupyterLab's own commands mean. */
  readonly tracker: WidgetTracker<FileBrowser> | null;
  readonly translator: ITranslator;
  readonly build: () => Promise<BuiltPanel>;
};

/** The section: builds the panel when it is first opened, and remembers whether it is open. */
export class DriveSection implements IDriveSection {
  constructor(private readonly _options: DriveSectionOptions) {
    this.host = new SectionHost();
    this._placement = new SectionPlacement({ ..._options, host: this.host });
    this.host.toggled.connect(this._remember, this);
    this.host.visibilityChanged.connect(this._onVisibility, this);
  }

  readonly host: SectionHost;

  get panel(): DrivePanel | null {
    return this._built?.panel ?? null;
  }

  get panelBuilt(): ISignal<this, DrivePanel> {
    return this._panelBuilt;
  }

  async reveal(): Promise<DrivePanel | null> {
    this._placement.reveal();
    await this._building;
    return this.panel;
  }

  async refresh(): Promise<void> {
    await this._built?.session.refresh();
  }

  /** Takes over the settings: at first, and at each change. */
  applySettings(location: SectionLocation, refreshSeconds: number): void {
    const isFirst = this._placement.location === null;
    this._refreshSeconds = refreshSeconds;
    if (this._built !== null) {
      this._built.panel.driveModel.refreshSeconds = refreshSeconds;
    }
    this._placement.moveTo(location);
    if (isFirst) {
      void this._restore();
    }
  }

  private async _build(): Promise<void> {
    const built = await this._options.build();
    this._built = built;
    this.host.fill(built.panel);
    built.panel.driveModel.refreshSeconds = this._refreshSeconds;
    void this._options.tracker?.add(built.panel);
    this._giveTrackerBack();
    this._panelBuilt.emit(built.panel);
    await built.session.start();
  }

  private async _restore(): Promise<void> {
    const saved: unknown = await this._options.state?.fetch(STATE_KEY).catch(() => undefined);
    if (isRecord(saved) && saved.isOpen === true) {
      this._placement.expand();
    }
    this._isRestored = true;
  }

  private _remember(): void {
    if (this._isRestored) {
      void this._options.state?.save(STATE_KEY, { isOpen: !this.host.isHidden });
    }
  }

  private _onVisibility(_: SectionHost, isVisible: boolean): void {
    if (isVisible) {
      this._building ??= this._build();
    } else {
      this._giveTrackerBack();
    }
  }

  /**
   * JupyterLab takes the newest file browser for the current one, so that "New Folder" in the menu
   * would mean Drive (jupyterlab#15629). A focus event makes the workspace current again, and moves no focus.
   */
  private _giveTrackerBack(): void {
    this._options.browser.node.dispatchEvent(new FocusEvent('focus'));
  }

  private readonly _placement: SectionPlacement;
  private readonly _panelBuilt = new Signal<this, DrivePanel>(this);
  private _building: Promise<void> | null = null;
  private _built: BuiltPanel | null = null;
  private _isRestored = false;
  private _refreshSeconds = 0;
}
