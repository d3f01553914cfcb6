import { headOf } from './items';
import type { DriveStore } from './store';

/** Bytes that the account's own blobs occupy. */
export function usageOf(store: DriveStore, email: string): { all: number; trash: number } {
  const used = { all: 0, trash: 0 };
  for (const item of store.all.newestFirst()) {
    if (item.owner === email) {
      const size = headOf(item)?.content.size ?? 0;
      used.all += size;
      used.trash += item.trashed ? size : 0;
    }
  }
  return used;
}
