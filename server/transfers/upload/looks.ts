/**
 * How long what was seen in Drive counts: Drive compares nothing for us, so what was not looked at a moment ago is
 * looked at again before it is acted upon. A run that goes on with a plan of before has seen nothing yet; and while
 * a person thinks, anything may happen.
 */
import type { IClock } from '../../clock';
import type { Transfer } from '../transfer';

export type Look = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly questions: number;
};

type LooksParts = {
  readonly transfer: Pick<Transfer, 'questions'>;
  readonly clock: Pick<IClock, 'now'>;
  readonly lookAgainMs: number;
};

export class Looks {
  constructor(private readonly parts: LooksParts) {}

  now(): Look {
    const { transfer, clock } = this.parts;
    return { at: clock.now(), questions: transfer.questions };
  }

  isFresh({ at, questions }: Look): boolean {
    const { transfer, clock, lookAgainMs } = this.parts;
    return questions === transfer.questions && clock.now() - at < lookAgainMs;
  }
}
