import { untilAborted } from '../untilAborted';

/** Work that several wait for at once. It is aborted when the last of them has gone, and not before. */
export class SharedWork {
  private readonly abort = new AbortController();
  private readonly done: Promise<void>;
  private waiting = 0;
  private over = false;

  constructor(work: (signal: AbortSignal) => Promise<void>) {
    this.done = work(this.abort.signal).finally(() => (this.over = true));
    this.done.catch(() => undefined); // each caller gets the failure; where all have gone, nothing is left to do
  }

  /** True once it is done, or all have gone: no caller may join any more. */
  get isOver(): boolean {
    return this.over;
  }

  /** Resolves or rejects with the work, or rejects with the signal's reason as soon as it is aborted. */
  async join(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waiting += 1;
    try {
      await untilAborted(this.done, signal);
    } finally {
      this.waiting -= 1;
      if (this.waiting === 0) {
        this.over = true;
        this.abort.abort(signal.reason); // without effect if the work is done
      }
    }
  }
}
