/** The state of one transfer, and what the panel sees of it. */
import { randomBytes } from 'node:crypto';
import {
  hasEnded,
  type Answer,
  type CopyRequest,
  type Problem,
  type Question,
  type Transfer,
  type TransferState
} from '../../protocol';
import type { CopyEntry, Failure } from './entry';
import { SpeedMeter } from './speedMeter';

/** Paths and problems that a reply carries; the counts are always whole. */
const SHOWN = 100;

const RETRYABLE = new Set([
  'rateLimited',
  'offline',
  'driveUnavailable',
  'corrupt',
  'storageFull',
  'workspaceDenied',
  'workspaceMissing',
  'conflict',
  'internal'
]);

export class TransferRecord {
  readonly id = randomBytes(6).toString('hex');
  readonly kind = 'copy';
  readonly abort = new AbortController();
  readonly speed = new SpeedMeter();
  state: TransferState = 'planning';
  endedAt: string | null = null;
  titles: readonly string[] = [];
  entries: CopyEntry[] = [];
  question: Question | null = null;
  failures: Failure[] = [];
  bytesDone = 0;
  bytesTotal = 0;
  counting = true;
  /** Resolves the question that the transfer waits for. */
  settle: ((answer: Answer) => void) | null = null;

  constructor(
    readonly request: CopyRequest,
    readonly startedAt: string
  ) {}

  get isBusy(): boolean {
    return !hasEnded(this.state) && this.state !== 'asking' && this.state !== 'interrupted';
  }

  toReply(now: number, connection: 'online' | 'offline' | 'rateLimited'): Transfer {
    const count = (state: CopyEntry['state']): number =>
      this.entries.reduce((sum, entry) => sum + (entry.state === state ? 1 : 0), 0);
    const speed = this.state === 'running' ? this.speed.speed(now) : null;
    const rest = Math.max(0, this.bytesTotal - this.bytesDone);
    const isPaused = this.state === 'running' && connection === 'offline';
    return {
      id: this.id,
      kind: this.kind,
      state: isPaused ? 'paused' : this.state,
      titles: this.titles,
      chosen: this.request.items.length,
      destination: this.request.destination,
      startedAt: this.startedAt,
      endedAt: this.endedAt,
      files: {
        total: this.entries.length,
        done: count('done'),
        skipped: count('skipped'),
        failed: this.failures.length,
        unverifiable: 0
      },
      bytes: { total: this.bytesTotal, done: this.bytesDone },
      counting: this.counting,
      speed,
      secondsLeft: speed !== null && speed > 0 ? Math.ceil(rest / speed) : null,
      question: this.question,
      problems: this.failures.slice(0, SHOWN).map(failure => this.toProblem(failure)),
      arrived: this.entries
        .filter(entry => entry.state === 'done')
        .slice(0, SHOWN)
        .map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`))
    };
  }

  private toProblem({ n, code, message, details }: Failure): Problem {
    const item = this.entries[n]?.title ?? '';
    return { item, code, message, details, retryable: RETRYABLE.has(code) };
  }
}
