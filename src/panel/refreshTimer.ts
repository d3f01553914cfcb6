import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

/** After a failure the next refresh waits this many times longer. */
const PAUSE_AFTER_FAILURE = 4;

type RefreshTimerOptions = {
  /** False while nobody would see what a refresh brings. */
  readonly isWatched: () => boolean;
  readonly hasFailed: () => boolean;
  readonly refresh: () => Promise<void>;
};

/** Refreshes again and again while somebody looks, one refresh at a time. */
export class RefreshTimer implements IDisposable {
  constructor(private readonly _options: RefreshTimerOptions) {}

  /** Between refreshes; 0 for none. */
  set seconds(seconds: number) {
    this._seconds = seconds;
    this._schedule();
  }

  get isDisposed(): boolean {
    return this._end.isDisposed;
  }

  dispose(): void {
    this._end.dispose();
  }

  private _schedule(): void {
    window.clearTimeout(this._timer);
    if (this._seconds > 0 && !this.isDisposed) {
      const pause = this._options.hasFailed() ? PAUSE_AFTER_FAILURE : 1;
      this._timer = window.setTimeout(() => void this._tick(), 1000 * pause * this._seconds);
    }
  }

  private async _tick(): Promise<void> {
    if (this._options.isWatched() && !document.hidden) {
      await this._options.refresh();
    }
    this._schedule();
  }

  private readonly _end = new DisposableDelegate(() => window.clearTimeout(this._timer));
  private _seconds = 0;
  private _timer = 0;
}
