/**
 * Keeps a path table beyond a restart: a file a line, appended, one file an account. Two servers of
 * one person may append to the same file; a torn or foreign line is passed over.
 */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ILog } from '../log';
import { PathTable, type PathEntry } from './pathTable';

/** Rewritten at the start if more than half of its lines are outdated. */
const WASTE = 2;
const COMPACT_ABOVE_LINES = 1_000;

export class PathStore {
  private pending: PathEntry[] = [];
  private writing: Promise<void> = Promise.resolve();
  private scheduled = false;

  private constructor(
    private readonly file: string,
    private readonly log: ILog
  ) {}

  /** `key` names account and root folder; it is not written in clear. */
  static async open(
    folder: string,
    key: string,
    log: ILog
  ): Promise<{ table: PathTable; store: PathStore }> {
    const names = join(folder, 'names');
    await mkdir(names, { recursive: true, mode: 0o700 });
    const digest = createHash('sha256').update(key).digest('hex').slice(0, 32);
    const store = new PathStore(join(names, `${digest}.jsonl`), log);
    const lines = await store.read();
    const table = new PathTable(lines, entry => store.remember(entry));
    await store.compact(table, lines.length);
    return { table, store };
  }

  /** Resolves when everything given so far is on disk. */
  async flush(): Promise<void> {
    this.write();
    await this.writing;
  }

  private remember(entry: PathEntry): void {
    this.pending.push(entry);
    if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => this.write());
    }
  }

  private write(): void {
    this.scheduled = false;
    const lines = this.pending.map(toLine).join('');
    this.pending = [];
    if (lines === '') {
      return;
    }
    this.writing = this.writing
      .then(() => appendFile(this.file, lines, { mode: 0o600 }))
      .catch((error: unknown) => this.log.warn('names can’t be kept', { error }));
  }

  private async read(): Promise<PathEntry[]> {
    try {
      const text = await readFile(this.file, 'utf8');
      return text.split('\n').flatMap(fromLine);
    } catch {
      return []; // none yet
    }
  }

  private async compact(table: PathTable, lines: number): Promise<void> {
    const entries = [...table.entries()];
    if (lines < COMPACT_ABOVE_LINES || lines < entries.length * WASTE) {
      return;
    }
    const fresh = `${this.file}.${process.pid}`;
    await writeFile(fresh, entries.map(toLine).join(''), { mode: 0o600 });
    await rename(fresh, this.file);
  }
}

function toLine({ parent, id, segment, title }: PathEntry): string {
  return `${JSON.stringify([parent, id, segment, title])}\n`;
}

function fromLine(line: string): PathEntry[] {
  try {
    const value: unknown = JSON.parse(line);
    if (
      Array.isArray(value) &&
      value.length === 4 &&
      value.every(part => typeof part === 'string')
    ) {
      const [parent = '', id = '', segment = '', title = ''] = value;
      return [{ parent, id, segment, title }];
    }
  } catch {
    // a torn last line
  }
  return [];
}
