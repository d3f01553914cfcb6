/** Who goes next: people before transfers before background; transfers in turn by lane. Pure. */
import type { Caller } from '../drive/drive';

export type Ticket = {
  readonly units: number;
  readonly isWrite: boolean;
  readonly caller: Caller;
  readonly go: () => void;
};

const ORDER = ['panel', 'transfer', 'background'] as const;

export class WaitingLine {
  private readonly lanes = new Map<Caller['priority'], Map<string, Ticket[]>>(
    ORDER.map(priority => [priority, new Map<string, Ticket[]>()])
  );

  add(ticket: Ticket): void {
    const lanes = this.lanesOf(ticket.caller.priority);
    const lane = ticket.caller.lane ?? '';
    const line = lanes.get(lane);
    if (line === undefined) {
      lanes.set(lane, [ticket]);
    } else {
      line.push(ticket);
    }
  }

  remove(ticket: Ticket): void {
    const lanes = this.lanesOf(ticket.caller.priority);
    const lane = ticket.caller.lane ?? '';
    const rest = (lanes.get(lane) ?? []).filter(other => other !== ticket);
    this.put(lanes, lane, rest);
  }

  /** The next one that `mayGo`, without taking it: a class that may not go does not hold up the others. */
  next(mayGo: (ticket: Ticket) => boolean): Ticket | null {
    for (const priority of ORDER) {
      for (const [ticket] of this.lanesOf(priority).values()) {
        if (ticket !== undefined && mayGo(ticket)) {
          return ticket;
        }
      }
    }
    return null;
  }

  /** Takes the ticket, and sends its lane to the end of the turn. */
  take(ticket: Ticket): void {
    const lanes = this.lanesOf(ticket.caller.priority);
    const lane = ticket.caller.lane ?? '';
    const rest = lanes.get(lane) ?? [];
    rest.shift();
    lanes.delete(lane);
    this.put(lanes, lane, rest);
  }

  get isEmpty(): boolean {
    return [...this.lanes.values()].every(lanes => lanes.size === 0);
  }

  private put(lanes: Map<string, Ticket[]>, lane: string, tickets: Ticket[]): void {
    if (tickets.length > 0) {
      lanes.set(lane, tickets);
    } else {
      lanes.delete(lane);
    }
  }

  private lanesOf(priority: Caller['priority']): Map<string, Ticket[]> {
    const lanes = this.lanes.get(priority);
    if (lanes === undefined) {
      throw new RangeError(priority);
    }
    return lanes;
  }
}
