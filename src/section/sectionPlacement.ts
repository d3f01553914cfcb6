import type { ILabShell } from '@jupyterlab/application';
import type { IMovableSectionRegistry } from '@jupyterlab/apputils';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { ITranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { AccordionPanel } from '@lumino/widgets';
import type { SectionLocation } from '../settings';
import type { SectionHost } from './sectionHost';
import { SideBarTab } from './sideBarTab';
import { loadTranslation } from '../words/translation';

/** How long a drag has to rest on the closed section's title to open it. */
const REST_MS = 600;
/** Below this height, in pixels, an opened section gets its share of the side bar. */
const LEAST_HEIGHT = 150;
/** In pixels, what two rows of Drive need with all that stands around them: in a low window it is more than half. */
const SHARE_OF_LOW = 230;
const MOST_OF_LOW = 0.65;
const SIDE_BAR_RANK = 101;
const SOURCE_ID = 'jupyterlab-gdrive:section';
const REST_EVENTS = [
  'lm-dragenter',
  'lm-dragexit',
  'lm-drop',
  'dragenter',
  'dragleave',
  'drop'
] as const;

type PlacementOptions = {
  readonly host: SectionHost;
  readonly browser: FileBrowser;
  readonly shell: ILabShell;
  readonly movable: IMovableSectionRegistry | null;
  readonly translator: ITranslator;
};

/** Puts the section into the File Browser or a side-bar tab, and opens it. */
export class SectionPlacement implements IDisposable {
  constructor(private readonly _options: PlacementOptions) {
    const { browser, host, shell, translator } = _options;
    const trans = loadTranslation(translator);
    host.title.label = trans.__('Google Drive');
    host.visibilityChanged.connect(this._onVisibility, this);
    browser.sectionChanged.connect(keepAnswering);
    void shell.restored.then(() => {
      this._isRestored = true;
    });
    for (const type of REST_EVENTS) {
      browser.node.addEventListener(type, this, true);
    }
  }

  get location(): SectionLocation | null {
    return this._location;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      window.clearTimeout(this._rest);
      for (const type of REST_EVENTS) {
        this._options.browser.node.removeEventListener(type, this, true);
      }
      this._sideBar?.dispose();
    }
  }

  moveTo(location: SectionLocation): void {
    if (location === this._location) {
      return;
    }
    const isFirst = this._location === null;
    this._location = location;
    const { host, browser } = this._options;
    if (browser.sections.includes(host)) {
      browser.removeSectionWidget(host);
    }
    if (location === 'fileBrowser') {
      host.parent = null;
      this._showTab(false);
      browser.addSection(host);
      this._title?.classList.add('jp-GDrive-sectionTitle');
    } else {
      this._openSideBar();
    }
    if (!isFirst) {
      this._revealMoved();
    }
  }

  /** Opens the section where it is, and brings the side bar around it into view. */
  reveal(): void {
    const { host, browser, shell } = this._options;
    shell.activateById(browser.sections.includes(host) ? browser.id : (this._sideBar?.id ?? ''));
    this.expand();
  }

  expand(): void {
    const accordion = this._accordion;
    accordion?.expand(accordion.widgets.indexOf(this._options.host));
  }

  /** Opens the section when a drag rests on its title. */
  handleEvent(event: Event): void {
    if (event.type.endsWith('dragenter') && this._isTitle(event.target)) {
      window.clearTimeout(this._rest);
      this._rest = window.setTimeout(() => {
        this.expand();
      }, REST_MS);
    } else if (this._isTitle(event.target)) {
      window.clearTimeout(this._rest);
    }
  }

  private _onVisibility(_: SectionHost, isVisible: boolean): void {
    if (isVisible) {
      requestAnimationFrame(() => {
        this._makeRoom();
      });
    }
  }

  /** An accordion gives a section that is opened for the first time hardly any height. */
  private _makeRoom(): void {
    const accordion = this._accordion;
    if (accordion !== null && this._options.host.node.offsetHeight < LEAST_HEIGHT) {
      const open = accordion.widgets.filter(widget => !widget.isHidden);
      const height = open.reduce((sum, { node }) => sum + node.offsetHeight, 0);
      const even = 1 / open.length;
      const ours = Math.max(even, Math.min(MOST_OF_LOW, SHARE_OF_LOW / height));
      const others = (1 - ours) / (open.length - 1);
      accordion.setRelativeSizes(
        accordion.widgets.map(widget =>
          widget.isHidden ? 0 : widget === this._options.host ? ours : others
        )
      );
    }
  }

  private get _accordion(): AccordionPanel | null {
    const { parent } = this._options.host;
    return parent instanceof AccordionPanel ? parent : null;
  }

  private get _title(): HTMLElement | null {
    const accordion = this._accordion;
    return accordion?.titles[accordion.widgets.indexOf(this._options.host)] ?? null;
  }

  private _isTitle(target: EventTarget | null): boolean {
    return target instanceof Node && this._title?.contains(target) === true;
  }

  /** The tab is registered when first needed, so that it offers nothing to move before. */
  private _openSideBar(): void {
    const { host, movable, translator } = this._options;
    const trans = loadTranslation(translator);
    if (this._sideBar === null) {
      this._sideBar = new SideBarTab(translator);
      this._sideBar.occupancyChanged.connect((_, isOccupied) => {
        this._showTab(isOccupied);
        this._revealMoved();
      });
      this._sideBar.addWidget(host);
      // "Move back to …" is what JupyterLab makes of the name.
      movable?.registerSource(SOURCE_ID, trans.__('Side Bar'), this._sideBar);
    } else {
      this._sideBar.addWidget(host);
    }
    this._showTab(host.parent === this._sideBar.content);
    this.expand();
  }

  /** What a person moves stays in sight; what is moved while JupyterLab starts does not push itself forward. */
  private _revealMoved(): void {
    if (this._isRestored) {
      queueMicrotask(() => {
        this.reveal(); // JupyterLab takes a section out of one place before it puts it into the other
      });
    }
  }

  private _showTab(isShown: boolean): void {
    if (this._sideBar === null) {
      return;
    }
    if (isShown) {
      this._options.shell.add(this._sideBar, 'left', { rank: SIDE_BAR_RANK, type: 'Google Drive' });
    } else {
      this._sideBar.parent = null;
    }
  }

  private _location: SectionLocation | null = null;
  private _isRestored = false;
  private _sideBar: SideBarTab | null = null;
  private _rest = 0;
  private _isDisposed = false;
}

/** JupyterLab asks an accordion for its sizes even after it went with its last section. */
function keepAnswering({ accordionPanel: accordion }: FileBrowser): void {
  if (accordion !== null) {
    accordion.relativeSizes = () =>
      accordion.isDisposed ? [] : AccordionPanel.prototype.relativeSizes.call(accordion);
  }
}
