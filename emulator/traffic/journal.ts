/** One request, as tests look at it afterwards. */
export type JournalEntry = {
  /** Counts from 1 since the journal was last cleared. */
  index: number;
  /** Milliseconds since 1970: arrival, and end of the answer (undefined while it runs). */
  t0: number;
  t1?: number;
  method: string;
  host: string;
  path: string;
  query: string;
  range?: string;
  /** The client left before its answer was whole. */
  gone?: true;
  /** 0 while it runs, or when the connection was cut instead of answered. */
  status: number;
  units: number;
  connection: number;
  account?: string;
  /** Bytes of the answer's body that were written, and of the request's that were read. */
  bytes: number;
  received: number;
};

const LONGEST = 200_000;

/** Keeps the last 200,000 requests. */
export class Journal {
  private entries: JournalEntry[] = [];
  private count = 0;

  arrive(
    entry: Omit<JournalEntry, 'index' | 't0' | 'status' | 'units' | 'bytes' | 'received'>
  ): JournalEntry {
    this.count += 1;
    const full: JournalEntry = {
      index: this.count,
      t0: performance.timeOrigin + performance.now(),
      status: 0,
      units: 0,
      bytes: 0,
      received: 0,
      ...entry
    };
    this.entries.push(full);
    if (this.entries.length > LONGEST) {
      this.entries = this.entries.slice(-LONGEST / 2);
    }
    return full;
  }

  list(): readonly JournalEntry[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
    this.count = 0;
  }
}
