import type { IDisposable } from '@lumino/disposable';

const EVENTS = ['mousedown', 'mouseup', 'click'] as const;

/**
 * Keeps clicks on crumbs that would be lost: JupyterLab draws all crumbs anew when a folder arrives, and
 * a browser makes no click on a crumb of a press and a release with that in between.
 */
export class CrumbClicks implements IDisposable {
  constructor(
    private readonly _crumbs: HTMLElement,
    private readonly _open: (path: string) => void
  ) {
    for (const type of EVENTS) {
      _crumbs.addEventListener(type, this, true);
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      window.clearTimeout(this._timer);
      for (const type of EVENTS) {
        this._crumbs.removeEventListener(type, this, true);
      }
    }
  }

  handleEvent(event: Event): void {
    if (!(event instanceof MouseEvent) || event.button !== 0) {
      return;
    }
    const path = crumbPath(event.target);
    if (event.type === 'mousedown') {
      this._pressed = path;
    } else if (event.type === 'mouseup') {
      this._awaitClick(path);
    } else {
      this._onClick(event, path);
    }
  }

  private _awaitClick(path: string | null): void {
    if (path === null || path !== this._pressed) {
      this._pressed = null;
      return;
    }
    this._timer = window.setTimeout(() => {
      if (this._pressed === path) {
        this._pressed = null;
        this._open(path); // no click came
      }
    });
  }

  /** JupyterLab opens the crumb that was clicked, and an editor of the path for a click beside all crumbs. */
  private _onClick(event: MouseEvent, path: string | null): void {
    const pressed = this._pressed;
    this._pressed = null;
    if (pressed !== null && path === null) {
      event.preventDefault();
      event.stopPropagation();
      this._open(pressed);
    }
  }

  /** The path of the crumb on which the mouse went down; null if it was none, or the click is over. */
  private _pressed: string | null = null;
  private _timer = 0;
  private _isDisposed = false;
}

/** The path of the crumb that a node belongs to; '' is the top, null is no crumb. */
export function crumbPath(target: EventTarget | null): string | null {
  const crumb = target instanceof Element ? target.closest<HTMLElement>('[data-path]') : null;
  return crumb?.dataset.path?.replace(/^\/+|\/+$/g, '') ?? null;
}
