/** Waiting with an end: every wait says what it waits for, and for how long at most. */
import { Waits } from '../../server/testing/waits';
import { Broken, type FindingKind } from '../model/findings';

export type Wait<T> = {
  /** Ends the sentence “Waited in vain for …”. */
  readonly what: string;
  readonly ms: number;
  readonly look: () => T | Promise<T>;
  readonly isSo: (seen: T) => boolean;
  /** What it is if it lasts longer. */
  readonly kind?: FindingKind;
};

/** What `look` tells as soon as `isSo` holds for it; throws Broken when its time is over. */
export async function within<T>({ what, ms, look, isSo, kind = 'hangs' }: Wait<T>): Promise<T> {
  const waits = new Waits();
  const given: string[] = [];
  const timer = setTimeout(() => given.push(...waits.giveUp()), ms);
  try {
    return await waits.until(what, look, isSo);
  } catch (error) {
    const [sentence] = given;
    if (sentence === undefined) {
      throw error;
    }
    throw new Broken({ kind, text: `${sentence} (${ms / 1_000} s)` });
  } finally {
    clearTimeout(timer);
  }
}
