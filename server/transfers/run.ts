/** The course of one transfer: plan, ask, prepare, move, end; each step in the journal before the next. */
import type { Decision, Preferences, Question } from '../../protocol';
import type { IClock } from '../clock';
import type { ILog } from '../log';
import type { Workspace } from '../workspace/workspace';
import { isChangedMeanwhile } from '../workspace/changedMeanwhile';
import { CANCELLED, SUSPENDED } from './abortReasons';
import { mustBeAsked, toQuestion, withPreset } from './conflictQuestion';
import { endsEverything } from './endsEverything';
import { targetPath, toUnseen, type TransferItem } from './item';
import { failItem, noteFailure } from './failItem';
import { Flagged, leftOut } from './flagged';
import type { IJob } from './job';
import type { Journal } from './journal/journal';
import { fileLine } from './journal/lines';
import { PlanLines } from './journal/planLines';
import { beginProof } from './proof';
import type { TransferEvent } from './transitions';
import type { Transfer } from './transfer';

type RunParts = {
  readonly transfer: Transfer;
  readonly job: IJob;
  readonly journal: Journal;
  readonly workspace: Workspace;
  readonly preferences: Preferences;
  readonly clock: IClock;
  readonly log: ILog;
  readonly filesAtOnce: number;
  /** Rejects if what was chosen has left the root folder: while a person thinks, anything may be moved. */
  readonly assertInside: () => Promise<void>;
  /** Called when the transfer becomes busy or stops being so. */
  readonly onChange: () => void;
};

const GIGABYTE = 1e9;
/** How often what stands under a name may turn out to be another thing, before the item is given up. */
const MOST_ROUNDS = 5;

type Progress = {
  /** How often something else turned out to stand under the name of an item. */
  readonly rounds: Map<TransferItem, number>;
  readonly flagged: Flagged;
};
/** Two workers take the largest first, so that the end does not wait for one of them. */
const LARGE_FIRST = 2;

/** Runs from where the transfer is to its end, whatever that is; never rejects. */
export async function runTransfer(parts: RunParts): Promise<void> {
  const { transfer, log } = parts;
  try {
    await proceed(parts);
    await end(transfer.counts.failed > 0 || transfer.hasUnseen ? 'failed' : 'done', parts);
  } catch (error) {
    if (transfer.needsPlan) {
      transfer.forgetPlan(); // half a plan is none
    }
    if (transfer.signal.aborted) {
      if (transfer.signal.reason !== SUSPENDED) {
        await end('cancelled', parts);
      }
      return;
    }
    const failure = toUnseen('', error);
    if (!transfer.failures.some(({ n, message }) => n !== null && message === failure.message)) {
      noteFailure(failure, parts); // else the item that met it has told it
    }
    log.warn(failure.message, { transfer: transfer.id, error });
    await end('failed', parts);
  }
}

async function proceed(parts: RunParts): Promise<void> {
  const { transfer, job, journal } = parts;
  const isNew = transfer.needsPlan;
  if (isNew) {
    transfer.forgetPlan();
    const lines = new PlanLines(transfer, journal);
    await job.plan();
    await lines.begin();
    enter('counted', parts);
  }
  if (transfer.resumes || !isNew) {
    await job.recover();
  }
  if (transfer.resumes) {
    await lookWhatIsThere(parts);
    if (!transfer.needsDecisions && transfer.undecided().length > 0) {
      enter('reconsidered', parts);
    }
  }
  const proof = beginProof(transfer, job);
  try {
    await moveInRounds(parts, () => proof.over);
  } finally {
    await proof.stop(); // nothing of it goes on after the end
  }
  if (transfer.needsProof && !transfer.hasUnseen) {
    enter('planned', parts);
  }
}

/** What `proven` waits for may add to the plan until then. */
async function moveInRounds(parts: RunParts, proven: () => Promise<void>): Promise<void> {
  const { transfer, job, journal } = parts;
  const progress: Progress = { rounds: new Map(), flagged: new Flagged() };
  for (;;) {
    if (transfer.needsDecisions) {
      await askIfLarge(parts);
      await decideConflicts(parts);
      await journal.commit({ t: 'start' });
      enter('decided', parts);
    }
    transfer.signal.throwIfAborted();
    enter('moving', parts);
    await job.prepare();
    await moveAll(parts, progress);
    while (await decideFlagged(parts, progress)) {
      await moveAll(parts, progress);
    }
    if (transfer.undecided().length === 0) {
      await proven();
    }
    if (transfer.undecided().length === 0) {
      return;
    }
    enter('reconsidered', parts);
  }
}

function enter(event: TransferEvent, { transfer, onChange }: RunParts): void {
  transfer.enter(event);
  onChange();
}

async function askIfLarge(parts: RunParts): Promise<void> {
  const { transfer, preferences, workspace } = parts;
  if (transfer.wasStarted) {
    return;
  }
  const files = transfer.items.length;
  const bytes = transfer.bytesTotal;
  const free = transfer.order.kind === 'copy' ? await workspace.freeBytes() : null;
  const isLarge =
    files > preferences.askAboveFiles || bytes > preferences.askAboveGigabytes * GIGABYTE;
  if (!isLarge && (free === null || bytes <= free)) {
    return;
  }
  const answer = await ask({ kind: 'large', files, bytes, free }, parts);
  if (answer.kind === 'large' && !answer.proceed) {
    transfer.stop(CANCELLED);
    transfer.signal.throwIfAborted();
  }
}

async function decideConflicts(parts: RunParts): Promise<void> {
  const { transfer, job } = parts;
  const found = await job.findConflicts();
  if (found.length === 0) {
    return;
  }
  const preset = transfer.order.request.conflicts;
  const mustAsk = found.filter(({ isUnforeseen }) => mustBeAsked(preset, isUnforeseen));
  const answer: Decision =
    mustAsk.length === 0
      ? { kind: 'conflicts', choices: {}, others: preset ?? 'skip' }
      : await ask(toQuestion(mustAsk, transfer), parts);
  if (answer.kind === 'conflicts') {
    await job.decide(mustAsk.length === 0 ? answer : withPreset(answer, found, preset));
  }
}

/** False if there is nothing to decide. */
async function decideFlagged(parts: RunParts, { flagged }: Progress): Promise<boolean> {
  const question = flagged.question();
  if (question === null) {
    return false;
  }
  const answer = await ask(question, parts);
  if (answer.kind === 'flagged') {
    flagged.decide(answer).forEach(item => failItem(item, leftOut(item), parts));
  }
  return true;
}

async function ask(question: Question, parts: RunParts): Promise<Decision> {
  const { transfer, onChange, assertInside } = parts;
  const answered = transfer.ask(question);
  onChange();
  try {
    const answer = await answered;
    await assertInside();
    return answer;
  } finally {
    onChange();
  }
}

/** After a restart the disk is asked, not only the journal. */
async function lookWhatIsThere({ transfer, job, journal }: RunParts): Promise<void> {
  for (const item of transfer.items) {
    transfer.signal.throwIfAborted();
    if (item.state !== 'waiting' && item.state !== 'done') {
      continue;
    }
    const isThere = await job.isInPlace(item);
    if (isThere && item.state === 'waiting') {
      const arrived = item.kind === 'copy' ? item.arrived : null;
      transfer.received(item, (arrived?.size ?? 0) - item.received);
      noteDone(item, transfer, journal);
    } else if (!isThere && item.state === 'done') {
      transfer.received(item, -item.received);
      transfer.setState(item, 'waiting');
      transfer.reconsider(item);
      journal.append(fileLine(item));
    }
  }
}

function noteDone(item: TransferItem, transfer: Transfer, journal: Journal): void {
  transfer.setState(item, 'done');
  journal.append(fileLine(item));
}

/** Small files first, so that many are done soon; the largest beside them from the start. */
async function moveAll(parts: RunParts, progress: Progress): Promise<void> {
  const bySize = parts.transfer.decided().sort((a, b) => (a.size ?? 0) - (b.size ?? 0));
  let [first, end] = [0, bySize.length];
  const worker = async (takeLargest: boolean): Promise<void> => {
    for (;;) {
      const item = first === end ? undefined : bySize[takeLargest ? --end : first++];
      if (item === undefined) {
        return;
      }
      await moveOne(item, parts, progress).catch((error: unknown) => {
        end = first; // it is everybody's: the other files are left
        throw error;
      });
    }
  };
  const workers = Array.from({ length: parts.filesAtOnce }, (_, n) => worker(n < LARGE_FIRST));
  const outcomes = await Promise.allSettled(workers);
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
}

async function moveOne(
  item: TransferItem,
  parts: RunParts,
  { rounds, flagged }: Progress
): Promise<void> {
  const { transfer, job, journal, log } = parts;
  const { signal } = transfer;
  signal.throwIfAborted();
  try {
    await job.move(item, flagged.isAccepted(item));
    noteDone(item, transfer, journal);
  } catch (error) {
    signal.throwIfAborted();
    if (flagged.leavesAside(item, error)) {
      return;
    }
    const round = (rounds.get(item) ?? 0) + 1;
    rounds.set(item, round);
    if (isChangedMeanwhile(error) && round < MOST_ROUNDS) {
      transfer.reconsider(item);
      return;
    }
    const failure = failItem(item, error, parts);
    log.warn(failure.message, { transfer: transfer.id, path: targetPath(item), error });
    if (endsEverything(error)) {
      throw error;
    }
  }
}

async function end(state: 'done' | 'failed' | 'cancelled', parts: RunParts): Promise<void> {
  const { transfer, journal, job, clock, log } = parts;
  await job.sweep().catch((error: unknown) => log.warn('temporary files stay', { error }));
  const at = new Date(clock.now()).toISOString();
  await journal.commit({ t: 'end', state, at }).catch((error: unknown) => {
    log.warn('the journal of a transfer can’t be written', { transfer: transfer.id, error });
  });
  transfer.end(state, at);
  parts.onChange();
}
