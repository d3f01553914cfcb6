/** Where a transfer is on its way from its beginning to its end: its phase, the stop, the question that waits. */
import type { Decision, Question, TransferState } from '../../protocol';
import { untilAborted } from '../untilAborted';
import { after, BEGUN, stateOf, type Phase, type TransferEvent } from './transitions';

/** How far an earlier process came. */
export type CourseLeft = {
  readonly phase: Phase;
  readonly endedAt: string | null;
  /** True if it began to move: how large it is was asked before. */
  readonly wasStarted: boolean;
};

export type Ending = 'done' | 'failed' | 'cancelled';

type OpenQuestion = {
  readonly question: Question;
  readonly answer: (decision: Decision) => void;
};

export abstract class Course {
  /** True if temporary files of an earlier process may be there to be taken up. */
  readonly resumes: boolean;
  protected phase: Phase;
  private started: boolean;
  /** Another one each time it begins again. */
  private stopping = new AbortController();
  private ended: string | null;
  private asked: OpenQuestion | null = null;
  private asks = 0;

  protected constructor(left: CourseLeft | null) {
    this.resumes = left !== null;
    this.phase = left?.phase ?? BEGUN;
    this.started = left?.wasStarted ?? false;
    this.ended = left?.endedAt ?? null;
  }

  get state(): TransferState {
    return stateOf(this.phase);
  }

  get life(): Phase['life'] {
    return this.phase.life;
  }

  /** ISO 8601; null until it ends. */
  get endedAt(): string | null {
    return this.ended;
  }

  /** Aborted, with the reason why, when it is stopped. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  get isBusy(): boolean {
    return this.phase.life === 'active' && !this.phase.isAsking;
  }

  /** True until nearly all that is to be moved is counted, so that it can begin. */
  get needsPlan(): boolean {
    return this.phase.plan === 'none';
  }

  /** True while something may still be missing in the plan: it grows while files move. */
  get needsProof(): boolean {
    return this.phase.plan === 'growing';
  }

  get needsDecisions(): boolean {
    return !this.phase.isDecided;
  }

  /** True once it was begun to move: nobody is asked again whether it is too large. */
  get wasStarted(): boolean {
    return this.started;
  }

  get question(): Question | null {
    return this.asked?.question ?? null;
  }

  /** How often a person was asked something: what was seen before may be long ago. */
  get questions(): number {
    return this.asks;
  }

  /** Throws if that can't happen now. */
  enter(event: TransferEvent): void {
    this.phase = after(this.phase, event);
    this.started ||= event === 'decided';
  }

  stop(reason: Error): void {
    this.stopping.abort(reason);
  }

  /** To end what ended that way has no effect: a Cancel does not wait for ever for work that hangs. */
  end(how: Ending, at: string): void {
    if (this.phase.life !== how) {
      this.enter(how);
      this.ended = at;
    }
  }

  /** Begins again what ended or was interrupted. */
  resume(): void {
    this.enter('resumed');
    this.stopping = new AbortController();
    this.ended = null;
  }

  /** Waits for a person; rejects with the reason if the transfer is stopped. */
  async ask(question: Question): Promise<Decision> {
    const { signal } = this;
    signal.throwIfAborted();
    this.enter('asked');
    this.asks += 1;
    try {
      const answered = new Promise<Decision>(answer => (this.asked = { question, answer }));
      return await untilAborted(answered, signal);
    } finally {
      this.asked = null;
      this.enter('answered');
    }
  }

  /** False if there is no such question, or not any more. */
  decide(decision: Decision): boolean {
    if (this.asked?.question.kind !== decision.kind) {
      return false;
    }
    this.asked.answer(decision);
    return true;
  }

  protected forgetStart(): void {
    this.started = false;
  }
}
