/** The items of a copy. */
import type { CopyItem, TransferItem } from '../item';

export function isCopy(item: TransferItem): item is CopyItem {
  return item.kind === 'copy';
}

/** False for what Drive gives no checksum of: exports, and a few files. */
export function isVerifiable({ exportAs, md5 }: CopyItem): boolean {
  return exportAs === null && md5 !== null;
}
