/** One item's failure is its own: it is listed and in the journal, and the others go on. */
import { toFailure, type Failure, type TransferItem } from './item';
import type { Journal } from './journal/journal';
import { fileLine } from './journal/lines';
import type { Transfer } from './transfer';

type FailParts = { readonly transfer: Transfer; readonly journal: Journal };

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
