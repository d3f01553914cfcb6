/**
 * Lines that outlive a process, in files that several processes append to and compact: two Jupyter
 * servers on one home, the command line beside a server. There is no lock that could go stale:
 *
 * - Lines go to the newest generation, `<name>.<n>.jsonl`. After each write its writer looks for a
 *   newer one, and writes the same lines again there.
 * - Who compacts creates generation n + 1 first (exclusively: one does it), then reads all older
 *   files, keeps the last line of each key in `<name>.<n + 1>.base.jsonl`, and removes the older ones.
 *
 * So no line is lost. What was written before the compactor read its file is in the base; whoever
 * writes later than that finds the newer generation, which is older than the reading.
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, syncFolder } from '../fsErrors';
import type { ILog } from '../log';
import { isOfNewerFormat } from './formats';

export type RecordFormat<T> = {
  readonly toJson: (entry: T) => unknown;
  /** null for what is none of ours; it is passed over. */
  readonly fromJson: (value: unknown) => T | null;
  /** Of all lines with one key the last counts. */
  readonly keyOf: (entry: T) => string;
};

export type LogPlace = {
  readonly folder: string;
  /** What the lines are about; it is not written in clear. */
  readonly about: string;
  /** Compacted above this many lines, if most of them are outdated. */
  readonly compactAbove: number;
};

/** One file of a generation. */
type Part = { readonly file: string; readonly generation: number; readonly isBase: boolean };
type Content<T> = { readonly parts: readonly Part[]; readonly last: Map<string, T>; lines: number };

/** Every write takes four calls to the disk: what comes within this time shares them. */
const GATHER_MS = 50;
/** Compacted if there are this many lines for each key. */
const GARBAGE_RATIO = 2;
/** name, generation (none is 0), base, being written */
const PART = /^([^.]+)(?:\.(\d+)(\.base)?)?\.jsonl(\.new)?$/;

export class KeyedLog<T> {
  private readonly name: string;
  private pending: string[] = [];
  private writing: Promise<void> = Promise.resolve();
  private generation = 0;
  /** True once a file of a newer version of this program was seen: all files stay as they are. */
  private isFrozen = false;
  /** Since they were last read: lines in all files, and how many may become of them. */
  private lines = 0;
  private limit = 0;

  private constructor(
    private readonly place: LogPlace,
    private readonly format: RecordFormat<T>,
    private readonly log: ILog
  ) {
    this.name = createHash('sha256').update(place.about).digest('hex').slice(0, 32);
  }

  /** The entries of all processes so far, the last of each key, in the order they were written. */
  static async open<T>(
    place: LogPlace,
    format: RecordFormat<T>,
    log: ILog
  ): Promise<{ store: KeyedLog<T>; entries: Iterable<T> }> {
    await mkdir(place.folder, { recursive: true, mode: 0o700 });
    const store = new KeyedLog(place, format, log);
    const { last } = await store.read();
    await store.compactIfLong();
    return { store, entries: last.values() };
  }

  /** Writes soon, together with what else comes until then; what can't be written is lost with a warning. */
  append(entry: T): void {
    this.pending.push(JSON.stringify(this.format.toJson(entry)));
    if (this.pending.length === 1) {
      setTimeout(() => void this.flush(), GATHER_MS).unref();
    }
  }

  /** Resolves when everything given so far is written. */
  async flush(): Promise<void> {
    const batch = this.pending;
    this.pending = [];
    if (batch.length > 0 && !this.isFrozen) {
      this.writing = this.writing
        .then(() => this.write(batch))
        .catch((error: unknown) =>
          this.log.warn('lines can’t be kept', { folder: this.place.folder, error })
        );
    }
    await this.writing;
  }

  private async write(batch: readonly string[]): Promise<void> {
    let isInNewest = false;
    while (!isInNewest) {
      await appendWhole(this.pathOf(this.generation), batch.join('\n'));
      const now = newest(await this.parts());
      isInNewest = now === this.generation;
      this.generation = now;
      if (!isInNewest && (await this.isOfNewer(now))) {
        return; // who made it takes over what was written before
      }
    }
    this.lines += batch.length;
    await this.compactIfLong();
  }

  private async compactIfLong(): Promise<void> {
    if (this.lines <= this.limit || this.isFrozen) {
      return;
    }
    const generation = newest(await this.parts()) + 1;
    if (await createExclusively(this.pathOf(generation))) {
      await this.compact(generation);
    }
    await this.read();
  }

  private async compact(generation: number): Promise<void> {
    const old = await this.read(generation);
    if (this.isFrozen) {
      return;
    }
    const base = this.pathOf(generation, '.base');
    const file = await open(`${base}.new`, 'w', 0o600);
    try {
      const lines = [...old.last.values()].map(entry => JSON.stringify(this.format.toJson(entry)));
      await file.writeFile(`${lines.join('\n')}\n`);
      await file.sync(); // before anything is removed
    } finally {
      await file.close();
    }
    if (!(await renameIfThere(`${base}.new`, base))) {
      return; // a later compactor was faster: it read the same files, and removed this one
    }
    await syncFolder(this.place.folder).catch(() => undefined); // it may be gone
    const abandoned = (await this.files()).filter(
      part => part.isNew && part.generation < generation
    );
    for (const { file: outdated } of [...old.parts, ...abandoned]) {
      await rm(path.join(this.place.folder, outdated), { force: true }).catch(() => undefined); // next time
    }
  }

  /** All files below a generation, as they are at one moment: read again if others removed one meanwhile. */
  private async read(below = Number.POSITIVE_INFINITY): Promise<Content<T>> {
    for (;;) {
      const parts = (await this.parts()).filter(({ generation }) => generation < below);
      const content: Content<T> = { parts, last: new Map(), lines: 0 };
      for (const { file } of parts) {
        const text = await readFile(path.join(this.place.folder, file), 'utf8').catch(noFile);
        if (isOfNewerFormat(text)) {
          this.freeze(file);
        } else {
          this.take(text, content);
        }
      }
      const after = (await this.parts()).filter(({ generation }) => generation < below);
      if (JSON.stringify(after) === JSON.stringify(parts)) {
        this.lines = content.lines;
        this.limit = Math.max(this.place.compactAbove, content.last.size * GARBAGE_RATIO);
        this.generation = Math.max(this.generation, newest(parts));
        return content;
      }
    }
  }

  private async isOfNewer(generation: number): Promise<boolean> {
    const file = this.pathOf(generation);
    const isNewer = isOfNewerFormat(await readFile(file, 'utf8').catch(noFile));
    if (isNewer) {
      this.freeze(path.basename(file));
    }
    return isNewer;
  }

  private freeze(file: string): void {
    if (!this.isFrozen) {
      this.isFrozen = true;
      this.log.warn(
        'A newer version of jupyterlab-gdrive has kept records here. They are left as they are, and nothing new is noted. Update jupyterlab-gdrive to use them again.',
        { folder: this.place.folder, file }
      );
    }
  }

  private take(text: string, content: Content<T>): void {
    for (const line of text.split('\n').filter(each => each !== '')) {
      content.lines += 1;
      const entry = this.format.fromJson(parse(line));
      if (entry !== null) {
        const key = this.format.keyOf(entry);
        content.last.delete(key); // to stand where its last line stands
        content.last.set(key, entry);
      }
    }
  }

  private async parts(): Promise<readonly Part[]> {
    return (await this.files())
      .filter(({ isNew }) => !isNew)
      .map(({ file, generation, isBase }) => ({ file, generation, isBase }))
      .sort((a, b) => a.generation - b.generation || Number(b.isBase) - Number(a.isBase));
  }

  private async files(): Promise<readonly (Part & { readonly isNew: boolean })[]> {
    return (await readdir(this.place.folder)).flatMap(file => {
      const [, name, generation = '0', base, fresh] = PART.exec(file) ?? [];
      const isBase = base !== undefined;
      return name === this.name
        ? [{ file, generation: Number(generation), isBase, isNew: fresh !== undefined }]
        : [];
    });
  }

  private pathOf(generation: number, kind: '' | '.base' = ''): string {
    const number = generation === 0 ? '' : `.${generation}`;
    return path.join(this.place.folder, `${this.name}${number}${kind}.jsonl`);
  }
}

function newest(parts: readonly Part[]): number {
  return Math.max(0, ...parts.map(({ generation }) => generation));
}

/** Its first line end closes a line that a crash tore; what was written in part is written again. */
async function appendWhole(file: string, lines: string): Promise<void> {
  const bytes = Buffer.from(`\n${lines}\n`);
  const handle = await open(file, 'a', 0o600);
  try {
    let written = 0;
    while (written < bytes.length) {
      written = (await handle.write(bytes)).bytesWritten;
    }
  } finally {
    await handle.close();
  }
}

/** False if another process was first. */
async function createExclusively(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

/** Others removed it: the folder is looked at again. */
function noFile(error: unknown): string {
  if (codeOf(error) === 'ENOENT') {
    return '';
  }
  throw error;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // torn
  }
}
