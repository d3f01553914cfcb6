/** The MD5 of bytes that are sent in order, but for steps back where some must be sent again. */
import { createHash, type Hash } from 'node:crypto';

/** What may be under way when a connection breaks: as far back nothing is read twice. */
const REMEMBERED = 32;

type Mark = { readonly offset: number; readonly hash: Hash };

export class RunningMd5 {
  private marks: Mark[] = [{ offset: 0, hash: createHash('md5') }];

  /** Bytes that are in it. */
  get offset(): number {
    return this.latest.offset;
  }

  add(bytes: Buffer): void {
    const { offset, hash } = this.latest;
    this.marks.push({ offset: offset + bytes.length, hash: hash.copy().update(bytes) });
    if (this.marks.length > REMEMBERED) {
      this.marks.splice(1, 1); // the beginning stays
    }
  }

  /** Steps back to `offset`, or to the nearest place before it that is remembered. */
  stepBack(offset: number): void {
    this.marks = this.marks.filter(mark => mark.offset <= offset);
  }

  /** Hex. */
  digest(): string {
    return this.latest.hash.copy().digest('hex');
  }

  private get latest(): Mark {
    return this.marks.at(-1) ?? { offset: 0, hash: createHash('md5') };
  }
}
