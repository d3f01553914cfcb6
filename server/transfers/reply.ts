/** What the panel sees of a transfer. Pure. */
import type { Problem, Transfer as TransferReply } from '../../protocol';
import type { Connection } from '../governor/governor';
import { lastSegment, mayRetry, targetPath, type Failure, type TransferItem } from './item';
import type { Order, Transfer } from './transfer';

/** Paths and problems that a reply carries; the counts are always whole. */
const SHOWN = 100;
const TITLES = 3;

export function toReply(transfer: Transfer, now: number, connection: Connection): TransferReply {
  const { order, state, counts, failures, bytesDone, bytesTotal } = transfer;
  const speed = state === 'running' ? transfer.speed.speed(now) : null;
  const rest = Math.max(0, bytesTotal - bytesDone);
  const isPaused = state === 'running' && connection === 'offline';
  const unseen = failures.filter(failure => failure.unseen === true).length;
  const leftOut = failures.filter(({ n }) => n === null).length - unseen;
  return {
    id: transfer.id,
    kind: order.kind,
    state: isPaused ? 'paused' : state,
    ...chosen(order),
    startedAt: transfer.startedAt,
    endedAt: transfer.endedAt,
    files: {
      total: transfer.items.length + leftOut + unseen,
      done: counts.done,
      skipped: counts.skipped + leftOut,
      unchanged: transfer.unchanged.size,
      failed: counts.failed + unseen,
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
    inPlace: firstPaths(transfer.unchanged, () => true)
  };
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
  items: Iterable<TransferItem>,
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
