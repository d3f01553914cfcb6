/** What fails is listed, and in the journal. */
import { toFailure, type Failure, type TransferItem } from './item';
import type { Journal } from './journal/journal';
import { fileLine } from './journal/lines';
import type { Transfer } from './transfer';

type FailParts = { readonly transfer: Transfer; readonly journal: Journal };

/** One item's failure is its own: the others go on. */
export function failItem(
  item: TransferItem,
  error: unknown,
  { transfer, journal }: FailParts
): Failure {
  const failure = toFailure(item.title, item.n, error);
  transfer.setState(item, 'failed');
  transfer.addFailure(failure);
  journal.append(fileLine(item, failure));
  return failure;
}

/** A failure of no item: of the whole transfer, or of a folder. */
export function noteFailure(failure: Failure, { transfer, journal }: FailParts): void {
  transfer.addFailure(failure);
  journal.append({ t: 'failure', failure });
}
