/**
 * What may still arrive in Drive though nobody waits for it: of a request that was given up the network may hold
 * all bytes, and Drive finishes what it has all bytes of. Drive makes one item for an id: whoever puts something
 * in the same place takes the same id, and so one of the two comes to nothing.
 */
import type { IClock } from '../../clock';
import type { UploadItem } from '../item';

export type Doubt = {
  /** A file and a folder of one name have one place, and never one id. */
  readonly kind: 'file' | 'folder';
  readonly id: string;
  /** Of the bytes that were sent; null for a folder. */
  readonly md5: string | null;
};

/** No network holds bytes back for longer. */
export const LONGEST_MS = 600_000;
/** Beyond it the oldest is forgotten. */
const MOST = 10_000;

/** Of a new file whose end nobody heard. What is torn is taken back, and what replaces something makes no second one. */
export function doubtOf({ replace, madeRevision, id, sentMd5 }: UploadItem): Doubt | null {
  return replace || madeRevision !== null || sentMd5 === null
    ? null
    : { kind: 'file', id, md5: sentMd5 };
}

export class Doubts {
  private readonly doubts = new Map<string, Doubt & { readonly until: number }>();

  constructor(private readonly clock: Pick<IClock, 'now'>) {}

  /** By its place: see `keyOf`. */
  of(kind: Doubt['kind'], key: string): Doubt | null {
    const doubt = this.doubts.get(`${kind} ${key}`);
    return doubt !== undefined && this.clock.now() < doubt.until ? doubt : null;
  }

  add(place: string, doubt: Doubt): void {
    const key = `${doubt.kind} ${place}`;
    this.doubts.delete(key);
    this.doubts.set(key, { ...doubt, until: this.clock.now() + LONGEST_MS });
    if (this.doubts.size > MOST) {
      const [oldest = ''] = this.doubts.keys();
      this.doubts.delete(oldest);
    }
  }

  /** What has that id arrived. */
  settle(place: string, { kind, id }: Doubt): void {
    const key = `${kind} ${place}`;
    if (this.doubts.get(key)?.id === id) {
      this.doubts.delete(key);
    }
  }
}
