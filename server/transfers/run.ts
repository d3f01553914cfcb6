/** The course of one transfer: plan, ask, prepare, move, end; each step in the journal before the next. */
import {
  CONFLICT_CHOICES,
  DriveError,
  type Decision,
  type Conflict,
  type DriveSettings,
  type Question
} from '../../protocol';
import type { IClock } from '../clock';
import type { ILog } from '../log';
import type { Workspace } from '../workspace/workspace';
import { CANCELLED, SUSPENDED } from './abortReasons';
import type { Entry } from './item';
import type { IJob } from './job';
import { ENTRIES_A_LINE, type Journal } from './journal/journal';
import { targetPath, toFailure, type TransferRecord } from './transfer';

export type RunParts = {
  readonly record: TransferRecord;
  readonly job: IJob;
  readonly journal: Journal;
  readonly workspace: Workspace;
  readonly settings: DriveSettings;
  readonly clock: IClock;
  readonly log: ILog;
  readonly filesAtOnce: number;
  /** Told when the transfer becomes busy or stops being so. */
  readonly onChange: () => void;
};

/** Where to begin: at the beginning, or where an earlier process was. */
export type Stage = TransferRecord['stage'];

const GIGABYTE = 1e9;
/** Two workers take the largest first, so that the end does not wait for one of them. */
const LARGE_FIRST = 2;

/** Runs to the end of the transfer, whatever it is; never rejects. */
export async function runTransfer(stage: Stage, parts: RunParts): Promise<void> {
  const { record, log } = parts;
  try {
    await proceed(stage, parts);
    await end(record.entries.some(({ state }) => state === 'failed') ? 'failed' : 'done', parts);
  } catch (error) {
    record.counting = false;
    if (record.abort.signal.aborted) {
      if (record.abort.signal.reason !== SUSPENDED) {
        await end('cancelled', parts);
      }
      return;
    }
    const failure = toFailure('', null, error);
    record.failures.push(failure);
    log.warn(failure.message, { transfer: record.id, error });
    await end('failed', parts);
  }
}

async function proceed(stage: Stage, parts: RunParts): Promise<void> {
  const { record, job, journal } = parts;
  const { signal } = record.abort;
  if (stage === 'planning') {
    enter('planning', parts);
    await job.plan();
    await writePlan(record, journal);
  }
  record.counting = false;
  if (stage !== 'running') {
    await askIfLarge(parts);
    await settleConflicts(parts);
    await journal.commit({ t: 'start' });
  }
  signal.throwIfAborted();
  enter('running', parts);
  if (record.resumes) {
    await lookWhatIsThere(record, job);
  }
  await job.prepare();
  await moveAll(parts);
}

function enter(state: TransferRecord['state'], { record, onChange }: RunParts): void {
  record.state = state;
  onChange();
}

async function writePlan(record: TransferRecord, journal: Journal): Promise<void> {
  for (let at = 0; at < record.entries.length; at += ENTRIES_A_LINE) {
    journal.append({ t: 'plan', entries: record.entries.slice(at, at + ENTRIES_A_LINE) });
  }
  const { folders, driveFolders, failures: leftOut, unprovenFolders } = record;
  await journal.commit({ t: 'planned', folders, driveFolders, leftOut, unprovenFolders });
}

async function askIfLarge(parts: RunParts): Promise<void> {
  const { record, settings, workspace } = parts;
  const files = record.entries.length;
  const bytes = record.bytesTotal;
  const free = record.order.kind === 'copy' ? await workspace.freeBytes() : null;
  const isLarge = files > settings.askAboveFiles || bytes > settings.askAboveGigabytes * GIGABYTE;
  if (!isLarge && (free === null || bytes <= free)) {
    return;
  }
  const answer = await ask({ kind: 'large', files, bytes, free }, parts);
  if (answer.kind === 'large' && !answer.proceed) {
    record.abort.abort(CANCELLED);
    record.abort.signal.throwIfAborted();
  }
}

async function settleConflicts(parts: RunParts): Promise<void> {
  const { record, job } = parts;
  const conflicts = await job.findConflicts();
  if (conflicts.length === 0) {
    return;
  }
  const preset = record.order.request.conflicts;
  const answer: Decision =
    preset === undefined
      ? await ask(toQuestion(conflicts, record), parts)
      : { kind: 'conflicts', choices: {}, others: preset };
  if (answer.kind === 'conflicts') {
    await job.decide(answer);
  }
}

/** More are decided by "for all". */
const SHOWN_CONFLICTS = 200;

function toQuestion(conflicts: readonly Conflict[], { entries }: TransferRecord): Question {
  const mustReplace = entries.some(entry => entry.kind === 'upload' && entry.mustReplace);
  return {
    kind: 'conflicts',
    conflicts: conflicts.slice(0, SHOWN_CONFLICTS),
    choices: CONFLICT_CHOICES.filter(choice => choice !== 'keepBoth' || !mustReplace)
  };
}

function ask(question: Question, parts: RunParts): Promise<Decision> {
  const { record } = parts;
  const { signal } = record.abort;
  record.question = question;
  enter('asking', parts);
  return new Promise<Decision>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    record.settle = resolve;
  }).finally(() => {
    record.question = null;
    record.settle = null;
    enter('planning', parts);
  });
}

/** After a restart the disk is asked, not only the journal. */
async function lookWhatIsThere(record: TransferRecord, job: IJob): Promise<void> {
  for (const entry of record.entries) {
    record.abort.signal.throwIfAborted();
    if (entry.state === 'waiting' || entry.state === 'done') {
      const state = (await job.isInPlace(entry)) ? 'done' : 'waiting';
      if (state !== entry.state) {
        record.received(entry, -entry.received);
        record.setState(entry, state);
      }
    }
  }
}

/** Small files first, so that many are done soon; the largest beside them from the start. */
async function moveAll(parts: RunParts): Promise<void> {
  const bySize = parts.record.waiting().sort((a, b) => (a.size ?? 0) - (b.size ?? 0));
  const worker = async (takeLargest: boolean): Promise<void> => {
    for (;;) {
      const entry = takeLargest ? bySize.pop() : bySize.shift();
      if (entry === undefined) {
        return;
      }
      await moveOne(entry, parts);
    }
  };
  const workers = Array.from({ length: parts.filesAtOnce }, (_, n) => worker(n < LARGE_FIRST));
  const outcomes = await Promise.allSettled(workers);
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
}

async function moveOne(entry: Entry, { record, job, journal, log }: RunParts): Promise<void> {
  const { signal } = record.abort;
  signal.throwIfAborted();
  try {
    await job.move(entry);
    record.setState(entry, 'done');
    journal.append({ t: 'file', n: entry.n, state: 'done', size: entry.size, failure: null });
  } catch (error) {
    signal.throwIfAborted();
    const failure = toFailure(entry.title, entry.n, error);
    record.setState(entry, 'failed');
    record.failures.push(failure);
    journal.append({ t: 'file', n: entry.n, state: 'failed', size: entry.size, failure });
    log.warn(failure.message, { transfer: record.id, path: targetPath(entry), error });
    if (endsEverything(error)) {
      throw error;
    }
  }
}

/** A full disk, or refused credentials: the other files can only fail the same way. */
function endsEverything(error: unknown): boolean {
  return (
    error instanceof DriveError &&
    ['credentialsRejected', 'workspaceUnavailable'].includes(error.code)
  );
}

async function end(state: 'done' | 'failed' | 'cancelled', parts: RunParts): Promise<void> {
  const { record, journal, job, clock, log } = parts;
  if (record.resumes || state === 'cancelled') {
    await job.sweep().catch((error: unknown) => log.warn('temporary files stay', { error }));
  }
  const at = new Date(clock.now()).toISOString();
  await journal.commit({ t: 'end', state, at }).catch((error: unknown) => {
    log.warn('the journal of a transfer can’t be written', { transfer: record.id, error });
  });
  record.endedAt = at;
  enter(state, parts);
}
