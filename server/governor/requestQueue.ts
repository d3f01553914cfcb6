/** The queue of calls: people first, then transfers in turn by fairnessKey, then background work. Pure. */
import type { Caller } from '../google/caller';

export type QueuedCall = {
  readonly units: number;
  readonly isWrite: boolean;
  readonly caller: Caller;
  readonly go: () => void;
};

const ORDER = ['panel', 'transfer', 'background'] as const;

export class RequestQueue {
  private readonly queues = new Map<Caller['priority'], Map<string, QueuedCall[]>>(
    ORDER.map(priority => [priority, new Map<string, QueuedCall[]>()])
  );

  add(queued: QueuedCall): void {
    const queues = this.queuesOf(queued.caller.priority);
    const fairnessKey = queued.caller.fairnessKey ?? '';
    const line = queues.get(fairnessKey);
    if (line === undefined) {
      queues.set(fairnessKey, [queued]);
    } else {
      line.push(queued);
    }
  }

  remove(queued: QueuedCall): void {
    const queues = this.queuesOf(queued.caller.priority);
    const fairnessKey = queued.caller.fairnessKey ?? '';
    const rest = (queues.get(fairnessKey) ?? []).filter(other => other !== queued);
    this.put(queues, fairnessKey, rest);
  }

  /** The next one that `mayGo`, without taking it: a class that may not go does not hold up the others. */
  next(mayGo: (queued: QueuedCall) => boolean): QueuedCall | null {
    for (const priority of ORDER) {
      for (const [queued] of this.queuesOf(priority).values()) {
        if (queued !== undefined && mayGo(queued)) {
          return queued;
        }
      }
    }
    return null;
  }

  /** Takes a call out of the queue, and puts its fairnessKey behind the others. */
  take(queued: QueuedCall): void {
    const queues = this.queuesOf(queued.caller.priority);
    const fairnessKey = queued.caller.fairnessKey ?? '';
    const rest = queues.get(fairnessKey) ?? [];
    rest.shift();
    queues.delete(fairnessKey);
    this.put(queues, fairnessKey, rest);
  }

  get isEmpty(): boolean {
    return [...this.queues.values()].every(queues => queues.size === 0);
  }

  private put(queues: Map<string, QueuedCall[]>, fairnessKey: string, calls: QueuedCall[]): void {
    if (calls.length > 0) {
      queues.set(fairnessKey, calls);
    } else {
      queues.delete(fairnessKey);
    }
  }

  private queuesOf(priority: Caller['priority']): Map<string, QueuedCall[]> {
    const queues = this.queues.get(priority);
    if (queues === undefined) {
      throw new RangeError(priority);
    }
    return queues;
  }
}
