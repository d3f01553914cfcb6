/** What happens in a round, and when. Drawn from the seed alone; what a step picks is looked up when it is done. */
import type { Random } from '../random';
import type { Scale } from './tree';

export const ACTS = {
  // Some more often than others.
  transfers: [
    'copyAgain',
    'copyAgain',
    'copy',
    'upload',
    'uploadAgain',
    'answer',
    'answer',
    'retry',
    'retry',
    'cancel',
    'forget'
  ],
  here: [
    'editInPlace',
    'editByRename',
    'editSameSizeAndTime',
    'append',
    'truncate',
    'remove',
    'rename',
    'toFolder',
    'toLink',
    'create',
    'renameFolder'
  ],
  there: ['overwrite', 'trash', 'restore', 'renameItem', 'move', 'loseAccess', 'add'],
  weather: ['storm', 'stall', 'slow', 'gaps', 'calm', 'expireTokens'],
  processes: ['killChild', 'killServer', 'killBoth', 'stopServer']
} as const;

type Part = keyof typeof ACTS;
export type Act = (typeof ACTS)[Part][number];

export type Moment =
  | 'at once'
  /** When the next request of the proxy reaches Drive; it waits there until the step is done. */
  | 'any request'
  | 'a download'
  | 'an upload'
  /** When Drive is about to answer it. */
  | 'any answer'
  | 'an answered upload'
  /** As soon as something changes on the disk. */
  | 'a change on the disk'
  /** When a transfer of this round asks a question. */
  | 'a question';

/** True for a moment that comes only while a transfer moves something. */
export function needsWork(moment: Moment): boolean {
  return moment !== 'at once' && moment !== 'a question';
}

export function isOfUpload(moment: Moment): boolean {
  return moment === 'an upload' || moment === 'an answered upload';
}

export type Step = {
  readonly n: number;
  readonly act: Act;
  readonly moment: Moment;
  /** In [0, 1): what the step picks, among what is there by then. */
  readonly draws: readonly [number, number, number, number];
};

type Weights<T> = readonly (readonly [T, number])[];

const WEIGHTS: Weights<Part> = [
  ['transfers', 0.36],
  ['here', 0.34],
  ['there', 0.13],
  ['weather', 0.08],
  ['processes', 0.09]
];

const MOMENTS: Weights<Moment> = [
  ['at once', 0.3],
  ['any request', 0.15],
  ['a download', 0.15],
  ['an upload', 0.08],
  ['any answer', 0.1],
  ['an answered upload', 0.05],
  ['a change on the disk', 0.14],
  ['a question', 0.03]
];

/** A file is edited just when its bytes move. */
const MOMENTS_HERE: Weights<Moment> = [
  ['at once', 0.15],
  ['any request', 0.1],
  ['a download', 0.35],
  ['an upload', 0.15],
  ['any answer', 0.08],
  ['an answered upload', 0.07],
  ['a change on the disk', 0.06],
  ['a question', 0.04]
];

/** Transfers that are over at once meet nothing. */
const SLOW = 0.65;

export function drawSteps(random: Random, { steps }: Scale): readonly Step[] {
  const opening: readonly Act[] = [
    random.chance(SLOW) ? 'slow' : 'calm',
    random.chance(0.65) ? 'copy' : 'upload'
  ];
  return Array.from({ length: steps }, (_, n): Step => {
    const act = opening[n] ?? drawAct(random);
    const moments = isHere(act) ? MOMENTS_HERE : MOMENTS;
    const moment = n < opening.length ? 'at once' : weighed(moments, random);
    const draw = (): number => random.uniform();
    return { n, act, moment, draws: [draw(), draw(), draw(), draw()] };
  });
}

function isHere(act: Act): boolean {
  return ACTS.here.some(each => each === act);
}

function drawAct(random: Random): Act {
  const part = weighed(WEIGHTS, random);
  switch (part) {
    case 'transfers':
      return random.of(ACTS.transfers);
    case 'here':
      return random.of(ACTS.here);
    case 'there':
      return random.of(ACTS.there);
    case 'weather':
      return random.of(ACTS.weather);
    case 'processes':
      return random.of(ACTS.processes);
  }
}

function weighed<T>(weights: Weights<T>, random: Random): T {
  let left = random.uniform() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of weights) {
    left -= weight;
    if (left < 0) {
      return value;
    }
  }
  return (weights[0] ?? never())[0];
}

function never(): never {
  throw new Error('There is nothing to choose from.');
}
