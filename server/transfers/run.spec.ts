import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_SETTINGS, DriveError, type Decision } from '../../protocol';
import { systemClock } from '../clock';
import type { ILog } from '../log';
import { changedMeanwhile } from '../workspace/changedMeanwhile';
import { Workspace } from '../workspace/workspace';
import { CANCELLED, SUSPENDED } from './abortReasons';
import { copyItem } from '../testing/copyItem';
import type { TransferItem } from './item';
import type { FoundConflict, IJob } from './job';
import { Journal } from './journal/journal';
import { replay } from './journal/replay';
import { restoreTransfer } from './journal/restore';
import { runTransfer } from './run';
import { Transfer } from './transfer';

const OWNER = { accountId: 'a', email: 'a@b' };
const ORDER = { kind: 'copy', request: { items: [], destination: '' } } as const;
const STARTED = '2026-01-01T00:00:00.000Z';
const silent = (): void => undefined;
const log: ILog = { debug: silent, info: silent, warn: silent, error: silent };

/** A direction that moves nothing: what it does at each step is said by the spec. */
class ScriptedJob implements IJob {
  plans = 0;
  readonly moved: number[] = [];
  whenPlanned = silent;
  whenMoved: (n: number) => void = silent;
  /** What stands under the names of these is to be asked about. */
  readonly taken = new Set<number>();
  readonly answers: Decision[] = [];

  constructor(
    readonly transfer: Transfer,
    private readonly files: number
  ) {}

  plan(): Promise<void> {
    this.plans += 1;
    for (let n = 0; n < this.files; n += 1) {
      this.transfer.add(copyItem(n));
    }
    this.whenPlanned();
    this.transfer.signal.throwIfAborted();
    return Promise.resolve();
  }
  prove(): Promise<void> {
    return Promise.resolve();
  }
  findConflicts(): Promise<readonly FoundConflict[]> {
    const undecided = this.transfer.undecided();
    undecided
      .filter(({ n }) => !this.taken.has(n))
      .forEach(free => this.transfer.markDecided(free));
    const asked = undecided.filter(({ n }) => this.taken.has(n));
    return Promise.resolve(asked.map(toConflict));
  }
  decide(answer: Decision): Promise<void> {
    this.answers.push(answer);
    this.transfer.undecided().forEach(item => this.transfer.markDecided(item));
    return Promise.resolve();
  }
  prepare(): Promise<void> {
    return Promise.resolve();
  }
  async move({ n }: TransferItem): Promise<void> {
    await Promise.resolve();
    this.whenMoved(n);
    this.moved.push(n);
  }
  isInPlace({ state }: TransferItem): Promise<boolean> {
    return Promise.resolve(state === 'done');
  }
  recover(): Promise<void> {
    return Promise.resolve();
  }
  sweep(): Promise<void> {
    return Promise.resolve();
  }
}

function toConflict({ name, verdict }: TransferItem): FoundConflict {
  const side = { size: 1, modified: null };
  const conflict = { path: name, existing: side, incoming: side, linkTarget: null, changed: true };
  return { conflict, isUnforeseen: verdict === 'reopened' };
}

let folder: string;
/** Called whenever the transfer becomes busy or stops being so. */
let onChange: () => void;
let journal: Journal;
let transfer: Transfer;
let job: ScriptedJob;

beforeEach(async () => {
  onChange = silent;
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-run-'));
  journal = await Journal.open(path.join(folder, 't.jsonl'), systemClock, () => Promise.resolve());
  transfer = new Transfer(ORDER, OWNER, STARTED, 't');
  const { id, order, owner, startedAt } = transfer;
  await journal.commit({ t: 'begin', id, order, owner, root: folder, startedAt });
  job = new ScriptedJob(transfer, 3);
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(askAboveFiles = 100, of = job): Promise<void> {
  return runTransfer({
    ...{ transfer: of.transfer, job: of, journal, clock: systemClock, log },
    workspace: new Workspace(folder, false),
    preferences: { ...DEFAULT_SETTINGS, askAboveFiles },
    filesAtOnce: 1,
    assertInside: () => Promise.resolve(),
    onChange: () => onChange()
  });
}

/** The transfer as the next proxy finds it. */
function left(): Transfer {
  const replayed = replay(readFileSync(path.join(folder, 't.jsonl'), 'utf8'));
  if (replayed === null || replayed === 'foreign') {
    throw new Error('The journal can’t be read');
  }
  return restoreTransfer(replayed);
}

/** Resolves when the next question is open. */
function asked(): Promise<void> {
  return new Promise(resolve => {
    onChange = () => {
      if (transfer.question !== null) {
        resolve();
      }
    };
  });
}

describe('a transfer', () => {
  it('runs to its end, and its journal tells the same', async () => {
    await run();
    expect([transfer.state, job.moved.length, transfer.bytesDone]).toEqual(['done', 3, 30]);
    expect([left().state, left().counts]).toEqual(['done', transfer.counts]);
  });

  it('that was cancelled before its plan was whole is planned anew when tried again', async () => {
    job.whenPlanned = () => transfer.stop(CANCELLED);
    await run();
    expect([transfer.state, transfer.needsPlan]).toEqual(['cancelled', true]);
    job.whenPlanned = silent;
    transfer.resume();
    transfer.prepareRetry();
    await run();
    expect([transfer.state, job.plans, transfer.items.length]).toEqual(['done', 2, 3]);
    expect([transfer.bytesTotal, job.moved.length]).toEqual([30, 3]);
  });

  it('that was cancelled at a question asks again when it is tried again', async () => {
    const asking = asked();
    const first = run(2);
    await asking;
    transfer.stop(CANCELLED);
    await first;
    expect([transfer.state, transfer.question]).toEqual(['cancelled', null]);
    transfer.resume();
    const askingAgain = asked();
    const again = run(2);
    await askingAgain;
    expect(transfer.decide({ kind: 'large', proceed: true })).toBe(true);
    await again;
    expect([transfer.state, job.plans, job.moved.length]).toEqual(['done', 1, 3]);
  });

  it('that stopped with its proxy goes on where it was', async () => {
    job.whenMoved = n => {
      if (n === 1) {
        transfer.stop(SUSPENDED);
        throw SUSPENDED;
      }
    };
    await run();
    await journal.flush();
    const successor = new ScriptedJob(left(), 3);
    expect([successor.transfer.state, successor.transfer.needsDecisions]).toEqual([
      'interrupted',
      false
    ]);
    successor.transfer.resume();
    await run(100, successor);
    expect([successor.transfer.state, successor.plans]).toEqual(['done', 0]);
    expect([...job.moved, ...successor.moved].sort()).toEqual([0, 1, 2]);
  });

  it('fails with what could not be moved, and goes on with the others', async () => {
    job.whenMoved = n => {
      if (n === 1) {
        throw new DriveError('notFound', 'It is gone.');
      }
    };
    await run();
    expect([transfer.state, transfer.counts.done]).toEqual(['failed', 2]);
    expect(transfer.failures.map(({ n, code }) => [n, code])).toEqual([[1, 'notFound']]);
  });

  it('ends at once where every file could only fail the same way', async () => {
    job.whenMoved = () => {
      throw new DriveError('credentialsRejected', 'Sign in again.');
    };
    await run();
    expect([transfer.state, transfer.counts.failed]).toEqual(['failed', 1]);
  });
});

describe('what turns out to be another thing when a file gets its name', () => {
  /** Item 1 finds something else under its name, as often as that. */
  const findsAnother = (times: number): void => {
    let left = times;
    job.whenMoved = n => {
      if (n === 1 && left > 0) {
        left -= 1;
        job.taken.add(1);
        throw changedMeanwhile('f1');
      }
    };
  };

  it('is asked about when the others are done, and then moved', async () => {
    findsAnother(1);
    const asking = asked();
    const running = run();
    await asking;
    expect([transfer.counts.done, transfer.question]).toMatchObject([
      2,
      { kind: 'conflicts', conflicts: [{ path: 'f1' }] }
    ]);
    transfer.decide({ kind: 'conflicts', choices: {}, others: 'replace' });
    await running;
    expect([transfer.state, job.moved]).toEqual(['done', [2, 0, 1]]);
  });

  it('is left as it is by what a person said before in advance, and asked about', async () => {
    transfer = new Transfer(
      { kind: 'copy', request: { ...ORDER.request, conflicts: 'replace' } },
      ...([OWNER, STARTED, 't'] as const)
    );
    job = new ScriptedJob(transfer, 3);
    job.taken.add(0);
    findsAnother(1);
    const asking = asked();
    const running = run();
    await asking;
    expect(job.answers).toEqual([{ kind: 'conflicts', choices: {}, others: 'replace' }]);
    transfer.decide({ kind: 'conflicts', choices: {}, others: 'skip' });
    await running;
    expect(job.answers[1]).toEqual({ kind: 'conflicts', choices: {}, others: 'skip' });
  });

  it('fails with a sentence when it never is what was decided about', async () => {
    findsAnother(Number.POSITIVE_INFINITY);
    onChange = () => {
      transfer.decide({ kind: 'conflicts', choices: {}, others: 'replace' });
    };
    await run();
    expect([transfer.state, transfer.counts]).toMatchObject(['failed', { done: 2, failed: 1 }]);
    expect(transfer.failures.map(({ code }) => code)).toEqual(['conflict']);
  });

  it('is looked at anew by whoever tries again', async () => {
    job.whenMoved = n => {
      if (n === 1) {
        throw new DriveError('driveUnavailable', 'Google does not answer.');
      }
    };
    await run();
    transfer.resume();
    transfer.prepareRetry();
    expect(transfer.undecided().map(({ n }) => n)).toEqual([1]);
    job.whenMoved = silent;
    job.taken.add(1);
    const asking = asked();
    const again = run();
    await asking;
    transfer.decide({ kind: 'conflicts', choices: {}, others: 'replace' });
    await again;
    expect([transfer.state, transfer.failures]).toEqual(['done', []]);
  });
});
