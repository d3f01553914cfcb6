/** The folders that a person went down through: what crumbs stand for. Pure. */
import type { DriveItem } from '../../protocol/items';

/** Folders by their paths: the one shown, and those above it that were shown before. */
export type FoldersAbove = ReadonlyMap<string, DriveItem>;

/** After another folder was shown. */
export function foldersAbove(before: FoldersAbove, shown: DriveItem | null): FoldersAbove {
  if (shown === null) {
    return before;
  }
  const above = [...before.values()].filter(
    ({ path }) => path === '' || shown.path.startsWith(`${path}/`)
  );
  return new Map([...above, shown].map(folder => [folder.path, folder]));
}
