/** A transfer as its journal tells it, for a successor of the proxy that wrote it. */
import { TransferRecord } from '../transfer';
import type { Replayed } from './replay';

/** How often a transfer is continued by itself within a while, before somebody must want it. */
const MOST_ATTEMPTS = 3;
const ATTEMPTS_WITHIN_MS = 60 * 60_000;

export function restoreRecord(replayed: Replayed): TransferRecord {
  const { id, order, owner, startedAt, stage } = replayed;
  const record = new TransferRecord(order, owner, startedAt, id);
  replayed.entries.forEach(entry => record.restore(entry));
  record.folders = replayed.folders;
  record.driveFolders = replayed.driveFolders;
  record.failures = replayed.failures;
  record.unprovenFolders = replayed.unprovenFolders;
  record.endedAt = replayed.endedAt;
  record.counting = false;
  record.resumes = true;
  const ended = stage === 'done' || stage === 'failed' || stage === 'cancelled';
  record.state = ended ? stage : 'interrupted';
  record.stage = ended ? 'running' : stage;
  return record;
}

/** False for one that ended proxy after proxy: it may be the reason. */
export function mayContinueByItself({ attempts }: Replayed, now: number): boolean {
  return attempts.filter(at => now - at < ATTEMPTS_WITHIN_MS).length < MOST_ATTEMPTS;
}
