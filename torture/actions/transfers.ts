/** What a person does in the panel: copies, uploads, answers, cancels, continues. */
import {
  hasEnded,
  type ConflictChoice,
  type Decision,
  type Question,
  type Transfer
} from '../../protocol';
import type { Begun } from '../model/begun';
import { nameOf } from '../model/model';
import { choiceFor } from '../model/questions';
import type { ACTS, Step } from '../plan/steps';
import { HERE_FOLDERS } from '../plan/tree';
import { at, Random } from '../random';
import type { Watcher } from '../world/watcher';
import type { World } from '../world/world';
import { filesBelow, foldersBelow } from './files';
import { sourcesHere, sourcesThere } from './sources';

type TransferAct = (typeof ACTS.transfers)[number];

const SHOWN = ['My Drive', 'My Drive/top', 'My Drive/top', 'Shared with me'] as const;
const INTO = ['My Drive/target', 'My Drive/target', 'My Drive/top'] as const;
const CHOICES: readonly [ConflictChoice, ...ConflictChoice[]] = ['replace', 'keepBoth', 'skip'];
/** The share of transfers that are told in advance what to do with names that exist. */
const PRESET = 0.12;

/** What was done, in words. */
export async function actTransfer(
  act: TransferAct,
  step: Step,
  world: World,
  watcher: Watcher
): Promise<string> {
  const { draws } = step;
  const random = new Random(`step ${draws.join(' ')}`);
  const any = (fits: (transfer: Transfer) => boolean): string | undefined =>
    at(watcher.transfers.filter(fits), draws[0])?.id;
  const copyAgain = (): Promise<string> => copy('My Drive', 0, random, world, 'top');
  switch (act) {
    case 'copy':
      return copy(at(SHOWN, draws[0]) ?? SHOWN[0], draws[1], random, world);
    case 'copyAgain':
      return copyAgain();
    case 'upload':
      return upload(at(INTO, draws[0]) ?? INTO[0], random, world);
    case 'uploadAgain':
      return upload(INTO[0], random, world, 'data');
    case 'answer': {
      const asking = at(watcher.asking, draws[0]);
      return asking === undefined ? copyAgain() : reply(asking, random, world);
    }
    case 'cancel': {
      const id = any(({ state }) => !hasEnded(state));
      return id === undefined ? copyAgain() : cancel(id, world);
    }
    case 'retry': {
      const id = any(({ state }) => state === 'interrupted') ?? any(({ state }) => hasEnded(state));
      return id === undefined ? copyAgain() : retry(id, world);
    }
    case 'forget': {
      const id = any(({ state }) => hasEnded(state));
      return id === undefined ? copyAgain() : forget(id, world);
    }
  }
}

async function cancel(id: string, world: World): Promise<string> {
  const answer = await world.call('POST /transfers/:id/cancel', { id });
  return `cancelled ${id}: ${answer?.status ?? 'no answer'}`;
}

async function retry(id: string, world: World): Promise<string> {
  const answer = await world.call('POST /transfers/:id/retry', { id });
  return `continued ${id}: ${answer?.status ?? 'no answer'}`;
}

async function forget(id: string, world: World): Promise<string> {
  const answer = await world.call('DELETE /transfers/:id', { id });
  if (answer === null || answer.status === 200) {
    world.model.transfers.remove(id);
  }
  return `took ${id} off the list: ${answer?.status ?? 'no answer'}`;
}

/** A whole folder, or what is picked in it. */
async function copy(
  shown: string,
  share: number,
  random: Random,
  world: World,
  wanted?: string
): Promise<string> {
  const listed = await world.call('GET /folder', { query: { path: shown } });
  if (listed?.status !== 200) {
    return `could not look into ${shown}: ${listed?.status ?? 'no answer'}`;
  }
  const rows = listed.body.items.filter(({ name }) => wanted === undefined || name === wanted);
  const first = at(rows, share);
  if (first === undefined) {
    return `found nothing in ${shown}`;
  }
  const chosen = [first, ...rows.filter(row => row !== first && random.chance(0.25))];
  const destination = random.chance(0.8) ? '' : random.of(['data', 'top', ...HERE_FOLDERS]);
  const items = chosen.map(({ id, path }) => ({ id, path }));
  const body = { items, destination, ...preset(random) };
  const begun: Begun = {
    kind: 'copy',
    sources: sourcesThere(
      chosen.map(({ id }) => id),
      await world.emulator.snapshot()
    ),
    names: chosen.map(({ title }) => (destination === '' ? title : `${destination}/${title}`)),
    inAdvance: body.conflicts ?? null,
    from: world.history.now()
  };
  const reply = await world.call('POST /copies', { body });
  const names = chosen.map(({ path }) => path).join(', ');
  return told(`copy of ${names} into “${destination}”`, reply, begun, world);
}

async function upload(
  target: string,
  random: Random,
  world: World,
  wanted?: string
): Promise<string> {
  const found = await world.call('GET /item', { query: { path: target } });
  if (found?.status !== 200) {
    return `could not find ${target}: ${found?.status ?? 'no answer'}`;
  }
  const { workspace } = world;
  const folders = foldersBelow(workspace).filter(path => path !== '' && !path.includes('/'));
  const all = random.chance(0.6) ? folders : filesBelow(workspace);
  const first = wanted ?? at(all, random.uniform());
  if (first === undefined) {
    return 'found nothing to upload';
  }
  const folder = { id: found.body.id, path: target };
  const body = { paths: [first], folder, ...preset(random) };
  const sources = sourcesHere(workspace, first);
  const begun: Begun = {
    ...{ kind: 'upload', sources, inAdvance: body.conflicts ?? null },
    names: sources.map(({ what }) => nameOf(what)),
    from: world.history.now()
  };
  const reply = await world.call('POST /uploads', { body });
  return told(`upload of ${first} into ${target}`, reply, begun, world);
}

function preset(random: Random): { conflicts?: ConflictChoice } {
  return random.chance(PRESET) ? { conflicts: random.of(CHOICES) } : {};
}

type Reply = { readonly status: number; readonly body: Transfer } | null;

function told(what: string, reply: Reply, begun: Begun, { model }: World): string {
  const advance = begun.inAdvance === null ? '' : `, ${begun.inAdvance} in advance`;
  const isRefused = reply !== null && reply.status !== 200;
  if (!isRefused) {
    model.begun(reply?.body.id ?? null, begun);
  }
  const said =
    reply === null ? 'no answer' : isRefused ? JSON.stringify(reply.body) : reply.body.id;
  return `${what}${advance}: ${said}`;
}

/** Answers as chance has it. What may be answered twice, or to nobody, counts as answered. */
export async function reply(
  { id, kind, question }: Transfer & { readonly question: Question },
  random: Random,
  world: World
): Promise<string> {
  const decision = decide(question, random);
  const answer = await world.call('POST /transfers/:id/answer', { id, body: decision });
  const isTaken = answer === null || answer.status === 200;
  if (isTaken) {
    world.model.answered(kind, world.model.questions.answered(id, question, decision));
  }
  const said =
    question.kind === 'conflicts' && decision.kind === 'conflicts'
      ? question.conflicts.map(({ path }) => `${path}: ${choiceFor(path, decision)}`).join(', ')
      : 'go on';
  return `answered ${id} (${answer?.status ?? 'lost'}): ${said}`;
}

function decide(question: Question, random: Random): Decision {
  if (question.kind === 'large') {
    return { kind: 'large', proceed: true };
  }
  if (question.kind === 'flagged') {
    return { kind: 'flagged', take: question.files.map(({ path }) => path) };
  }
  const one = (): ConflictChoice => random.of(CHOICES);
  const choices = question.conflicts
    .filter(() => random.chance(0.7))
    .map(({ path }): [string, ConflictChoice] => [path, one()]);
  return { kind: 'conflicts', choices: Object.fromEntries(choices), others: one() };
}
