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
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const [sentence = `Waited in vain for ${what}.`] = waits.giveUp();
      reject(new Broken({ kind, text: `${sentence} (${ms / 1_000} s)` }));
    }, ms);
  });
  const seen = waits.until(what, look, isSo);
  seen.catch(() => undefined); // given up: `late` says so
  try {
    return await Promise.race([late, seen]); // in this order: it explains the rejection of the other
  } finally {
    clearTimeout(timer);
  }
}
