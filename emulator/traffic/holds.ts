import type { Match, Matched } from './matching';
import { Counter } from './matching';

/** `whole`: all its bytes are here, and it is worked on whether its client stays or not. */
export const PHASES = ['arrival', 'whole', 'answer'] as const;
export type Phase = (typeof PHASES)[number];

type Hold = {
  id: number;
  phase: Phase;
  fits: (index: number, request: Matched) => boolean;
  reached: Signal;
  released: Signal;
};

/** Something that happens once, and can be waited for. */
class Signal {
  resolve: () => void = () => undefined;
  readonly promise = new Promise<void>(resolve => {
    this.resolve = resolve;
  });
}

/** Stops requests at a chosen point, so that a test can kill a client exactly there. */
export class Holds {
  private readonly holds = new Map<number, Hold>();
  private lastId = 0;

  /** Holds the request with number `k` of the journal, or those that fit. */
  add(phase: Phase, which: { k?: number; match?: Match }): number {
    this.lastId += 1;
    const counter = which.match === undefined ? undefined : new Counter(which.match);
    this.holds.set(this.lastId, {
      id: this.lastId,
      phase,
      fits: (index, request) =>
        which.k === undefined ? (counter?.fits(request) ?? false) : which.k === index,
      reached: new Signal(),
      released: new Signal()
    });
    return this.lastId;
  }

  /** Resolves once a request is held; undefined for an unknown hold. */
  held(id: number): Promise<void> | undefined {
    return this.holds.get(id)?.reached.promise;
  }

  release(id: number): void {
    this.holds.get(id)?.released.resolve();
    this.holds.delete(id);
  }

  clear(): void {
    [...this.holds.keys()].forEach(id => {
      this.release(id);
    });
  }

  /** Waits here if a hold is meant for this request; what comes before the waiting is done for such a one only. */
  async pass(
    phase: Phase,
    index: number,
    request: Matched,
    before?: () => Promise<void>
  ): Promise<void> {
    for (const hold of [...this.holds.values()]) {
      if (hold.phase === phase && hold.fits(index, request)) {
        await before?.();
        hold.reached.resolve();
        await hold.released.promise;
      }
    }
  }
}
