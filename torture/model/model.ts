/** All that the test knows of both sides, in one place; what it says at the end is in judge.ts. Pure. */
import type { TransferKind, TransferState } from '../../protocol';
import { BegunTransfers, type Begun } from './begun';
import { Mine, type Span } from './mine';
import { mayComeOf } from './names';
import { Questions, type Answered } from './questions';
import { Theirs } from './theirs';
import { Versions } from './versions';

export class Model {
  readonly versions = new Versions();
  readonly mine = new Mine();
  readonly theirs = new Theirs();
  readonly questions = new Questions();
  readonly transfers = new BegunTransfers();
  private made = 0;
  private readonly carriedAway = new Map<string, number | null>();

  /** A number that no content has yet. */
  nextNumber(): number {
    this.made += 1;
    return this.made;
  }

  madeHere(path: string, md5: string, from: number): void {
    this.versions.add(md5, `${this.nextLabel()}, made in the workspace as ${path}`, nameOf(path));
    this.mine.add(path, md5, from);
  }

  /** Written, but the file was renamed over meanwhile: it may turn up, and need not. */
  attemptedHere(path: string, md5: string): void {
    this.versions.add(md5, `${this.nextLabel()}, written too late to ${path}`, nameOf(path));
  }

  movedHere(from: string, to: string, md5: string | null, at: number): void {
    if (md5 !== null) {
      this.versions.named(md5, nameOf(to));
    }
    this.mine.move(from, to, at);
  }

  /**
   * The user renamed a folder with a file of ours in it, which the process `by` has open, or nobody: once that is
   * gone, nothing leads to the file.
   */
  carried(name: string, by: number | null): void {
    this.carriedAway.set(name, by);
  }

  /** True for a file of ours that the process which runs in the end had no way to. */
  isOutOfReach(name: string, lastPid: number | null): boolean {
    const by = this.carriedAway.get(name);
    return by !== undefined && (by === null || by !== lastPid);
  }

  madeThere(id: string, name: string, md5: string, from: number): void {
    this.versions.add(md5, `${this.nextLabel()}, made in Drive as ${name}`, name);
    this.theirs.namesOf(id).forEach(each => this.versions.named(md5, each));
    this.theirs.add(id, name, md5, from);
  }

  /** An item of Drive has another name; so has, if it is copied now, what is in it. */
  renamedThere(id: string, name: string, md5: string | null): void {
    this.theirs.touch(id, name);
    if (md5 !== null) {
      this.versions.named(md5, name);
    }
  }

  answered(kind: TransferKind, answers: readonly Answered[]): void {
    for (const { path, span } of answers.filter(({ choice }) => choice === 'replace')) {
      if (kind === 'copy') {
        this.mine.release(each => each === path, span);
      } else {
        this.theirs.release(nameOf(path), span);
      }
    }
  }

  /** `id` is null where the answer was lost. */
  begun(id: string | null, begun: Begun): void {
    this.transfers.add(id, begun);
    if (id !== null && begun.inAdvance !== null) {
      this.questions.count(id, begun.inAdvance, Infinity);
    }
  }

  saw(id: string, state: TransferState, at: number): void {
    const decided = this.transfers.saw(id, state, at);
    if (decided !== null) {
      this.mayReplace(decided.begun, decided.span);
    }
  }

  /** Nothing happens any more. */
  close(): void {
    this.transfers.undecided().forEach(begun => {
      this.mayReplace(begun, { from: begun.from, to: Infinity });
    });
  }

  private mayReplace({ kind, names }: Begun, span: Span): void {
    if (kind === 'copy') {
      this.mine.release(path => names.some(name => isUnder(path, name)), span);
    } else {
      names.forEach(name => this.theirs.release(name, span));
    }
  }

  private nextLabel(): string {
    return `v${this.nextNumber()}`;
  }
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a workspace path is what `start` became, or below it; the last part of `start` is a name in Drive. */
function isUnder(path: string, start: string): boolean {
  const wanted = start.split('/');
  const parts = path.split('/');
  const last = wanted.length - 1;
  return wanted.every((part, n) =>
    n < last ? parts[n] === part : mayComeOf(parts[n] ?? '', part)
  );
}
