/**
 * What may still arrive in Drive though nobody waits for it: of a request that was given up the network may hold
 * all bytes, and Drive finishes what it has all bytes of. Drive makes one item for an id: whoever puts something
 * in the same place takes the same id, and so one of the two comes to nothing.
 */
import type { IClock } from '../../clock';

export type Doubt = {
  readonly id: string;
  /** Of the bytes that were sent; null for a folder. */
  readonly md5: string | null;
};

/** No network holds bytes back for longer. */
const LONGEST_MS = 600_000;
/** Beyond it the oldest is forgotten. */
const MOST = 10_000;

export class Doubts {
  private readonly doubts = new Map<string, Doubt & { readonly until: number }>();

  constructor(private readonly clock: Pick<IClock, 'now'>) {}

  /** By its place: see `keyOf`. */
  of(key: string): Doubt | null {
    const doubt = this.doubts.get(key);
    return doubt !== undefined && this.clock.now() < doubt.until ? doubt : null;
  }

  add(key: string, doubt: Doubt): void {
    this.doubts.delete(key);
    this.doubts.set(key, { ...doubt, until: this.clock.now() + LONGEST_MS });
    if (this.doubts.size > MOST) {
      const [oldest = ''] = this.doubts.keys();
      this.doubts.delete(oldest);
    }
  }

  /** What has that id arrived. */
  settle(key: string, id: string): void {
    if (this.doubts.get(key)?.id === id) {
      this.doubts.delete(key);
    }
  }
}
