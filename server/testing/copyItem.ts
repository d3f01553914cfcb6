/** An item of a copy for specs: file `f<n>` of 10 bytes, unless `more` says otherwise. */
import type { CopyItem } from '../transfers/item';

export function copyItem(n: number, more: Partial<CopyItem> = {}): CopyItem {
  return {
    ...{ kind: 'copy', n, id: `id${n}`, resourceKey: null, title: `f${n}`, mimeType: 'text/plain' },
    ...{ size: 10, md5: 'x', headRevisionId: 'r', modified: null, exportAs: null, arrived: null },
    ...{ folder: '', name: `f${n}`, replace: false, verdict: 'open', expected: null },
    ...{ state: 'waiting', received: 0 },
    ...more
  };
}
