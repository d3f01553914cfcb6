/** One round: plant, act, settle, check. Everything that it decides follows from its seed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmulatorProcess } from '../emulator/client';
import { Editing } from './actions/editing';
import { actHere } from './actions/here';
import { actProcess } from './actions/processes';
import { actThere } from './actions/there';
import { actTransfer } from './actions/transfers';
import { actWeather, clearSky } from './actions/weather';
import { afterRestart, collect, descriptorsClosed } from './checks/ending';
import { standingHere, standingThere } from './checks/standing';
import { History } from './history';
import { Broken, type Finding } from './model/findings';
import { judgeFiles } from './model/judge';
import { nameOf } from './model/model';
import { judgeTransfer } from './model/judgeList';
import { judgeWhole } from './model/judgeWhole';
import type { Plan } from './plan/plan';
import { ACTS, type Act, type Step } from './plan/steps';
import { Random } from './random';
import { settle } from './settle';
import { isOfUpload, needsWork } from './plan/steps';
import { reach } from './world/moments';
import { Person } from './world/person';
import { plant } from './world/planting';
import { Watcher } from './world/watcher';
import { World } from './world/world';

/** Steps through [0, 1) without coming back soon. */
const GOLDEN = 0.618;
const LONGEST_HOLD_MS = 300;
const LONGEST_ROUND_MS = 240_000;

export type Outcome = {
  readonly findings: readonly Finding[];
  readonly history: string;
  readonly ms: number;
};

export async function runRound(plan: Plan, emulator: EmulatorProcess): Promise<Outcome> {
  const history = new History();
  await emulator.reset('empty');
  const people = {
    me: Person.of(emulator, emulator.subject),
    other: Person.of(emulator, null)
  };
  const world = new World(emulator, history, people);
  try {
    const findings = await collect(() => inTime(course(plan, world)));
    findings.forEach(({ kind, text }) => history.note('FOUND', `${kind}: ${text}`));
    return { findings, history: history.toText(), ms: history.now() };
  } finally {
    await world.clear();
  }
}

/** Whatever has no bound of its own ends here. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = sleep(LONGEST_ROUND_MS, undefined, { signal: over.signal }).then(() => {
    const text = `The round did not end within ${LONGEST_ROUND_MS / 1_000} s.`;
    throw new Broken({ kind: 'hangs', text });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    await late.catch(() => undefined);
  }
}

async function course({ seed, tree, steps }: Plan, world: World): Promise<readonly Finding[]> {
  const { emulator, history, model } = world;
  const watcher = new Watcher(world);
  await plant(tree, world);
  watcher.start();
  const editing = new Editing(world, id => watcher.isUnderWay(id));
  try {
    for (const step of steps) {
      await take(step, { world, watcher, editing });
    }
  } finally {
    await clearSky(emulator);
    await watcher.stop();
  }
  history.note('settling', 'the sky is clear');
  const unsettled = await collect(() => settle(world, watcher, new Random(`settling ${seed}`)));
  model.close();
  if (unsettled.length > 0) {
    return [...unsettled, ...(await judgeUnsettled(world))];
  }
  const list = watcher.transfers;
  const lastPid = world.childPid;
  const closed = await collect(() => descriptorsClosed(world));
  const restarted = await collect(() => afterRestart(world, list));
  const there = await standingThere(world);
  const here = standingHere(world).filter(({ path }) => !model.isOutOfReach(nameOf(path), lastPid));
  return [
    ...judgeFiles(model, here, there),
    ...list.flatMap(judgeTransfer),
    ...judgeWhole(model, list, here, there),
    ...closed,
    ...restarted
  ];
}

/** Whatever else is wrong: nothing is lost or half. */
async function judgeUnsettled(world: World): Promise<readonly Finding[]> {
  const stopped = await collect(() => world.stopServer().then(() => []));
  const files = judgeFiles(world.model, standingHere(world), await standingThere(world));
  return [...stopped, ...files.filter(({ kind }) => kind !== 'left over')];
}

async function take(step: Step, hands: Hands): Promise<void> {
  const { world, watcher } = hands;
  if (needsWork(step.moment) && !watcher.isBusy) {
    await beginWork(step, hands);
  }
  const { came, item, release } = await reach(step.moment, world, watcher);
  watcher.assertWell();
  // What is asked of the proxy may need the answer that is held: then it comes in the middle.
  const over = new AbortController();
  const held = sleep(LONGEST_HOLD_MS, undefined, { signal: over.signal })
    .catch(() => undefined) // it is over
    .then(release);
  try {
    const when = step.moment === 'at once' ? '' : came ? ` (at ${step.moment})` : ' (late)';
    await doOne(step, item, when, hands);
  } finally {
    over.abort();
    await held;
  }
}

/** A moment comes only while something moves: something new in Drive is copied, or an edit uploaded. */
async function beginWork(step: Step, hands: Hands): Promise<void> {
  const acts: readonly Act[] = isOfUpload(step.moment)
    ? ['editByRename', 'uploadAgain']
    : step.draws[3] < 0.2
      ? ['retry']
      : ['overwrite', 'overwrite', 'copyAgain'];
  for (const [n, act] of acts.entries()) {
    const [first, second, third, fourth] = step.draws;
    const draws = [(first + n * GOLDEN) % 1, second, (third + n * GOLDEN) % 1, fourth] as const;
    await doOne({ ...step, act, draws }, null, ' (first)', hands);
  }
}

async function doOne(step: Step, item: string | null, when: string, hands: Hands): Promise<void> {
  const said = await act(step, item, hands);
  hands.world.history.note(`step ${step.n}`, `${step.act}${when}: ${said}`);
}

type Hands = { readonly world: World; readonly watcher: Watcher; readonly editing: Editing };

async function act(
  step: Step,
  item: string | null,
  { world, watcher, editing }: Hands
): Promise<string> {
  const { act: chosen } = step;
  if (isOneOf(ACTS.transfers, chosen)) {
    return actTransfer(chosen, step, world, watcher);
  }
  if (isOneOf(ACTS.here, chosen)) {
    return orElse(() => actHere(chosen, step, item, world, editing));
  }
  if (isOneOf(ACTS.there, chosen)) {
    return actThere(chosen, step, item, world);
  }
  return isOneOf(ACTS.weather, chosen)
    ? actWeather(chosen, step, world.emulator)
    : actProcess(chosen, world);
}

/** A program of the user fails as any does where the file went away at that moment. */
function orElse(program: () => string): string {
  try {
    return program();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      return `failed: ${error.message}`;
    }
    throw error;
  }
}

function isOneOf<T extends Act>(acts: readonly T[], given: Act): given is T {
  return acts.some(each => each === given);
}
