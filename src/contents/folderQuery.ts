import { MOST_ROWS, PAGE_ROWS } from '../../protocol/routes';
import type { SortKey } from '../../protocol/items';
import type { FolderRequest } from '../client/driveClient';

export type FolderOrder = { readonly key: SortKey; readonly descending: boolean };

/** Why a folder is asked for: because the person went there, pressed Refresh, or time passed. */
export type FolderReason = 'visit' | 'refresh' | 'tick';

/** How the panel looks at the folder it shows. It asks nothing itself. */
export interface IFolderQuery {
  order: FolderOrder;
  /** Text that Drive looks for in names, where one of their words has to begin with it; '' for all. */
  search: string;
  /** Rows asked for. */
  limit: number;
  reason: FolderReason;
  /** Shows another folder, from its top. True if it is another one. */
  moveTo(path: string): boolean;
  /** Asks for the next rows, too, up to the most that the proxy gives. */
  showMore(): void;
}

/**
 * Stands between JupyterLab's file browser model, which knows only paths, and `GET /folder`,
 * which sorts, searches and pages.
 */
export class FolderQuery implements IFolderQuery {
  order: FolderOrder = { key: 'name', descending: false };
  search = '';
  limit = PAGE_ROWS;
  reason: FolderReason = 'visit';

  moveTo(path: string): boolean {
    const isOther = path !== this._path;
    if (isOther) {
      this._path = path;
      this.search = '';
      this.limit = PAGE_ROWS;
    }
    return isOther;
  }

  showMore(): void {
    this.limit = Math.min(MOST_ROWS, this.limit + PAGE_ROWS);
  }

  requestFor(path: string): FolderRequest {
    const isShown = path === this._path;
    const search = isShown ? this.search.trim() : '';
    return {
      path,
      sort: `${this.order.descending ? '-' : ''}${this.order.key}`,
      limit: String(isShown ? this.limit : PAGE_ROWS),
      ...(search === '' ? {} : { search }),
      ...(this.reason === 'refresh' ? { fresh: '1' } : {})
    };
  }

  /** The folder that search and limit belong to. */
  private _path = '';
}
