/**
 * Answers kept for a while: each for a limited time, and at most a fixed number
 * of them: the one that was unused for longest goes first.
 * Of our own, since the time is handed in and the whole of it is shorter than a library's options.
 */
import type { IClock } from '../clock';

type CacheLimits = {
  readonly ttlMs: number;
  /** Entries. */
  readonly most: number;
};

export class Cache<T> {
  /** The longest unused first. */
  private readonly kept = new Map<string, { readonly value: T; readonly until: number }>();

  constructor(
    private readonly clock: IClock,
    private readonly limits: CacheLimits
  ) {}

  /** null for what is not kept, or not any more. */
  get(key: string): T | null {
    const entry = this.kept.get(key);
    if (entry === undefined) {
      return null;
    }
    this.kept.delete(key);
    if (this.clock.now() >= entry.until) {
      return null;
    }
    this.kept.set(key, entry);
    return entry.value;
  }

  set(key: string, value: T): void {
    this.kept.delete(key);
    this.kept.set(key, { value, until: this.clock.now() + this.limits.ttlMs });
    const oldest = this.kept.keys().next();
    if (this.kept.size > this.limits.most && oldest.done !== true) {
      this.kept.delete(oldest.value);
    }
  }

  delete(key: string): void {
    this.kept.delete(key);
  }

  /** Whatever is no longer true of what was asked for. */
  forget(isOutdated: (value: T) => boolean): void {
    for (const [key, { value }] of this.kept) {
      if (isOutdated(value)) {
        this.kept.delete(key);
      }
    }
  }
}
