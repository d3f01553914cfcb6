/** Where in the workspace a drop goes. Pure. */

/** What of the file browser is under the pointer. */
type DropSpot = {
  /** `data-path` of a breadcrumb; null elsewhere. */
  readonly crumb: string | null;
  /** The row; null on the blank area. */
  readonly row: { readonly path: string; readonly type: string } | null;
};

export type Drop = {
  /** Workspace folder; '' is the root. */
  readonly folder: string;
  /** What to mark as the target. */
  readonly mark: 'crumb' | 'row' | 'list';
};

/** A crumb means its folder, a folder's row that folder, all else the folder shown. */
export function resolveDrop(spot: DropSpot, shownFolder: string): Drop {
  if (spot.crumb !== null) {
    return { folder: trimSlashes(spot.crumb), mark: 'crumb' };
  }
  if (spot.row?.type === 'directory') {
    return { folder: trimSlashes(spot.row.path), mark: 'row' };
  }
  return { folder: trimSlashes(shownFolder), mark: 'list' };
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
