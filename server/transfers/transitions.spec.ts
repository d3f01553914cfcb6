import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  after,
  BEGUN,
  mayFollow,
  phaseLeft,
  stateOf,
  type Phase,
  type TransferEvent
} from './transitions';

const GROWING: Phase = { ...BEGUN, plan: 'growing' };
const PLANNED: Phase = { ...BEGUN, plan: 'whole' };
const DECIDED: Phase = { ...PLANNED, isDecided: true };
const PHASES = {
  begun: BEGUN,
  'moving while the plan grows': { ...GROWING, isDecided: true, isMoving: true },
  'asking while the plan grows': { ...GROWING, isAsking: true },
  planned: PLANNED,
  asking: { ...PLANNED, isAsking: true },
  'asking while files move': { ...PLANNED, isAsking: true, isMoving: true },
  decided: DECIDED,
  moving: { ...DECIDED, isMoving: true },
  'interrupted before its plan': { ...BEGUN, life: 'interrupted' },
  interrupted: { ...DECIDED, life: 'interrupted' },
  done: { ...DECIDED, life: 'done' },
  failed: { ...DECIDED, life: 'failed' },
  cancelled: { ...PLANNED, life: 'cancelled' }
} as const satisfies Record<string, Phase>;

const EVENTS: readonly TransferEvent[] = [
  'counted',
  'planned',
  'unplanned',
  'asked',
  'answered',
  'decided',
  'moving',
  'done',
  'failed',
  'cancelled',
  'interrupted',
  'resumed'
];

describe('what may follow', () => {
  it.each<[keyof typeof PHASES, string, readonly TransferEvent[]]>([
    ['begun', 'planning', ['counted', 'asked', 'moving', 'failed', 'cancelled', 'interrupted']],
    [
      'moving while the plan grows',
      'running',
      ['planned', 'asked', 'failed', 'cancelled', 'interrupted']
    ],
    [
      'asking while the plan grows',
      'asking',
      ['planned', 'answered', 'moving', 'failed', 'cancelled', 'interrupted']
    ],
    [
      'planned',
      'planning',
      ['unplanned', 'asked', 'decided', 'moving', 'failed', 'cancelled', 'interrupted']
    ],
    ['asking', 'asking', ['answered', 'moving', 'failed', 'cancelled', 'interrupted']],
    ['asking while files move', 'asking', ['answered', 'failed', 'cancelled', 'interrupted']],
    [
      'decided',
      'planning',
      ['unplanned', 'asked', 'moving', 'done', 'failed', 'cancelled', 'interrupted']
    ],
    ['moving', 'running', ['asked', 'done', 'failed', 'cancelled', 'interrupted']],
    ['interrupted before its plan', 'interrupted', ['cancelled', 'resumed']],
    ['interrupted', 'interrupted', ['cancelled', 'resumed']],
    ['done', 'done', ['resumed']],
    ['failed', 'failed', ['resumed']],
    ['cancelled', 'cancelled', ['resumed']]
  ])('%s is shown as %s and takes %j', (name, state, events) => {
    const phase = PHASES[name];
    expect([stateOf(phase), EVENTS.filter(event => mayFollow(phase, event))]).toEqual([
      state,
      events
    ]);
  });

  it('is refused otherwise, with the state in the message', () => {
    expect(() => after(PHASES.done, 'moving')).toThrow('can’t be “moving” now: {"life":"done"');
  });

  it('keeps plan and decisions, so that it goes on where it was', () => {
    const interrupted = after(PHASES.moving, 'interrupted');
    expect(after(interrupted, 'resumed')).toEqual(DECIDED);
  });

  it('leads only to states that make sense, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), events => {
        let phase = BEGUN;
        for (const event of events) {
          phase = mayFollow(phase, event) ? after(phase, event) : phase;
          expect(phase.life === 'active' || (!phase.isAsking && !phase.isMoving)).toBe(true);
          expect(phase.life !== 'done' || (phase.plan === 'whole' && phase.isDecided)).toBe(true);
          expect(!phase.isDecided || phase.plan !== 'none').toBe(true);
        }
      })
    );
  });
});

describe('what a journal tells', () => {
  it.each<[Parameters<typeof phaseLeft>[0], Phase]>([
    [
      { isPlanned: false, isWhole: true, isDecided: false, ended: null },
      PHASES['interrupted before its plan']
    ],
    [
      { isPlanned: true, isWhole: false, isDecided: true, ended: null },
      { ...PHASES.interrupted, plan: 'growing' }
    ],
    [{ isPlanned: true, isWhole: true, isDecided: true, ended: null }, PHASES.interrupted],
    [{ isPlanned: true, isWhole: true, isDecided: true, ended: 'done' }, PHASES.done],
    [{ isPlanned: true, isWhole: true, isDecided: false, ended: 'cancelled' }, PHASES.cancelled]
  ])('%j', (left, phase) => expect(phaseLeft(left)).toEqual(phase));
});
