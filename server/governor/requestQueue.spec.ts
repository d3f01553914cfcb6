import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller } from '../google/caller';
import { RequestQueue, type QueuedCall } from './requestQueue';

const { signal } = new AbortController();

function ticketOf(priority: Caller['priority'], fairnessKey?: string, units = 1): QueuedCall {
  const caller: Caller = {
    priority,
    signal,
    ...(fairnessKey === undefined ? {} : { fairnessKey })
  };
  return { units, isWrite: false, caller, go: () => undefined };
}

/** Takes whatever may go, in order, until none is left or none may. */
function takeAll(
  line: RequestQueue,
  mayGo: (queued: QueuedCall) => boolean = () => true
): QueuedCall[] {
  const taken: QueuedCall[] = [];
  for (let next = line.next(mayGo); next !== null; next = line.next(mayGo)) {
    line.take(next);
    taken.push(next);
  }
  return taken;
}

describe('the waiting line', () => {
  it('lets people go before transfers, and transfers before background', () => {
    const line = new RequestQueue();
    for (const priority of ['background', 'transfer', 'panel', 'transfer', 'panel'] as const) {
      line.add(ticketOf(priority));
    }
    expect(takeAll(line).map(({ caller }) => caller.priority)).toEqual([
      'panel',
      'panel',
      'transfer',
      'transfer',
      'background'
    ]);
  });

  it('takes the queues of transfers in turn, however many wait in one', () => {
    const line = new RequestQueue();
    for (const fairnessKey of ['a', 'a', 'a', 'a', 'b', 'c', 'b']) {
      line.add(ticketOf('transfer', fairnessKey));
    }
    const queues = takeAll(line).map(({ caller }) => caller.fairnessKey ?? '');
    expect(queues.join('')).toBe('abcabaa');
  });

  it('does not let one that may not go hold up the others', () => {
    const line = new RequestQueue();
    const [large, small] = [ticketOf('panel', 'a', 200), ticketOf('panel', 'b', 5)];
    line.add(large);
    line.add(small);
    expect(takeAll(line, ({ units }) => units < 100)).toEqual([small]);
  });

  it('loses no call and invents none; what has left is never begun', () => {
    const one = fc.record({
      priority: fc.constantFrom<Caller['priority']>('panel', 'transfer', 'background'),
      fairnessKey: fc.constantFrom('a', 'b', 'c'),
      leaves: fc.boolean()
    });
    fc.assert(
      fc.property(fc.array(one), all => {
        const line = new RequestQueue();
        const made = all.map(({ priority, fairnessKey, leaves }) => ({
          queued: ticketOf(priority, fairnessKey),
          leaves
        }));
        made.forEach(({ queued }) => line.add(queued));
        made.filter(({ leaves }) => leaves).forEach(({ queued }) => line.remove(queued));
        const stayed = made.filter(({ leaves }) => !leaves).map(({ queued }) => queued);
        expect(new Set(takeAll(line))).toEqual(new Set(stayed));
        expect(line.isEmpty).toBe(true);
      })
    );
  });
});
