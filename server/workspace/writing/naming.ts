/**
 * Gives a finished file its name. rename(2) can't compare, and would put it over whatever stands there by
 * then; so a new name is made by link(2), which refuses what exists, and a file that is to be replaced first
 * gets a second name, by which it is looked at again after the rename (docs/decisions/0015-what-a-name-is-given-to.md).
 * One after the other and without a pause, so that nobody gets in between for long: it runs on the thread
 * that writes, and therefore uses nothing but what is handed in, and has methods for functions, since only
 * its source gets there and the bundler wraps named functions with a helper of its own.
 */
import type fs from 'node:fs';
import type { compareStates, FileState, stateOf } from '../fileState';

export type NamingFs = Pick<typeof fs, 'linkSync' | 'lstatSync' | 'renameSync' | 'unlinkSync'>;
export type NamingTools = {
  readonly stateOf: typeof stateOf;
  readonly compareStates: typeof compareStates;
  /** Of an error of the disk; '' for none. */
  readonly codeOf: (error: unknown) => string;
};

/** Paths are absolute, and of one folder. */
export type NamingOrder = {
  readonly temporary: string;
  readonly target: string;
  /** For the second name of what is replaced; nothing may stand there. */
  readonly old: string;
  /** What was seen under the target's name a moment ago, and may be replaced; null for nothing. */
  readonly expected: FileState | null;
  /** Bytes that the temporary file must have; null for whatever it has. */
  readonly size: number | null;
};

export type NamingOutcome = {
  /**
   * `changed`: something else stands there, untouched, and the temporary file is whole. `changedLate`: it
   * was seen only afterwards, and what should have been replaced has the name `old` alone. `notWhole`: the
   * temporary file has another size than was written, and got no name.
   */
  readonly kind: 'named' | 'changed' | 'changedLate' | 'notWhole';
  /** The file before it was named. */
  readonly before: FileState;
  /** What stands under the name afterwards; null for nothing, or no answer. */
  readonly after: FileState | null;
  /** Names of ours that could not be removed. */
  readonly left: readonly string[];
};

type Step = Pick<NamingOutcome, 'kind' | 'left'>;

/** Throws the disk's own errors; what stood there stands there then. EEXIST: the name `old` is taken. */
export function naming(
  fs: NamingFs,
  { stateOf, compareStates, codeOf }: NamingTools
): (order: NamingOrder) => NamingOutcome {
  const CHANGED: Step = { kind: 'changed', left: [] };
  const NAMED: Step = { kind: 'named', left: [] };
  /** Every other refusal of a link may be that of a file system without links: each has its own. */
  const REAL_REFUSALS = ['EEXIST', 'ENOENT', 'ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'];
  const steps = {
    look(path: string): FileState | null {
      const stats = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
      return stats === undefined ? null : stateOf(stats);
    },
    lookAtOwn(path: string): FileState {
      return stateOf(fs.lstatSync(path, { bigint: true }));
    },
    lookIfPossible(path: string): FileState | null {
      try {
        return steps.look(path);
      } catch {
        return null;
      }
    },
    /** Times of links and names aside, the same file: its content is what it was. */
    isAsBefore(one: FileState, other: FileState | null): boolean {
      return other !== null && compareStates(one, other) !== 'different';
    },
    remove(path: string): readonly string[] {
      try {
        fs.unlinkSync(path);
        return [];
      } catch (error) {
        return codeOf(error) === 'ENOENT' ? [] : [path];
      }
    },
    /** True if both are names of one file: a link that was made, though it was answered otherwise. */
    isSecondName(path: string, other: string): boolean {
      const [one, two] = [path, other].map(name =>
        fs.lstatSync(name, { bigint: true, throwIfNoEntry: false })
      );
      const areThere = one !== undefined && two !== undefined && two.nlink > 1n;
      return areThere && one.ino === two.ino && one.dev === two.dev;
    },
    /** False where the system refuses such a name. */
    link(from: string, to: string): boolean {
      try {
        fs.linkSync(from, to);
        return true;
      } catch (error) {
        if (REAL_REFUSALS.includes(codeOf(error))) {
          throw error;
        }
        return false;
      }
    },
    nameNew({ temporary, target }: NamingOrder): Step {
      let isLinked = false;
      try {
        isLinked = steps.link(temporary, target);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') {
          throw error;
        }
      }
      if (isLinked || steps.isSecondName(temporary, target)) {
        return { kind: 'named', left: steps.remove(temporary) };
      }
      if (steps.look(target) !== null) {
        return CHANGED;
      }
      fs.renameSync(temporary, target);
      return NAMED;
    },
    replace(order: NamingOrder, expected: FileState, ours: FileState): Step {
      const { target, old } = order;
      const found = steps.look(target);
      if (found === null) {
        return steps.nameNew(order); // somebody took it away: nothing is lost
      }
      if (compareStates(found, expected) !== 'same') {
        return CHANGED;
      }
      if (!steps.link(target, old)) {
        return steps.lookAndRename(order, expected);
      }
      const second = steps.look(old);
      if (second === null || !steps.isAsBefore(found, second)) {
        steps.remove(old); // of the file that a link leads to, or of one that came this moment
        return steps.lookAndRename(order, expected);
      }
      const still = steps.look(target);
      if (!steps.isAsBefore(found, still) || still?.inode !== found.inode) {
        return { kind: 'changed', left: steps.remove(old) };
      }
      return steps.renameAndLook(order, second, ours);
    },
    /** True once ours has the name; false where it was not got by a rename over what stands there. */
    renameOver({ temporary, target }: NamingOrder): boolean {
      try {
        fs.renameSync(temporary, target);
        return true;
      } catch (error) {
        const code = codeOf(error);
        if (code !== 'EEXIST' && REAL_REFUSALS.includes(code)) {
          throw error;
        }
        return false;
      }
    },
    renameAndLook(order: NamingOrder, second: FileState, ours: FileState): Step {
      let isRenamed = false;
      try {
        isRenamed = steps.renameOver(order);
      } catch (error) {
        steps.remove(order.old);
        throw error;
      }
      if (!isRenamed) {
        steps.remove(order.old);
        return steps.moveAside(order, second);
      }
      const known = steps.lookIfPossible(order.old);
      if (known === null) {
        return { kind: 'named', left: [order.old] };
      }
      return steps.isAsBefore(second, known)
        ? { kind: 'named', left: steps.remove(order.old) }
        : steps.putBack(order, ours);
    },
    /** It was written to in the last moment: it gets its name back, and ours the temporary one. */
    putBack({ temporary, target, old }: NamingOrder, ours: FileState): Step {
      try {
        fs.linkSync(target, temporary);
        if (steps.look(temporary)?.inode === ours.inode) {
          fs.renameSync(old, target);
          return CHANGED;
        }
      } catch {
        return { kind: 'changedLate', left: [] };
      }
      return { kind: 'changedLate', left: steps.remove(temporary) }; // it is a third one's
    },
    /** Where there are no links: all that can be done. */
    lookAndRename(order: NamingOrder, expected: FileState): Step {
      const found = steps.look(order.target);
      if (found !== null && !steps.isAsBefore(found, expected)) {
        return CHANGED;
      }
      return steps.renameOver(order) ? NAMED : steps.moveAside(order, expected);
    },
    /** Some mounts refuse a rename over a file. */
    moveAside(order: NamingOrder, expected: FileState): Step {
      const { temporary, target, old } = order;
      if (steps.look(old) !== null) {
        throw Object.assign(new Error(`EEXIST: ${old}`), { code: 'EEXIST' });
      }
      fs.renameSync(target, old);
      try {
        if (!steps.isAsBefore(expected, steps.look(old)) || steps.look(target) !== null) {
          return steps.moveBack(order);
        }
        fs.renameSync(temporary, target);
      } catch (error) {
        steps.moveBack(order);
        throw error;
      }
      return { kind: 'named', left: steps.remove(old) };
    },
    /** Never over what has come under the name by now. */
    moveBack({ target, old }: NamingOrder): Step {
      try {
        if (steps.look(target) === null) {
          fs.renameSync(old, target);
          return CHANGED;
        }
      } catch {
        // The cause is told; the file stays under its second name, which is in the journal.
      }
      return { kind: 'changedLate', left: [] };
    }
  };
  return order => {
    const before = steps.lookAtOwn(order.temporary);
    if (order.size !== null && before.size !== order.size) {
      return { kind: 'notWhole', left: [], before, after: null };
    }
    const step =
      order.expected === null ? steps.nameNew(order) : steps.replace(order, order.expected, before);
    return { ...step, before, after: steps.lookIfPossible(order.target) };
  };
}
