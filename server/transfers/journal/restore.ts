/** A transfer as its journal tells it, for a successor of the proxy that wrote it. */
import { Transfer } from '../transfer';
import { phaseLeft } from '../transitions';
import { isWhole, type Replayed } from './replay';

/** How often a transfer is continued by itself within a while; after that a person has to ask for it. */
const MOST_ATTEMPTS = 3;
const ATTEMPTS_WITHIN_MS = 60 * 60_000;

export function restoreTransfer(replayed: Replayed): Transfer {
  const { id, order, owner, startedAt } = replayed;
  const wasStarted = replayed.isDecided;
  const isOpen = replayed.items.some(
    ({ state, verdict }) => state === 'waiting' && verdict !== 'given'
  );
  const isDecided = wasStarted && !isOpen;
  const phase = phaseLeft({ ...replayed, isDecided, isWhole: isWhole(replayed) });
  const { ending } = replayed;
  const failures = ending === null ? replayed.failures : [...replayed.failures, ending];
  return new Transfer(order, owner, startedAt, id, { ...replayed, failures, phase, wasStarted });
}

/** False for one that ended proxy after proxy: it may be the reason. */
export function mayContinueByItself({ attempts }: Replayed, now: number): boolean {
  return attempts.filter(at => now - at < ATTEMPTS_WITHIN_MS).length < MOST_ATTEMPTS;
}
