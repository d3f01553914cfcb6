/** Bytes a second over the last seconds. Pure but for the times handed in. */
const WINDOW_MS = 5_000;
const SLOT_MS = 250;

export class SpeedMeter {
  private readonly slots: { at: number; bytes: number }[] = [];

  add(bytes: number, now: number): void {
    const last = this.slots.at(-1);
    if (last !== undefined && now - last.at < SLOT_MS) {
      last.bytes += bytes;
    } else {
      this.slots.push({ at: now, bytes });
      this.forget(now);
    }
  }

  /** null before the first bytes. */
  speed(now: number): number | null {
    this.forget(now);
    const [first] = this.slots;
    if (first === undefined) {
      return null;
    }
    const total = this.slots.reduce((sum, slot) => sum + slot.bytes, 0);
    return total / (Math.max(SLOT_MS, now - first.at) / 1000);
  }

  private forget(now: number): void {
    while (this.slots[0] !== undefined && now - this.slots[0].at > WINDOW_MS) {
      this.slots.shift();
    }
  }
}
