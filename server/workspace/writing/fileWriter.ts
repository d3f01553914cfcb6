/**
 * Never half a file: bytes go to `.~<transfer>-<n>.gdrive` beside the target, are hashed on their way,
 * checked against what Drive promised, fsynced and only then renamed. What stands under the target's
 * name stays whole until that moment, and a link there is replaced, never written through.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { DriveError } from '../../../protocol';
import { BLOCK_BYTES, SMALL_BLOCK_BYTES, type Block } from './blocks';
import { toDiskError } from '../diskErrors';
import { finishFile, type Finished, type Naming, type Unfinished } from './finishing';
import { assertPlace, inWords, type Place } from './place';
import { removeIfThere, TemporaryFile } from './temporaryFile';
import type { Writers } from './writers';

export type Expected = {
  /** Bytes; null where Drive does not tell (exports). */
  readonly size: number | null;
  /** Hex; null where Drive does not tell. */
  readonly md5: string | null;
};

/** Blocks that may be hashed and written while the next one fills; beyond that the sender waits. */
const MOST_UNDER_WAY = 32;
/** It goes on when this many are left: to stop and start it for every block costs more. */
const FEW_UNDER_WAY = 16;

type Verified = { readonly size: number; readonly md5: string };

/** A file of up to one block stays in memory until it is verified; a larger one goes to disk as it comes. */
export class FileWriter {
  private file: Promise<TemporaryFile> | null = null;
  private position = 0;
  private block: Block | null = null;
  private filled = 0;
  private underWay = 0;
  private nextRoom: Promise<void> | null = null;
  private roomIsThere: (() => void) | null = null;
  private failure: Error | null = null;
  private verified: Verified | null = null;

  private constructor(
    private readonly shared: Writers,
    readonly temporary: string,
    private readonly place: Place
  ) {}

  private get shownPath(): string {
    return this.place.shownPath;
  }

  /** With `resume`, takes up what is in the temporary file beside the target. */
  static async open(place: Place, shared: Writers): Promise<FileWriter> {
    const temporary = path.join(place.folder, place.temporaryName);
    const writer = new FileWriter(shared, temporary, place);
    if (place.resume) {
      const { size } = await writer.onDisk(true);
      writer.position = size;
    }
    return writer;
  }

  /** Bytes taken so far: where the next ones belong. */
  get offset(): number {
    return this.position;
  }

  /**
   * Takes bytes in order; they are copied before it returns. null if the next may come at once, else a
   * promise of room. Throws, or rejects, once the disk has refused bytes.
   */
  take(bytes: Uint8Array): Promise<void> | null {
    if (this.failure !== null) {
      throw this.failure;
    }
    this.verified = null;
    let rest = bytes;
    while (rest.length > 0) {
      if (this.filled === BLOCK_BYTES) {
        this.flushBlock();
      }
      const block = this.blockWithRoom();
      const taken = rest.subarray(0, block.length - this.filled);
      block.set(taken, this.filled);
      this.filled += taken.length;
      this.position += taken.length;
      rest = rest.subarray(taken.length);
    }
    return this.underWay < MOST_UNDER_WAY ? null : this.room();
  }

  /** Starts over: the content changed, or the answer began at the beginning. */
  async restart(): Promise<void> {
    await this.settle();
    this.verified = null;
    this.filled = 0;
    this.position = 0;
    if (this.file !== null) {
      const file = await this.file;
      await this.guard(file.empty());
    }
  }

  /** The last bytes, or all of them if there are fewer. */
  async readTail(bytes: number): Promise<Buffer> {
    const length = Math.min(bytes, this.position);
    const at = this.position - length;
    if (this.file === null) {
      const whole = this.block?.subarray(0, this.filled) ?? new Uint8Array();
      return Buffer.from(whole.subarray(at));
    }
    this.flushBlock();
    await this.settle();
    return this.guard((await this.file).read(at, length));
  }

  readWhole(): Promise<Buffer> {
    return this.readTail(this.position);
  }

  /** Checks what was taken. `corrupt` if it is not what Drive promised; then restart or discard. */
  async verify(expected: Expected): Promise<Verified> {
    this.verified ??= { size: this.position, md5: await this.md5() };
    const { size, md5 } = this.verified;
    const wrong =
      (expected.size !== null && expected.size !== size) ||
      (expected.md5 !== null && expected.md5 !== md5);
    if (wrong) {
      throw new DriveError(
        'corrupt',
        `What arrived for “${this.shownPath}” is not what Drive holds (size or checksum differ). Try again; if it stays so, the file may be damaged in Drive.`,
        { details: { path: this.shownPath } }
      );
    }
    return this.verified;
  }

  /**
   * Gives the verified bytes their name, in the place of exactly what `expected` says. Rejects with
   * `isChangedMeanwhile` if something else stands there, which stays as it is; then all bytes are still here:
   * finish may be called again after a new answer, suspend keeps them, and discard removes them.
   */
  async finish(target: string, naming: Naming): Promise<Finished> {
    const { temporary, shownPath, position: size } = this;
    const name = this.file === null ? this.nameSmall : this.nameLarge;
    const unfinished = { temporary, target, size, shownPath, name };
    await assertPlace(this.place);
    const finished = await this.guard(finishFile(unfinished, naming, this.shared));
    this.giveBackBlock();
    return finished;
  }

  /** Closes and leaves the temporary file, to resume from later; never rejects. */
  async suspend(): Promise<void> {
    this.flushBlock();
    await this.close();
  }

  /** Closes and removes the temporary file. Safe to call at any time, also after finish; never rejects. */
  async discard(): Promise<void> {
    await this.settle().catch(() => undefined);
    const file = await this.file?.catch(() => null);
    this.giveBackBlock();
    await (file?.remove() ?? removeIfThere(this.temporary)).catch(() =>
      this.shared.left([this.temporary], this.shownPath)
    );
  }

  private readonly nameSmall: Unfinished['name'] = (finish, naming) => {
    const block = this.blockWithRoom();
    return this.shared.blockWriters.writeSmall({ block, length: this.filled, finish, naming });
  };

  private readonly nameLarge: Unfinished['name'] = async (finish, naming) => {
    await (await this.onDisk(false)).finish(finish);
    return this.shared.blockWriters.giveName(naming);
  };

  private async md5(): Promise<string> {
    if (this.file === null) {
      const bytes = this.block?.subarray(0, this.filled) ?? new Uint8Array();
      return createHash('md5').update(bytes).digest('hex');
    }
    this.flushBlock();
    await this.settle();
    return (await this.file).md5();
  }

  private async close(): Promise<void> {
    await this.settle().catch(() => undefined);
    const file = await this.file?.catch(() => null);
    await file?.close();
    this.giveBackBlock();
  }

  /** The temporary file, opened when first needed. */
  private onDisk(resume: boolean): Promise<TemporaryFile> {
    this.file ??= this.guard(this.openTemporary(resume));
    return this.file;
  }

  private async openTemporary(resume: boolean): Promise<TemporaryFile> {
    await assertPlace(this.place);
    return TemporaryFile.open(this.temporary, resume, this.shared, (what, code) =>
      this.shared.refused(what, code, this.shownPath)
    );
  }

  /** The first block is small, since most files are; a file that outgrows it goes on in large ones. */
  private blockWithRoom(): Block {
    const { blocks } = this.shared;
    if (this.block === null) {
      this.block = blocks.take(this.position === 0 ? SMALL_BLOCK_BYTES : BLOCK_BYTES);
    } else if (this.filled === SMALL_BLOCK_BYTES && this.block.length === SMALL_BLOCK_BYTES) {
      const large = blocks.take(BLOCK_BYTES);
      large.set(this.block);
      blocks.giveBack(this.block);
      this.block = large;
    }
    return this.block;
  }

  private flushBlock(): void {
    const { block, filled } = this;
    if (block === null || filled === 0) {
      return;
    }
    const at = this.position - filled;
    this.block = null;
    this.filled = 0;
    this.underWay += 1;
    void this.onDisk(false)
      .then(file => file.write(block, filled, at))
      .catch((error: unknown) => (this.failure ??= toDiskError(error, this.shownPath)))
      .then(() => this.blockDone(block));
  }

  private blockDone(block: Block): void {
    this.shared.blocks.giveBack(block);
    this.underWay -= 1;
    if (this.underWay <= FEW_UNDER_WAY || this.failure !== null) {
      this.nextRoom = null;
      this.roomIsThere?.();
    }
  }

  /** The same promise for all who ask before there is room: a paused sender may still send a little. */
  private room(): Promise<void> {
    this.nextRoom ??= new Promise<void>(resolve => (this.roomIsThere = resolve)).then(() => {
      if (this.failure !== null) {
        throw this.failure;
      }
    });
    return this.nextRoom;
  }

  /** Waits for all that is under way. */
  private async settle(): Promise<void> {
    while (this.underWay > 0) {
      await this.room().catch(() => undefined);
    }
    if (this.failure !== null) {
      throw this.failure;
    }
  }

  private giveBackBlock(): void {
    if (this.block !== null) {
      this.shared.blocks.giveBack(this.block);
      this.block = null;
      this.filled = 0;
    }
  }

  private guard<T>(work: Promise<T>): Promise<T> {
    return inWords(work, this.place);
  }
}
