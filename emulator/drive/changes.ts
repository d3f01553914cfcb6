/** The log behind changes.list: one entry an event, oldest first. */
export type Change = {
  seq: number;
  time: number;
  changeType: 'file' | 'drive';
  /** The item, or the shared drive for `drive`. */
  id: string;
  driveId: string | undefined;
  removed: boolean;
  /** Who could see what was removed, when nothing is left to ask. */
  audience?: readonly string[];
};

export class ChangeLog {
  private readonly entries: Change[] = [];

  add(change: Omit<Change, 'seq'>): void {
    this.entries.push({ ...change, seq: this.entries.length + 1 });
  }

  /** The number that the next change will get: what a start page token means. */
  get next(): number {
    return this.entries.length + 1;
  }

  /** Oldest first, from number `seq` on. */
  *from(seq: number): Generator<Change> {
    for (let at = Math.max(0, seq - 1); at < this.entries.length; at += 1) {
      const entry = this.entries[at];
      if (entry !== undefined) {
        yield entry;
      }
    }
  }
}
