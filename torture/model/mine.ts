/**
 * The versions that the user made in the workspace, and which of them may be gone. An edit counts as made
 * when its file was closed. Pure.
 */
import { EMPTY_MD5 } from '../bytes';

/** A stretch of time, in milliseconds. */
export type Span = { readonly from: number; readonly to: number };

type Made = {
  readonly md5: string;
  readonly path: string;
  readonly from: number;
  /** When the user took it away from that path; null while it is theirs. */
  to: number | null;
};

export class Mine {
  private made: Made[] = [];
  private readonly mayGo = new Set<string>();
  private readonly gone = new Set<string>();

  /** `from` is when the edit began. */
  add(path: string, md5: string, from: number): void {
    this.made.push({ md5, path, from, to: null });
  }

  /** The user overwrote or removed this content. */
  end(md5: string, at: number): void {
    this.gone.add(md5);
    for (const made of this.made.filter(each => each.md5 === md5 && each.to === null)) {
      made.to = at;
    }
  }

  /** The user renamed a file or a folder. */
  move(from: string, to: string, at: number): void {
    const moved = this.made.filter(
      ({ path, to: end }) => end === null && (path === from || path.startsWith(`${from}/`))
    );
    for (const made of moved) {
      made.to = at;
      this.made.push({
        ...{ md5: made.md5, from: at, to: null },
        path: to + made.path.slice(from.length)
      });
    }
  }

  /** The user answered “replace” for these paths, to a question that was made within this span. */
  release(isMeant: (path: string) => boolean, asked: Span): void {
    this.made
      .filter(
        ({ path, from, to }) => isMeant(path) && from <= asked.to && (to ?? Infinity) >= asked.from
      )
      .forEach(({ md5 }) => this.mayGo.add(md5));
  }

  /** True for a content that the user overwrote or removed, whoever had put it there. */
  hasEnded(md5: string): boolean {
    return this.gone.has(md5);
  }

  /** What must still be somewhere. Empty files can't be told apart. */
  owed(): readonly { readonly md5: string; readonly path: string }[] {
    return this.made.filter(
      ({ md5, to }) => to === null && md5 !== EMPTY_MD5 && !this.mayGo.has(md5)
    );
  }
}
