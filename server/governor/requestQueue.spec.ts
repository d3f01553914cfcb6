import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller } from '../drive/drive';
import { WaitingLine, type Ticket } from './requestQueue';

const { signal } = new AbortController();

function ticketOf(priority: Caller['priority'], lane?: string, units = 1): Ticket {
  const caller: Caller = { priority, signal, ...(lane === undefined ? {} : { lane }) };
  return { units, isWrite: false, caller, go: () => undefined };
}

/** Takes whatever may go, in order, until nobody is left or nobody may. */
function takeAll(line: WaitingLine, mayGo: (ticket: Ticket) => boolean = () => true): Ticket[] {
  const taken: Ticket[] = [];
  for (let next = line.next(mayGo); next !== null; next = line.next(mayGo)) {
    line.take(next);
    taken.push(next);
  }
  return taken;
}

describe('the waiting line', () => {
  it('lets people go before transfers, and transfers before background', () => {
    const line = new WaitingLine();
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

  it('takes the lanes of transfers in turn, however many wait in one', () => {
    const line = new WaitingLine();
    for (const lane of ['a', 'a', 'a', 'a', 'b', 'c', 'b']) {
      line.add(ticketOf('transfer', lane));
    }
    const lanes = takeAll(line).map(({ caller }) => caller.lane ?? '');
    expect(lanes.join('')).toBe('abcabaa');
  });

  it('does not let one that may not go hold up the others', () => {
    const line = new WaitingLine();
    const [large, small] = [ticketOf('panel', 'a', 200), ticketOf('panel', 'b', 5)];
    line.add(large);
    line.add(small);
    expect(takeAll(line, ({ units }) => units < 100)).toEqual([small]);
  });

  it('loses nobody and invents nobody; who has left is never called', () => {
    const one = fc.record({
      priority: fc.constantFrom<Caller['priority']>('panel', 'transfer', 'background'),
      lane: fc.constantFrom('a', 'b', 'c'),
      leaves: fc.boolean()
    });
    fc.assert(
      fc.property(fc.array(one), all => {
        const line = new WaitingLine();
        const made = all.map(({ priority, lane, leaves }) => ({
          ticket: ticketOf(priority, lane),
          leaves
        }));
        made.forEach(({ ticket }) => line.add(ticket));
        made.filter(({ leaves }) => leaves).forEach(({ ticket }) => line.remove(ticket));
        const stayed = made.filter(({ leaves }) => !leaves).map(({ ticket }) => ticket);
        expect(new Set(takeAll(line))).toEqual(new Set(stayed));
        expect(line.isEmpty).toBe(true);
      })
    );
  });
});
