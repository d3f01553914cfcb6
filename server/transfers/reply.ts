/** What the panel sees of a transfer. Pure. */
import type { Problem, Transfer as TransferReply } from '../../protocol';
import type { Connection } from '../governor/governor';
import {
  isOfTransfer,
  lastSegment,
  mayRetry,
  targetPath,
  type Failure,
  type TransferItem
} from './item';
import type { Order, Transfer } from './transfer';

/** Paths and problems that a reply carries; the counts are always whole. */
const SHOWN = 100;
const TITLES = 3;

export function toReply(transfer: Transfer, now: number, connection: Connection): TransferReply {
  const { order, state, counts, failures, bytesDone, bytesTotal } = transfer;
  const speed = state === 'running' ? transfer.speed.speed(now) : null;
  const rest = Math.max(0, bytesTotal - bytesDone);
  const isPaused = state === 'running' && connection === 'offline';
  const failed = failedOf(transfer);
  const leftOut = failures.filter(({ n, unseen }) => n === null && unseen !== true).length;
  return {
    id: transfer.id,
    kind: order.kind,
    state: isPaused ? 'paused' : state,
    ...chosen(order),
    startedAt: transfer.startedAt,
    endedAt: transfer.endedAt,
    files: {
      total: transfer.items.length + leftOut + failed.unseen,
      done: counts.done,
      skipped: counts.skipped + leftOut,
      unchanged: transfer.unchanged.size,
      failed: failed.items + failed.unseen,
      unverifiable: transfer.unverifiable
    },
    bytes: { total: bytesTotal, done: bytesDone },
    unprovenFolders: transfer.unprovenFolders,
    counting: transfer.life === 'active' && transfer.needsPlan,
    speed,
    secondsLeft: speed !== null && speed > 0 ? Math.ceil(rest / speed) : null,
    question: transfer.question,
    problems: failures.slice(0, SHOWN).map(toProblem),
    arrived: firstPaths(transfer.items, ({ state }) => state === 'done'),
    inPlace: firstPaths(transfer.items, item => transfer.unchanged.has(item))
  };
}

/**
 * What waits in a transfer that failed has failed with it; then what ended it is told once, and counts for
 * nothing more. `unseen`: what never became an item, since it could not be looked at.
 */
function failedOf({ life, counts, failures }: Transfer): { items: number; unseen: number } {
  const left = life === 'failed' ? counts.waiting : 0;
  const unseen = failures.filter(
    failure => failure.unseen === true && !(left > 0 && isOfTransfer(failure))
  );
  return { items: counts.failed + left, unseen: unseen.length };
}

function chosen(order: Order): Pick<TransferReply, 'titles' | 'chosen' | 'destination'> {
  const paths =
    order.kind === 'copy' ? order.request.items.map(({ path }) => path) : order.request.paths;
  return {
    titles: paths.slice(0, TITLES).map(lastSegment),
    chosen: paths.length,
    destination: order.kind === 'copy' ? order.request.destination : order.request.folder.path
  };
}

function firstPaths(
  items: readonly TransferItem[],
  isMeant: (item: TransferItem) => boolean
): string[] {
  const paths: string[] = [];
  for (const item of items) {
    if (isMeant(item)) {
      paths.push(targetPath(item));
    }
    if (paths.length === SHOWN) {
      break;
    }
  }
  return paths;
}

function toProblem(failure: Failure): Problem {
  const { item, code, message, details } = failure;
  return { item, code, message, details, retryable: mayRetry(failure) };
}
