/**
 * What was copied, either way: it outlives the transfers, and decides what changed on either side
 * since. A line a file, appended; one file an account. The last line about a path counts.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ILog } from '../log';

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

const COMPACT_ABOVE_LINES = 2_000;
const WASTE = 2;
/** Times of file systems are not all exact to the millisecond. */
const SAME_TIME_MS = 2;

export class Ledger {
  private pending = '';
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly entries: Map<string, LedgerEntry>,
    private readonly log: ILog
  ) {}

  static async open(dataFolder: string, accountId: string, log: ILog): Promise<Ledger> {
    const folder = path.join(dataFolder, 'ledger');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const digest = createHash('sha256').update(accountId).digest('hex').slice(0, 32);
    const file = path.join(folder, `${digest}.jsonl`);
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    const entries = new Map<string, LedgerEntry>();
    lines.flatMap(parse).forEach(entry => entries.set(entry.path, entry));
    const ledger = new Ledger(file, entries, log);
    if (lines.length > COMPACT_ABOVE_LINES && lines.length > entries.size * WASTE) {
      await ledger.compact();
    }
    return ledger;
  }

  find(absolutePath: string): LedgerEntry | null {
    return this.entries.get(absolutePath) ?? null;
  }

  note(entry: LedgerEntry): void {
    this.entries.set(entry.path, entry);
    const isFirst = this.pending === '';
    this.pending += `${JSON.stringify(entry)}\n`;
    if (isFirst) {
      setImmediate(() => void this.flush());
    }
  }

  async flush(): Promise<void> {
    const lines = this.pending;
    this.pending = '';
    if (lines !== '') {
      this.writing = this.writing
        .then(() => appendFile(this.file, lines, { mode: 0o600 }))
        .catch((error: unknown) => this.log.warn('the ledger can’t be written', { error }));
    }
    await this.writing;
  }

  private async compact(): Promise<void> {
    const lines = [...this.entries.values()].map(entry => `${JSON.stringify(entry)}\n`);
    const fresh = `${this.file}.${process.pid}`;
    await writeFile(fresh, lines.join(''), { mode: 0o600 });
    await rename(fresh, this.file);
  }
}

/** True if the file on disk is the one that was copied: same size, same time. */
export function isUnchanged(
  entry: LedgerEntry,
  local: { readonly size: number; readonly modifiedMs: number }
): boolean {
  return entry.size === local.size && Math.abs(entry.mtimeMs - local.modifiedMs) < SAME_TIME_MS;
}

function parse(line: string): LedgerEntry[] {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? [value] : [];
  } catch {
    return [];
  }
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
