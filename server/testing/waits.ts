/**
 * Waiting for what happens elsewhere and is not announced: it is looked at again and again, with a short
 * pause. There is no time-out of its own: the test's limit ends a wait, which then says what it saw last.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

const PAUSE_MS = 10;
/** Letters of what was seen last: a transfer with all its problems would fill the screen. */
const MOST_SHOWN = 600;

type Wait = { readonly what: string; seen: string; readonly over: AbortController };

export class Waits {
  private readonly open = new Set<Wait>();

  /** What `look` tells as soon as `isSo` holds for it. Rejects if `look` does, or when it is given up. */
  async until<T>(what: string, look: () => T | Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
    const wait: Wait = { what, seen: 'nothing', over: new AbortController() };
    const { signal } = wait.over;
    this.open.add(wait);
    try {
      for (;;) {
        const seen = await look();
        if (isSo(seen)) {
          return seen;
        }
        wait.seen = show(seen);
        signal.throwIfAborted();
        await sleep(PAUSE_MS, undefined, { signal });
      }
    } finally {
      this.open.delete(wait);
    }
  }

  /** Ends all waits that are still going on; a sentence about each. */
  giveUp(): readonly string[] {
    return [...this.open].map(({ what, seen, over }) => {
      const sentence = `Waited in vain for ${what}. Seen last: ${seen}`;
      over.abort(new Error(sentence));
      return sentence;
    });
  }
}

function show(seen: unknown): string {
  const text = inspect(seen, { breakLength: Number.POSITIVE_INFINITY, depth: 3 });
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
