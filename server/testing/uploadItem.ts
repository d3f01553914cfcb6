/** An item of an upload for specs: file `f<n>` of 10 bytes, unless `more` says otherwise. */
import type { UploadItem } from '../transfers/item';

export function uploadItem(n: number, more: Partial<UploadItem> = {}): UploadItem {
  return {
    ...{ kind: 'upload', n, id: `id${n}`, title: `f${n}`, mimeType: 'text/plain', size: 10 },
    ...{ path: `f${n}`, realFolder: null, mtimeMs: 0, parent: 'there', parentPath: 'there' },
    ...{ name: `f${n}`, replace: false, replacedRevision: null, mustReplace: false },
    ...{ session: null, sessionOf: null, sentMd5: null, madeRevision: null },
    ...{ verdict: 'open', state: 'waiting', received: 0 },
    ...more
  };
}
