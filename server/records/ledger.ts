/**
 * What was copied, either way: it outlives the transfers, and decides what changed on either side
 * since. A line a file, one set of lines for each account. The last line about a path counts.
 */
import path from 'node:path';
import type { ILog } from '../log';
import { KeyedLog, type RecordFormat } from './keyedLog';

export type LedgerEntry = {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly md5: string;
  /** Of the content in Drive; null for Google documents. */
  readonly revision: string | null;
  /** Drive's modified time. */
  readonly modified: string | null;
};

const SHORTEN_ABOVE_LINES = 2_000;
/** Times of file systems are not all exact to the millisecond. */
const SAME_TIME_MS = 2;

const FORMAT: RecordFormat<LedgerEntry> = {
  toJson: entry => entry,
  fromJson: value => (isEntry(value) ? value : null),
  keyOf: ({ path: absolute }) => absolute
};

export class Ledger {
  private constructor(
    private readonly store: KeyedLog<LedgerEntry>,
    private readonly entries: Map<string, LedgerEntry>
  ) {}

  static async open(dataFolder: string, accountId: string, log: ILog): Promise<Ledger> {
    const folder = path.join(dataFolder, 'ledger');
    const place = { folder, about: accountId, compactAbove: SHORTEN_ABOVE_LINES };
    const { store, entries } = await KeyedLog.open(place, FORMAT, log);
    return new Ledger(store, new Map([...entries].map(entry => [entry.path, entry])));
  }

  find(absolutePath: string): LedgerEntry | null {
    return this.entries.get(absolutePath) ?? null;
  }

  note(entry: LedgerEntry): void {
    this.entries.set(entry.path, entry);
    this.store.append(entry);
  }

  flush(): Promise<void> {
    return this.store.flush();
  }
}

/** True if the file on disk is the one that was copied: same size, same time. */
export function isUnchanged(
  entry: LedgerEntry,
  local: { readonly size: number; readonly modifiedMs: number }
): boolean {
  return entry.size === local.size && Math.abs(entry.mtimeMs - local.modifiedMs) < SAME_TIME_MS;
}

function isEntry(value: unknown): value is LedgerEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'md5' in value
  );
}
