import { Drag } from '@lumino/dragdrop';
import type { IDisposable } from '@lumino/disposable';
import type { FileBrowser } from '@jupyterlab/filebrowser';
import type { Widget } from '@lumino/widgets';
import { resolveDrop, type Drop } from './dropTarget';
import { drivePaths } from './dragPaths';

const EVENTS = ['lm-dragenter', 'lm-dragover', 'lm-dragleave', 'lm-drop'] as const;
const TARGET_CLASS = 'jp-mod-dropTarget';
const LIST_TARGET_CLASS = 'jp-GDrive-mod-dropTarget';
const WORKSPACE_LIST = '.jp-DirListing:not(#jp-gdrive-browser *)';
const COPYING_CLASS = 'jp-GDrive-mod-copying';

type WorkspaceDropsOptions = {
  readonly browser: FileBrowser;
  /** Our own section, which sits inside the browser and does not show the workspace. */
  readonly section: Widget;
  /** Why these can't be copied; '' if they can. */
  readonly refusalOf: (paths: readonly string[]) => string;
  readonly drop: (paths: readonly string[], folder: string) => void;
};

/**
 * Lets rows of Drive be dropped on the workspace. JupyterLab's lists refuse paths of another
 * drive or fail with them, so these drags are taken before they get there; all others pass.
 */
export class WorkspaceDrops implements IDisposable {
  constructor(private readonly _options: WorkspaceDropsOptions) {
    for (const type of EVENTS) {
      _options.browser.node.addEventListener(type, this, true);
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._unmark();
      for (const type of EVENTS) {
        this._options.browser.node.removeEventListener(type, this, true);
      }
    }
  }

  handleEvent(event: Event): void {
    if (!(event instanceof Drag.Event) || !(event.target instanceof Element)) {
      return;
    }
    const paths = drivePaths(event);
    const { target } = event;
    this._unmark();
    if (paths === null || !this._isWorkspace(target)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'lm-dragleave') {
      return;
    }
    const refusal = this._options.refusalOf(paths);
    if (refusal !== '') {
      event.dropAction = 'none';
      this._say(event.type === 'lm-drop' ? '' : refusal);
      return;
    }
    event.dropAction = event.proposedAction; // has to stay "move", which is all that the drag allows
    const drop = this._resolve(event, target);
    if (event.type === 'lm-drop') {
      this._options.drop(paths, drop.folder);
    } else {
      this._mark(drop, target);
    }
  }

  private _say(refusal: string): void {
    const list = this._options.browser.node.querySelector<HTMLElement>(WORKSPACE_LIST);
    if (list !== null && refusal !== '') {
      list.dataset.refusal = refusal;
      this._marked = list;
    }
  }

  private _isWorkspace(target: Element): boolean {
    return (
      !this._options.section.node.contains(target) &&
      target.closest('.jp-DirListing, .jp-BreadCrumbs') !== null
    );
  }

  private _resolve(event: Drag.Event, target: Element): Drop {
    const { browser } = this._options;
    const crumb = target.closest<HTMLElement>('[data-path]')?.dataset.path ?? null;
    const row = browser.modelForClick(event) ?? null;
    return resolveDrop({ crumb, row }, browser.model.path);
  }

  private _mark({ mark }: Drop, target: Element): void {
    const places = { crumb: '[data-path]', row: '.jp-DirListing-item', list: '.jp-DirListing' };
    const marked = target.closest<HTMLElement>(places[mark]) ?? this._options.browser.node;
    marked.classList.add(mark === 'list' ? LIST_TARGET_CLASS : TARGET_CLASS);
    document.body.classList.add(COPYING_CLASS);
    this._marked = marked;
  }

  private _unmark(): void {
    this._marked?.classList.remove(TARGET_CLASS, LIST_TARGET_CLASS);
    delete this._marked?.dataset.refusal;
    this._marked = null;
    document.body.classList.remove(COPYING_CLASS);
  }

  private _marked: HTMLElement | null = null;
  private _isDisposed = false;
}
