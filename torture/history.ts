/** What happened in a round, in order: actions, answers, what was seen. Printed if the round fails. */

type Entry = { readonly ms: number; readonly who: string; readonly what: string };

/** Names that repeat themselves to be long. */
const LONG_WORDS = /([^/:“”]{50})[^/:“”]{40,}/g;

export class History {
  private readonly entries: Entry[] = [];
  private readonly start = performance.now();

  /** Milliseconds since the round began. */
  now(): number {
    return performance.now() - this.start;
  }

  note(who: string, what: string): void {
    this.entries.push({ ms: this.now(), who, what: what.replaceAll(LONG_WORDS, '$1…') });
  }

  toText(): string {
    return this.entries
      .map(({ ms, who, what }) => `${ms.toFixed(0).padStart(7)} ms  ${who.padEnd(9)} ${what}`)
      .join('\n');
  }
}
