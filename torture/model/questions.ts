/** The questions that transfers asked, when they were made, and what was answered. Pure. */
import type { ConflictChoice, Decision, Question } from '../../protocol';
import type { Span } from './mine';

type Shown = { readonly key: string; readonly span: Span };

export type Answered = {
  readonly path: string;
  readonly choice: ConflictChoice;
  /** When its question was made. */
  readonly span: Span;
};

export class Questions {
  private readonly open = new Map<string, Shown>();
  private readonly choices = new Map<string, Record<ConflictChoice, number>>();

  /**
   * What a transfer asks, as a look told that was sent and answered within `look`; null for nothing. True for a
   * question that is new: it was made after `quietAt`, when a look was sent that did not tell it yet.
   */
  saw(
    transfer: string,
    asker: string,
    question: Question | null,
    at: number,
    quietAt: number
  ): boolean {
    if (question === null) {
      this.open.delete(transfer);
      return false;
    }
    const key = `${asker} ${JSON.stringify(question)}`;
    if (this.open.get(transfer)?.key === key) {
      return false;
    }
    this.open.set(transfer, { key, span: { from: quietAt, to: at } });
    return true;
  }

  /** The same question, seen again from now on, is another one. */
  answered(transfer: string, question: Question, decision: Decision): readonly Answered[] {
    const shown = this.open.get(transfer);
    this.open.delete(transfer);
    if (question.kind !== 'conflicts' || decision.kind !== 'conflicts' || shown === undefined) {
      return [];
    }
    return question.conflicts.map(({ path }) => {
      const choice = choiceFor(path, decision);
      this.count(transfer, choice);
      return { path, choice, span: shown.span };
    });
  }

  /** Asked in advance, or answered. */
  count(transfer: string, choice: ConflictChoice, times = 1): void {
    const counts = this.choices.get(transfer) ?? { replace: 0, keepBoth: 0, skip: 0 };
    counts[choice] += times;
    this.choices.set(transfer, counts);
  }

  chosen(transfer: string, choice: ConflictChoice): number {
    return this.choices.get(transfer)?.[choice] ?? 0;
  }

  chosenAnywhere(choice: ConflictChoice): number {
    return [...this.choices.values()].reduce((sum, counts) => sum + counts[choice], 0);
  }
}

export function choiceFor(
  path: string,
  decision: Extract<Decision, { kind: 'conflicts' }>
): ConflictChoice {
  return Object.hasOwn(decision.choices, path)
    ? (decision.choices[path] ?? decision.others)
    : decision.others;
}
