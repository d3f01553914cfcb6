/**
 * What was copied, either way: it outlives the transfers, and decides what changed on either side
 * since. A line a file, one set of lines for each account. The last line about a path counts.
 */
import path from 'node:path';
import * as v from 'valibot';
import type { ILog } from '../log';
import { fileState } from './fileStates';
import { KeyedLog, type RecordFormat } from './keyedLog';

const textOrNull = v.optional(v.nullable(v.string()), null);

const schema = v.object({
  id: v.string(),
  /** Absolute. */
  path: v.string(),
  size: v.number(),
  mtimeMs: v.number(),
  md5: v.string(),
  /** Of the content in Drive; null for Google documents. */
  revision: textOrNull,
  /** Drive's modified time. */
  modified: textOrNull,
  /** Of the file here as it was written; null in lines of an earlier version: then the bytes are compared. */
  state: v.optional(v.nullable(fileState), null)
});

export type LedgerEntry = Readonly<v.InferOutput<typeof schema>>;

const COMPACT_ABOVE_LINES = 2_000;

const FORMAT: RecordFormat<LedgerEntry> = {
  toJson: entry => entry,
  fromJson: value => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? parsed.output : null;
  },
  keyOf: ({ path: absolute }) => absolute
};

export class Ledger {
  private constructor(
    private readonly store: KeyedLog<LedgerEntry>,
    private readonly entries: Map<string, LedgerEntry>
  ) {}

  static async open(dataFolder: string, accountId: string, log: ILog): Promise<Ledger> {
    const folder = path.join(dataFolder, 'ledger');
    const place = { folder, about: accountId, compactAbove: COMPACT_ABOVE_LINES };
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
