/** The state of one transfer, and what the panel sees of it. */
import { randomBytes } from 'node:crypto';
import {
  DriveError,
  type Decision,
  type CopyRequest,
  type Problem,
  type Question,
  type Transfer as TransferReply,
  type TransferState,
  type UploadRequest
} from '../../protocol';
import type { Connection } from '../governor/governor';
import type { Owner } from './place';
import type { DriveFolder, TransferItem, ItemState, Failure } from './item';
import { SpeedMeter } from './speedMeter';

export type Order =
  | { readonly kind: 'copy'; readonly request: CopyRequest }
  | { readonly kind: 'upload'; readonly request: UploadRequest };

/** Paths and problems that a reply carries; the counts are always whole. */
const SHOWN = 100;
const TITLES = 3;

/** Trying again can't help with these. */
const FINAL = new Set([
  'notSupported',
  'downloadRefused',
  'accessDenied',
  'noStorage',
  'notFound',
  'tooLarge'
]);

export class Transfer {
  abort = new AbortController();
  readonly speed = new SpeedMeter();
  state: TransferState = 'planning';
  endedAt: string | null = null;
  items: TransferItem[] = [];
  /** Workspace folders to be made (copy). */
  folders: string[] = [];
  /** Drive folders to be made (upload). */
  driveFolders: DriveFolder[] = [];
  failures: Failure[] = [];
  /** Folders of Drive whose lists nothing proves to be whole (copy). */
  unprovenFolders = 0;
  question: Question | null = null;
  bytesDone = 0;
  bytesTotal = 0;
  unverifiable = 0;
  counting = true;
  /** Resolves the question that the transfer waits for. */
  settle: ((answer: Decision) => void) | null = null;
  /** Where the course of the transfer is, for a successor to continue. */
  stage: 'planning' | 'asking' | 'running' = 'planning';
  /** True if temporary files of an earlier process may be there to be taken up. */
  resumes = false;
  private readonly counts: Record<ItemState, number> = {
    waiting: 0,
    done: 0,
    skipped: 0,
    failed: 0
  };

  constructor(
    readonly order: Order,
    readonly owner: Owner,
    readonly startedAt: string,
    readonly id: string = randomBytes(6).toString('hex')
  ) {}

  get isBusy(): boolean {
    return this.state === 'planning' || this.state === 'running';
  }

  add(item: TransferItem): void {
    this.items.push(item);
    this.counts[item.state] += 1;
    this.bytesTotal += item.size ?? 0;
  }

  /** An item as a journal knows it. */
  restore(item: TransferItem): void {
    const { state } = item;
    const fresh: TransferItem = { ...item, received: 0, state: 'waiting' };
    this.add(fresh);
    this.setState(fresh, state);
  }

  setState(item: TransferItem, state: ItemState): void {
    this.counts[item.state] -= 1;
    this.counts[state] += 1;
    item.state = state;
    if (state === 'skipped' || state === 'done') {
      this.received(item, (item.size ?? item.received) - item.received);
    }
  }

  /** Bytes of an item that came, or (negative) that must come again. */
  received(item: TransferItem, bytes: number): void {
    item.received += bytes;
    this.bytesDone += bytes;
  }

  /** The source turned out to have another size. */
  resize(item: TransferItem, size: number | null): void {
    this.bytesTotal += (size ?? 0) - (item.size ?? 0);
    item.size = size;
  }

  waiting(): TransferItem[] {
    return this.items.filter(({ state }) => state === 'waiting');
  }

  /** Puts what failed back in line; what can't be moved by its nature stays listed. */
  prepareRetry(): void {
    for (const item of this.items.filter(({ state }) => state === 'failed')) {
      this.received(item, -item.received);
      this.setState(item, 'waiting');
    }
    this.failures = this.failures.filter(({ n }) => n === null);
    this.abort = new AbortController();
    this.endedAt = null;
  }

  toReply(now: number, connection: Connection): TransferReply {
    const speed = this.state === 'running' ? this.speed.speed(now) : null;
    const rest = Math.max(0, this.bytesTotal - this.bytesDone);
    const isPaused = this.state === 'running' && connection === 'offline';
    const leftOut = this.failures.filter(({ n }) => n === null).length;
    return {
      id: this.id,
      kind: this.order.kind,
      state: isPaused ? 'paused' : this.state,
      titles: this.titles(),
      chosen: this.chosen(),
      destination: this.destination(),
      startedAt: this.startedAt,
      endedAt: this.endedAt,
      files: {
        total: this.items.length + leftOut,
        done: this.counts.done,
        skipped: this.counts.skipped + leftOut,
        failed: this.counts.failed,
        unverifiable: this.unverifiable
      },
      bytes: { total: this.bytesTotal, done: this.bytesDone },
      unprovenFolders: this.unprovenFolders,
      counting: this.counting,
      speed,
      secondsLeft: speed !== null && speed > 0 ? Math.ceil(rest / speed) : null,
      question: this.question,
      problems: this.failures.slice(0, SHOWN).map(toProblem),
      arrived: this.arrived()
    };
  }

  private titles(): string[] {
    const { order } = this;
    const paths =
      order.kind === 'copy' ? order.request.items.map(({ path }) => path) : order.request.paths;
    return paths.slice(0, TITLES).map(lastSegment);
  }

  private chosen(): number {
    const { order } = this;
    return order.kind === 'copy' ? order.request.items.length : order.request.paths.length;
  }

  private destination(): string {
    const { order } = this;
    return order.kind === 'copy' ? order.request.destination : order.request.folder.path;
  }

  private arrived(): string[] {
    const paths: string[] = [];
    for (const item of this.items) {
      if (item.state === 'done') {
        paths.push(targetPath(item));
      }
      if (paths.length === SHOWN) {
        break;
      }
    }
    return paths;
  }
}

/** Where an item goes, as a path of the side it goes to. */
export function targetPath(item: TransferItem): string {
  const folder = item.kind === 'copy' ? item.folder : item.parentPath;
  return folder === '' ? item.name : `${folder}/${item.name}`;
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function toFailure(item: string, n: number | null, error: unknown): Failure {
  const { code, message, details } =
    error instanceof DriveError
      ? error
      : new DriveError(
          'internal',
          'Something went wrong in the Google Drive proxy. The server’s log has more; try again.'
        );
  return { item, n, code, message, details };
}

function toProblem({ item, code, message, details, n }: Failure): Problem {
  return { item, code, message, details, retryable: n !== null && !FINAL.has(code) };
}
