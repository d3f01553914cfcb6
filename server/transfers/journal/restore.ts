/** A transfer as its journal tells it, for a successor of the proxy that wrote it. */
import { Transfer } from '../transfer';
import type { Replayed } from './replay';

/** How often a transfer is continued by itself within a while; after that a person has to ask for it. */
const MOST_ATTEMPTS = 3;
const ATTEMPTS_WITHIN_MS = 60 * 60_000;

export function restoreTransfer(replayed: Replayed): Transfer {
  const { id, order, owner, startedAt, stage } = replayed;
  const transfer = new Transfer(order, owner, startedAt, id);
  replayed.items.forEach(item => transfer.restore(item));
  transfer.folders = replayed.folders;
  transfer.driveFolders = replayed.driveFolders;
  transfer.failures = replayed.failures;
  transfer.unprovenFolders = replayed.unprovenFolders;
  transfer.endedAt = replayed.endedAt;
  transfer.counting = false;
  transfer.resumes = true;
  const ended = stage === 'done' || stage === 'failed' || stage === 'cancelled';
  transfer.state = ended ? stage : 'interrupted';
  transfer.stage = ended ? 'running' : stage;
  return transfer;
}

/** False for one that ended proxy after proxy: it may be the reason. */
export function mayContinueByItself({ attempts }: Replayed, now: number): boolean {
  return attempts.filter(at => now - at < ATTEMPTS_WITHIN_MS).length < MOST_ATTEMPTS;
}
