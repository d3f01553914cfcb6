/**
 * What a transfer may do next: the one table. Its state has parts that do not exclude each other, since
 * files may move while folders are still being found, or while a question is open. Pure.
 */
import type { TransferState } from '../../protocol';

export type Phase = {
  readonly life: 'active' | 'interrupted' | 'done' | 'failed' | 'cancelled';
  /** How much of what is to be moved is known: nothing that counts, nearly all, all. */
  readonly plan: 'none' | 'growing' | 'whole';
  /** True when nothing about the plan is left to be asked. */
  readonly isDecided: boolean;
  /** True while a question waits for a person. */
  readonly isAsking: boolean;
  readonly isMoving: boolean;
};

export type TransferEvent =
  /** Nearly all is known, so that it can begin. */
  | 'counted'
  | 'planned'
  /** The plan found nothing to move, and is to be made anew. */
  | 'unplanned'
  | 'asked'
  | 'answered'
  | 'decided'
  /** Something else stands under a name than what was decided about: that is to be decided anew. */
  | 'reconsidered'
  | 'moving'
  | 'done'
  | 'failed'
  | 'cancelled'
  /** Undoes `resumed` where the transfer could not be begun again after all. */
  | 'interrupted'
  /** Goes on, or tries again, from where plan and decisions are. */
  | 'resumed';

type Transition = {
  /** What each part must be; a part that is not named may be anything. */
  readonly from: { readonly [Part in keyof Phase]?: readonly Phase[Part][] };
  readonly to: Partial<Phase>;
};

const STILL = { isAsking: false, isMoving: false } as const;

const TRANSITIONS: Readonly<Record<TransferEvent, Transition>> = {
  counted: { from: { life: ['active'], plan: ['none'] }, to: { plan: 'growing' } },
  planned: { from: { life: ['active'], plan: ['growing'] }, to: { plan: 'whole' } },
  unplanned: {
    from: { life: ['active'], plan: ['growing', 'whole'], isAsking: [false], isMoving: [false] },
    to: { plan: 'none', isDecided: false }
  },
  asked: { from: { life: ['active'], isAsking: [false] }, to: { isAsking: true } },
  answered: { from: { life: ['active'], isAsking: [true] }, to: { isAsking: false } },
  decided: {
    from: {
      life: ['active'],
      plan: ['growing', 'whole'],
      isDecided: [false],
      isAsking: [false]
    },
    to: { isDecided: true }
  },
  reconsidered: {
    from: { life: ['active'], isAsking: [false] },
    to: { isDecided: false, isMoving: false }
  },
  moving: { from: { life: ['active'], isMoving: [false] }, to: { isMoving: true } },
  done: {
    from: { life: ['active'], plan: ['whole'], isDecided: [true], isAsking: [false] },
    to: { life: 'done', ...STILL }
  },
  failed: { from: { life: ['active'] }, to: { life: 'failed', ...STILL } },
  cancelled: { from: { life: ['active', 'interrupted'] }, to: { life: 'cancelled', ...STILL } },
  interrupted: { from: { life: ['active'] }, to: { life: 'interrupted', ...STILL } },
  resumed: {
    from: { life: ['interrupted', 'done', 'failed', 'cancelled'] },
    to: { life: 'active' }
  }
};

export const BEGUN: Phase = { life: 'active', plan: 'none', isDecided: false, ...STILL };

/** The phase of a transfer that is restored from its journal. */
export function phaseLeft(left: {
  readonly isPlanned: boolean;
  /** True if nothing may be missing in the plan. */
  readonly isWhole: boolean;
  readonly isDecided: boolean;
  readonly ended: 'done' | 'failed' | 'cancelled' | null;
}): Phase {
  return {
    life: left.ended ?? 'interrupted',
    plan: left.isPlanned ? (left.isWhole ? 'whole' : 'growing') : 'none',
    isDecided: left.isDecided,
    ...STILL
  };
}

export function mayFollow(phase: Phase, event: TransferEvent): boolean {
  const { from } = TRANSITIONS[event];
  return (
    isOneOf(phase.life, from.life) &&
    isOneOf(phase.plan, from.plan) &&
    isOneOf(phase.isDecided, from.isDecided) &&
    isOneOf(phase.isAsking, from.isAsking) &&
    isOneOf(phase.isMoving, from.isMoving)
  );
}

/** Throws for what can't happen: that is a fault of ours. */
export function after(phase: Phase, event: TransferEvent): Phase {
  if (!mayFollow(phase, event)) {
    throw new Error(`A transfer can’t be “${event}” now: ${JSON.stringify(phase)}`);
  }
  return { ...phase, ...TRANSITIONS[event].to };
}

/** What the panel is told: a question comes first, since only a person can end it. */
export function stateOf({ life, isAsking, isMoving }: Phase): TransferState {
  if (life !== 'active') {
    return life;
  }
  if (isAsking) {
    return 'asking';
  }
  return isMoving ? 'running' : 'planning';
}

function isOneOf<T>(value: T, allowed: readonly T[] | undefined): boolean {
  return allowed === undefined || allowed.includes(value);
}
