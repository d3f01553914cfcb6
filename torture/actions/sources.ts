/** What a transfer is to move, as both sides stand when it is begun. */
import path from 'node:path';
import type { SnapshotItem } from '../../emulator/client';
import { md5OfFile } from '../bytes';
import type { Source } from '../model/begun';
import { filesBelow } from './files';

/** Files with bytes, chosen or below what was chosen. Documents and shortcuts are judged by other tests. */
export function sourcesThere(
  ids: readonly string[],
  items: readonly SnapshotItem[]
): readonly Source[] {
  const found = new Map<string, Source>();
  const visit = (item: SnapshotItem): void => {
    if (item.trashed || found.has(item.id)) {
      return;
    }
    if (item.md5 !== undefined && !item.mimeType.includes('google-apps')) {
      found.set(item.id, { what: item.id, md5: item.md5 });
    }
    items.filter(({ parents }) => parents.includes(item.id)).forEach(visit);
  };
  items.filter(({ id }) => ids.includes(id)).forEach(visit);
  return [...found.values()];
}

/** Without what is hidden: Jupyter shows no such files, so none is uploaded. */
export function sourcesHere(root: string, chosen: string): readonly Source[] {
  return filesBelow(root)
    .filter(file => file === chosen || file.startsWith(`${chosen}/`))
    .filter(file => !file.split('/').some(part => part.startsWith('.')))
    .map(file => ({ what: file, md5: md5OfFile(path.join(root, file)) }));
}
