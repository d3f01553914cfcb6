/** The course of one transfer: plan, ask, prepare, move, end; each step in the journal before the next. */
import {
  CONFLICT_CHOICES,
  DriveError,
  type Decision,
  type Conflict,
  type Preferences,
  type Question
} from '../../protocol';
import type { IClock } from '../clock';
import type { ILog } from '../log';
import type { Workspace } from '../workspace/workspace';
import { CANCELLED, SUSPENDED } from './abortReasons';
import { targetPath, toFailure, type TransferItem } from './item';
import type { IJob } from './job';
import { ITEMS_A_LINE, type Journal } from './journal/journal';
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
  /** Called when the transfer becomes busy or stops being so. */
  readonly onChange: () => void;
};

const GIGABYTE = 1e9;
/** Two workers take the largest first, so that the end does not wait for one of them. */
const LARGE_FIRST = 2;

/** Runs from where the transfer is to its end, whatever that is; never rejects. */
export async function runTransfer(parts: RunParts): Promise<void> {
  const { transfer, log } = parts;
  try {
    await proceed(parts);
    await end(transfer.items.some(({ state }) => state === 'failed') ? 'failed' : 'done', parts);
  } catch (error) {
    if (transfer.signal.aborted) {
      if (transfer.signal.reason !== SUSPENDED) {
        await end('cancelled', parts);
      }
      return;
    }
    const failure = toFailure('', null, error);
    transfer.addFailure(failure);
    log.warn(failure.message, { transfer: transfer.id, error });
    await end('failed', parts);
  }
}

async function proceed(parts: RunParts): Promise<void> {
  const { transfer, job, journal } = parts;
  const { signal } = transfer;
  if (transfer.needsPlan) {
    transfer.forgetPlan();
    await job.plan();
    await writePlan(transfer, journal);
    enter('planned', parts);
  }
  if (transfer.needsDecisions) {
    await askIfLarge(parts);
    await decideConflicts(parts);
    await journal.commit({ t: 'start' });
    enter('decided', parts);
  }
  signal.throwIfAborted();
  enter('moving', parts);
  if (transfer.resumes) {
    await lookWhatIsThere(transfer, job);
  }
  await job.prepare();
  await moveAll(parts);
}

function enter(event: TransferEvent, { transfer, onChange }: RunParts): void {
  transfer.enter(event);
  onChange();
}

async function writePlan(transfer: Transfer, journal: Journal): Promise<void> {
  for (let at = 0; at < transfer.items.length; at += ITEMS_A_LINE) {
    journal.append({ t: 'plan', entries: transfer.items.slice(at, at + ITEMS_A_LINE) });
  }
  const { folders, driveFolders, failures: leftOut, unprovenFolders } = transfer;
  await journal.commit({ t: 'planned', folders, driveFolders, leftOut, unprovenFolders });
}

async function askIfLarge(parts: RunParts): Promise<void> {
  const { transfer, preferences, workspace } = parts;
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
  const conflicts = await job.findConflicts();
  if (conflicts.length === 0) {
    return;
  }
  const preset = transfer.order.request.conflicts;
  const answer: Decision =
    preset === undefined
      ? await ask(toQuestion(conflicts, transfer), parts)
      : { kind: 'conflicts', choices: {}, others: preset };
  if (answer.kind === 'conflicts') {
    await job.decide(answer);
  }
}

/** More are decided by "for all". */
const SHOWN_CONFLICTS = 200;

function toQuestion(conflicts: readonly Conflict[], { items }: Transfer): Question {
  const mustReplace = items.some(item => item.kind === 'upload' && item.mustReplace);
  return {
    kind: 'conflicts',
    conflicts: conflicts.slice(0, SHOWN_CONFLICTS),
    choices: CONFLICT_CHOICES.filter(choice => choice !== 'keepBoth' || !mustReplace)
  };
}

async function ask(question: Question, { transfer, onChange }: RunParts): Promise<Decision> {
  const answer = transfer.ask(question);
  onChange();
  try {
    return await answer;
  } finally {
    onChange();
  }
}

/** After a restart the disk is asked, not only the journal. */
async function lookWhatIsThere(transfer: Transfer, job: IJob): Promise<void> {
  for (const item of transfer.items) {
    transfer.signal.throwIfAborted();
    if (item.state === 'waiting' || item.state === 'done') {
      const state = (await job.isInPlace(item)) ? 'done' : 'waiting';
      if (state !== item.state) {
        transfer.received(item, -item.received);
        transfer.setState(item, state);
      }
    }
  }
}

/** Small files first, so that many are done soon; the largest beside them from the start. */
async function moveAll(parts: RunParts): Promise<void> {
  const bySize = parts.transfer.waiting().sort((a, b) => (a.size ?? 0) - (b.size ?? 0));
  const worker = async (takeLargest: boolean): Promise<void> => {
    for (;;) {
      const item = takeLargest ? bySize.pop() : bySize.shift();
      if (item === undefined) {
        return;
      }
      await moveOne(item, parts);
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
  { transfer, job, journal, log }: RunParts
): Promise<void> {
  const { signal } = transfer;
  signal.throwIfAborted();
  try {
    await job.move(item);
    transfer.setState(item, 'done');
    journal.append({ t: 'file', n: item.n, state: 'done', size: item.size, failure: null });
  } catch (error) {
    signal.throwIfAborted();
    const failure = toFailure(item.title, item.n, error);
    transfer.setState(item, 'failed');
    transfer.addFailure(failure);
    journal.append({ t: 'file', n: item.n, state: 'failed', size: item.size, failure });
    log.warn(failure.message, { transfer: transfer.id, path: targetPath(item), error });
    if (endsEverything(error)) {
      throw error;
    }
  }
}

/** Refused credentials, or a workspace that is not on disk: the other files can only fail the same way. */
function endsEverything(error: unknown): boolean {
  return (
    error instanceof DriveError &&
    ['credentialsRejected', 'workspaceUnavailable'].includes(error.code)
  );
}

async function end(state: 'done' | 'failed' | 'cancelled', parts: RunParts): Promise<void> {
  const { transfer, journal, job, clock, log } = parts;
  if (transfer.resumes || state === 'cancelled') {
    await job.sweep().catch((error: unknown) => log.warn('temporary files stay', { error }));
  }
  const at = new Date(clock.now()).toISOString();
  await journal.commit({ t: 'end', state, at }).catch((error: unknown) => {
    log.warn('the journal of a transfer can’t be written', { transfer: transfer.id, error });
  });
  transfer.end(state, at);
  parts.onChange();
}
