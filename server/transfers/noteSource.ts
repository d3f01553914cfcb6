/** What its source turns out to be, which may not be what was planned: in the item, and in the journal. */
import type { CopyItem, DriveVersion, TransferItem } from './item';
import type { Journal } from './journal/journal';
import type { Transfer } from './transfer';

type NoteParts = { readonly transfer: Transfer; readonly journal: Journal };

export function noteSize(
  item: TransferItem,
  size: number | null,
  { transfer, journal }: NoteParts
): void {
  if (item.size !== size) {
    transfer.resize(item, size);
    journal.append({ t: 'source', n: item.n, size });
  }
}

/** Another version of the file in Drive than was planned, or the same one. */
export function noteVersion(
  item: CopyItem,
  size: number | null,
  version: DriveVersion,
  { transfer, journal }: NoteParts
): void {
  transfer.resize(item, size);
  transfer.change(item, version);
  journal.append({ t: 'source', n: item.n, size, version });
}
