import type { Caller } from '../google/caller';

/** Beyond the limit, so that a person never waits behind a transfer's connections. */
const PANEL_EXTRA = 4;
/** One for so many, beyond the limit: what is done in the background gets somewhere while files take all others. */
const CONNECTIONS_A_BACKGROUND_ONE = 8;

/** Calls under way, and whether there is room for one more. Pure. */
export class Room {
  private running = 0;
  /** Of those that run, what is done in the background. */
  private inBackground = 0;

  /** What the background has beyond the limit takes none of a file’s room: else it would keep all that it ever got. */
  has(priority: Caller['priority'], limit: number): boolean {
    const background = Math.floor(limit / CONNECTIONS_A_BACKGROUND_ONE);
    const extra = {
      transfer: Math.min(this.inBackground, background),
      background,
      panel: background + PANEL_EXTRA
    };
    return this.running < limit + extra[priority];
  }

  enter(priority: Caller['priority']): void {
    this.count(priority, 1);
  }

  leave(priority: Caller['priority']): void {
    this.count(priority, -1);
  }

  private count(priority: Caller['priority'], change: 1 | -1): void {
    this.running += change;
    if (priority === 'background') {
      this.inBackground += change;
    }
  }
}
