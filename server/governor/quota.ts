/**
 * Drive's quota units over a sliding minute (docs/reference/drive.md, "Quota and pace"): a ceiling that
 * many servers may divide.
 * Rate errors shrink it for minutes; it grows back by itself. Pure but for the clock's time handed in.
 */

export const UNITS = { get: 5, list: 100, download: 200, edit: 50 } as const;
export type CallClass = keyof typeof UNITS;

const WINDOW_MS = 60_000;
const SLOT_MS = 250;
/** Kept for people: transfers leave this part of the minute to the panel. */
const PANEL_SHARE = 0.02;
const SMALLEST_SHARE = 0.05;

export class Quota {
  /** Slots of 250 ms: when, and how many units were spent in it. */
  private readonly slots: { at: number; units: number }[] = [];
  private spent = 0;
  private share = 1;
  private shrunkAt = 0;

  constructor(
    private readonly unitsPerMinute: number,
    private readonly recoverMs: number
  ) {}

  /** Milliseconds until `units` may be spent; 0 if now. */
  waitMs(units: number, forPanel: boolean, now: number): number {
    this.forget(now);
    const ceiling = this.ceiling(now) * (forPanel ? 1 : 1 - PANEL_SHARE);
    if (this.spent + units <= ceiling || this.slots.length === 0) {
      return 0;
    }
    let excess = this.spent + units - ceiling;
    for (const slot of this.slots) {
      excess -= slot.units;
      if (excess <= 0) {
        return Math.max(1, slot.at + WINDOW_MS + SLOT_MS - now);
      }
    }
    return WINDOW_MS;
  }

  spend(units: number, now: number): void {
    const last = this.slots.at(-1);
    if (last !== undefined && now - last.at < SLOT_MS) {
      last.units += units;
    } else {
      this.slots.push({ at: now, units });
    }
    this.spent += units;
  }

  /** Drive said "too fast" although we stayed below our ceiling: others use the same quota. */
  shrink(now: number): void {
    this.share = Math.max(SMALLEST_SHARE, this.shareAt(now) * 0.85);
    this.shrunkAt = now;
  }

  /** Units a minute at this moment. */
  ceiling(now: number): number {
    return this.unitsPerMinute * this.shareAt(now);
  }

  private shareAt(now: number): number {
    const recovered = ((now - this.shrunkAt) / this.recoverMs) * (1 - SMALLEST_SHARE);
    return Math.min(1, this.share + Math.max(0, recovered));
  }

  private forget(now: number): void {
    while (this.slots[0] !== undefined && this.slots[0].at + WINDOW_MS + SLOT_MS <= now) {
      this.spent -= this.slots.shift()?.units ?? 0;
    }
  }
}
