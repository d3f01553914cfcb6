/** One item's failure is its own: it is listed and in the journal, and the others go on. */
import { toFailure, type Failure, type TransferItem } from './item';
import type { Journal } from './journal/journal';
import type { Transfer } from './transfer';

type FailParts = { readonly transfer: Transfer; readonly journal: Journal };

export function failItem(
  item: TransferItem,
  error: unknown,
  { transfer, journal }: FailParts
): Failure {
  const { n, title, size } = item;
  const failure = toFailure(title, n, error);
  transfer.setState(item, 'failed');
  transfer.addFailure(failure);
  journal.append({ t: 'file', n, state: 'failed', size, failure });
  return failure;
}
