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
  /** Where JupyterLab looks for the file browser of a drive. */
  readonly tracker: WidgetTracker<FileBrowser> | null;
  readonly translator: ITranslator;
  /** All plugins are active: whoever wants to know of the panel listens. */
  readonly started: Promise<void>;
  readonly build: () => Promise<BuiltPanel>;
};

/** The section: builds the panel when it is first needed, and remembers whether it is open. */
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
    return this.prepare();
  }

  async refresh(): Promise<void> {
    await this._built?.session.refresh();
  }

  /**
   * Builds the panel, which asks nothing before it is seen. JupyterLab finds it by its drive from then
   * on, for links and for documents that are open from Drive.
   */
  prepare(): Promise<DrivePanel> {
    this._preparing ??= this._build();
    return this._preparing;
  }

  /** Opens the section once JupyterLab has led to this folder. */
  expectFolder(path: string): void {
    void this.prepare().then(({ driveModel }) => {
      const look = (): void => {
        if (driveModel.folder?.path === path) {
          driveModel.stateChanged.disconnect(look);
          this._placement.reveal();
        }
      };
      driveModel.stateChanged.connect(look);
    });
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

  private async _build(): Promise<DrivePanel> {
    const built = await this._options.build();
    const { panel } = built;
    this._built = built;
    this.host.fill(panel);
    panel.driveModel.refreshSeconds = this._refreshSeconds;
    // Injected, it is found by its drive, and never the one that JupyterLab's own commands mean:
    // "New Folder" in the menu is for the workspace wherever the focus is (jupyterlab#15629).
    await this._options.tracker?.inject(panel);
    void this._options.started.then(() => {
      this._panelBuilt.emit(panel);
    });
    return panel;
  }

  private async _start(): Promise<void> {
    await this.prepare();
    await this._options.started;
    await this._built?.session.start();
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
      this._starting ??= this._start();
    }
  }

  private readonly _placement: SectionPlacement;
  private readonly _panelBuilt = new Signal<this, DrivePanel>(this);
  private _preparing: Promise<DrivePanel> | null = null;
  private _starting: Promise<void> | null = null;
  private _built: BuiltPanel | null = null;
  private _isRestored = false;
  private _refreshSeconds = 0;
}
