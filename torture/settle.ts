/** After the actions of a round: the weather is fine, nobody acts, and every transfer runs to its end. */
import path from 'node:path';
import { hasEnded, type Problem, type Transfer } from '../protocol';
import { kindOf } from './actions/files';
import { reply } from './actions/transfers';
import { Broken, type Finding } from './model/findings';
import type { Random } from './random';
import { within } from './world/bounds';
import type { Watcher } from './world/watcher';
import type { World } from './world/world';

/** Far more than a few files need. */
const SETTLE_MS = 60_000;
/** A server that was killed is known to be gone by then, and its transfers are offered. */
const LISTED_MS = 20_000;
/** What can be helped by trying again is helped by then. */
const MOST_RETRIES = 4;

/** Throws Broken where that does not happen. */
export async function settle(
  world: World,
  watcher: Watcher,
  random: Random
): Promise<readonly Finding[]> {
  await world.othersGone();
  await connected(world);
  await listed(world, watcher);
  for (let retries = 0; ; retries += 1) {
    const transfers = await runOut(world, watcher, random);
    const again = transfers.filter(transfer => canBeHelped(transfer, world));
    if (again.length === 0) {
      return hopeless(transfers, { world, watcher, random });
    }
    if (retries === MOST_RETRIES) {
      throw new Broken({
        kind: 'untrue list',
        text: `Trying again is offered, and did not help ${MOST_RETRIES} times: ${again.map(said).join('; ')}`
      });
    }
    for (const { id } of again) {
      const answer = await world.call('POST /transfers/:id/retry', { id });
      world.history.note('settling', `retry ${id}: ${answer?.status ?? 'no answer'}`);
    }
  }
}

type Parts = { readonly world: World; readonly watcher: Watcher; readonly random: Random };

/** Where trying again is not offered, it does not help either. */
async function hopeless(
  transfers: readonly Transfer[],
  { world, watcher, random }: Parts
): Promise<readonly Finding[]> {
  const before = transfers.filter(({ files }) => files.failed > 0);
  for (const { id } of before) {
    await world.call('POST /transfers/:id/retry', { id });
  }
  const after = await runOut(world, watcher, random);
  return before.flatMap(({ id, files, problems }): Finding[] => {
    const failed = after.find(each => each.id === id)?.files.failed ?? files.failed;
    const offered = problems.filter(({ retryable }) => retryable).length;
    return files.failed - failed > offered
      ? [
          {
            kind: 'untrue list',
            text: `Trying ${id} again was offered for ${offered} files, and helped ${files.failed - failed}: ${said({ id, problems })}`
          }
        ]
      : [];
  });
}

/** What was wrong with the connection a moment ago is told for some seconds more: a person tries again later. */
async function connected(world: World): Promise<void> {
  await within({
    what: 'a connection to Google Drive in fine weather',
    ms: SETTLE_MS,
    look: async () => (await world.call('GET /status'))?.body.problem,
    isSo: problem => problem === null
  });
}

/** Every transfer that was begun is on the list. */
async function listed(world: World, watcher: Watcher): Promise<void> {
  await within({
    what: 'every transfer that was begun to be on the list; missing are',
    kind: 'forgotten',
    ms: LISTED_MS,
    look: async () => {
      const list = await watcher.look();
      return world.model.transfers.listed.filter(id => !list.some(each => each.id === id));
    },
    isSo: missing => missing.length === 0
  });
}

/** Answers and continues until nothing is under way. */
async function runOut(
  world: World,
  watcher: Watcher,
  random: Random
): Promise<readonly Transfer[]> {
  return within({
    what: 'all transfers to end in fine weather',
    ms: SETTLE_MS,
    look: async () => {
      const list = await watcher.look();
      for (const transfer of list) {
        await help(transfer, world, random);
      }
      return list;
    },
    isSo: list => list.every(({ state }) => hasEnded(state))
  });
}

async function help(transfer: Transfer, world: World, random: Random): Promise<void> {
  const { id, question, state } = transfer;
  if (question !== null) {
    world.history.note('settling', await reply({ ...transfer, question }, random, world));
  } else if (state === 'interrupted') {
    const answer = random.chance(0.85)
      ? await world.call('POST /transfers/:id/retry', { id })
      : await world.call('POST /transfers/:id/cancel', { id });
    world.history.note(
      'settling',
      `continued or cancelled ${id}: ${answer?.status ?? 'no answer'}`
    );
  }
}

function canBeHelped({ state, problems }: Transfer, world: World): boolean {
  return (
    state === 'failed' &&
    problems.some(problem => problem.retryable && !isCauseThere(problem, world))
  );
}

/** A file that the user took away, or put something else in the place of, stays so: nobody brings it back here. */
function isCauseThere({ code, details }: Problem, { workspace }: World): boolean {
  const { path: missing } = details;
  return (
    ['workspaceMissing', 'workspaceRefused'].includes(code) &&
    typeof missing === 'string' &&
    kindOf(path.join(workspace, missing)) !== 'file'
  );
}

function said({ id, problems }: Pick<Transfer, 'id' | 'problems'>): string {
  const first = problems.find(({ retryable }) => retryable) ?? problems[0];
  return `${id}: ${first?.item ?? ''}: ${first?.code ?? ''}: ${first?.message ?? ''}`;
}
