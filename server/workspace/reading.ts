/**
 * Files that are sent somewhere: opened once, no link followed, read from that one handle, and looked at
 * again before their last bytes are handed out. The programs of the workspace go on writing meanwhile.
 */
import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { IClock } from '../clock';
import { codeOf } from '../fsErrors';
import { compareStates, lookAt, modifiedMsOf, stateOf, type FileState } from './fileState';
import { ledElsewhere, notAFile, toReadError } from './readErrors';
import { RunningMd5 } from './runningMd5';
import { nameKey } from './safeName';

const PIECE_BYTES = 1 << 20;
/** Linux stamps changes with the time of its latest tick, up to 10 ms before: two of one tick look like one. */
const TICK_MS = 20;
/** Windows knows neither: there the file is looked at before it is opened. */
const NO_FOLLOW: number | undefined = constants.O_NOFOLLOW;
/** A pipe must not hold us until somebody writes into it. */
const NO_WAIT: number | undefined = constants.O_NONBLOCK;

/** The file is not any more what it was when it was opened: what was read of it is of no use. */
export class SourceChanged extends Error {}

export type SourcePlace = {
  readonly absolute: string;
  /** Where its folder really is: nothing else is read, however links change. */
  readonly realFolder: string;
  /** Workspace path, for sentences. */
  readonly path: string;
  /** Ends whatever is read, with its reason. */
  readonly signal: AbortSignal;
};

/** Rejects with a DriveError, or with SourceChanged. Whoever opens it closes it. */
export async function openSource(place: SourcePlace, clock: IClock): Promise<Source> {
  const { absolute, path: shown } = place;
  let file: FileHandle | null = null;
  try {
    file = await openItself(absolute, shown);
    let stats = await file.stat({ bigint: true });
    if (!stats.isFile()) {
      throw notAFile(shown);
    }
    if (Math.abs(clock.now() - Number(stats.ctimeNs) / 1e6) < TICK_MS) {
      await clock.sleep(TICK_MS, place.signal);
      stats = await file.stat({ bigint: true });
    }
    await assertInPlace(file, stats, place);
    return new Source(file, place, stats);
  } catch (error) {
    await file?.close();
    throw error instanceof SourceChanged ? error : toReadError(error, shown);
  }
}

/** Opens a file for reading, but never what a link points to. */
async function openItself(absolute: string, shown: string): Promise<FileHandle> {
  const flags = constants.O_RDONLY | (NO_FOLLOW ?? 0) | (NO_WAIT ?? 0);
  if (NO_FOLLOW !== undefined) {
    return open(absolute, flags);
  }
  const before = await lstat(absolute, { bigint: true });
  if (!before.isFile()) {
    throw notAFile(shown);
  }
  const file = await open(absolute, flags);
  const opened = await file.stat({ bigint: true });
  if (opened.dev !== before.dev || opened.ino !== before.ino) {
    await file.close();
    throw new SourceChanged('another file was put there while it was opened');
  }
  return file;
}

/** Throws unless the open file stands where it was planned, by its real path. */
async function assertInPlace(
  file: FileHandle,
  { dev, ino }: BigIntStats,
  { absolute, realFolder, path: shown }: SourcePlace
): Promise<void> {
  const name = path.basename(absolute);
  const real = await realPathOf(file);
  if (real !== null) {
    // Where case does not count the system tells a name as it was first asked for.
    if (nameKey(real) !== nameKey(path.join(realFolder, name))) {
      throw real.endsWith(' (deleted)')
        ? new SourceChanged('another file was put there, or it was removed')
        : ledElsewhere(shown);
    }
    return;
  }
  const folder = await realpath(path.dirname(absolute));
  if (nameKey(folder) !== nameKey(realFolder)) {
    throw ledElsewhere(shown);
  }
  const there = await lstat(path.join(folder, name), { bigint: true });
  if (there.dev !== dev || there.ino !== ino) {
    throw new SourceChanged('another file was put there');
  }
}

/** As the system knows it, which no link can change after the file was opened; null where it does not tell. */
async function realPathOf(file: FileHandle): Promise<string | null> {
  try {
    return await readlink(`/proc/self/fd/${file.fd}`);
  } catch (error) {
    if (codeOf(error) === '') {
      throw error;
    }
    return null;
  }
}

const ignore = (): void => undefined;

type Part = {
  readonly start?: number;
  /** The byte after the last one. */
  readonly end?: number;
  /** Called with the bytes of each piece. */
  readonly onBytes?: (bytes: number) => void;
  /** Called before the file’s last piece is handed out, with the MD5 of all its bytes. */
  readonly onWhole?: (md5: string) => void;
};

/** A file as it was when it was opened. One reader at a time: the latest. */
export class Source {
  private current: FileState;
  private readonly md5Sent = new RunningMd5();
  private turn = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly place: SourcePlace,
    stats: BigIntStats
  ) {
    this.current = stateOf(stats);
  }

  get state(): FileState {
    return this.current;
  }

  /** Bytes that are read: those that it had when it was opened. */
  get size(): number {
    return this.current.size;
  }

  get mtimeMs(): number {
    return modifiedMsOf(this.current);
  }

  /** The file’s last piece comes only when it is still the same; else the stream fails with SourceChanged. */
  read(part: Part = {}): Readable {
    this.turn += 1;
    const { start = 0, end = this.size, onBytes = ignore, onWhole = ignore } = part;
    const pieces = this.pieces({ start, end, onBytes, onWhole }, this.turn);
    return Readable.from(pieces, { objectMode: false });
  }

  /** Of all bytes: of those that were handed out, and of what was not read yet. Hex. */
  async md5(): Promise<string> {
    this.turn += 1;
    return this.told(() => this.md5OfRead());
  }

  /** Throws SourceChanged unless its name still leads to this file, with this content. */
  assertUnchanged(): Promise<void> {
    return this.told(() => this.compare());
  }

  private async compare(): Promise<void> {
    const found = await this.look();
    const comparison = compareStates(stateOf(found), this.current);
    const isSame = comparison === 'same';
    if (!isSame && (comparison === 'different' || String(found.ino) !== this.current.inode)) {
      throw new SourceChanged('it was written to, or another file was put there');
    }
    if (!isSame) {
      await this.compareContent(stateOf(found));
    }
  }

  close(): Promise<void> {
    this.turn += 1;
    return this.file.close();
  }

  private async *pieces(
    { start, end, onBytes, onWhole }: Required<Part>,
    turn: number
  ): AsyncGenerator<Buffer> {
    try {
      this.md5Sent.stepBack(start);
      await this.readTo(start, turn);
      for (let at = start; at < end;) {
        const piece = await this.piece(at, Math.min(PIECE_BYTES, end - at));
        at += piece.length;
        this.take(piece, turn);
        await (at === this.size ? this.beforeLast(onWhole) : this.assertAsLarge());
        onBytes(piece.length);
        yield piece;
      }
      if (start === this.size) {
        await this.beforeLast(onWhole); // nothing is left to be sent, or the file is empty
      }
    } catch (error) {
      throw this.toFailure(error);
    }
  }

  private async told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.toFailure(error);
    }
  }

  private toFailure(error: unknown): Error {
    return error instanceof SourceChanged ? error : toReadError(error, this.place.path);
  }

  private async beforeLast(onWhole: (md5: string) => void): Promise<void> {
    await this.compare();
    onWhole(this.md5Sent.digest());
  }

  /** Hashes what was not read yet before `offset`. */
  private async readTo(offset: number, turn: number): Promise<void> {
    while (this.md5Sent.offset < offset) {
      const at = this.md5Sent.offset;
      this.take(await this.piece(at, Math.min(PIECE_BYTES, offset - at)), turn);
    }
  }

  private take(piece: Buffer, turn: number): void {
    if (turn !== this.turn) {
      throw new SourceChanged('it is read again, or closed');
    }
    this.md5Sent.add(piece);
  }

  private async piece(at: number, length: number): Promise<Buffer> {
    this.place.signal.throwIfAborted();
    const { bytesRead, buffer } = await this.file.read(Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) {
      throw new SourceChanged('it became shorter');
    }
    return buffer.subarray(0, bytesRead);
  }

  /** A look that costs next to nothing, so that much is not sent in vain. */
  private async assertAsLarge(): Promise<void> {
    const found = stateOf(await this.file.stat({ bigint: true }));
    if (found.size !== this.size || found.mtimeNs !== this.current.mtimeNs) {
      throw new SourceChanged('it was written to');
    }
  }

  /** What its name leads to now. */
  private async look(): Promise<BigIntStats> {
    const found = await lookAt(this.place.absolute);
    if (found === null) {
      throw Object.assign(new Error('it was removed or renamed'), { code: 'ENOENT' });
    }
    return found;
  }

  /** Its mode may have been changed, or it may have been written to and given its old time again: bytes tell. */
  private async compareContent(found: FileState): Promise<void> {
    const again = new RunningMd5();
    while (again.offset < this.size) {
      again.add(await this.piece(again.offset, Math.min(PIECE_BYTES, this.size - again.offset)));
    }
    const after = stateOf(await this.look());
    if (again.digest() !== (await this.md5OfRead()) || compareStates(after, found) !== 'same') {
      throw new SourceChanged('it was written to');
    }
    this.current = after;
  }

  private async md5OfRead(): Promise<string> {
    await this.readTo(this.size, this.turn);
    return this.md5Sent.digest();
  }
}
