/**
 * Every request the panel can make of the proxy: method and path → query, body, reply.
 * The panel reaches them below `<base URL>gdrive/api`, the proxy's tests below `/api`.
 */
import type { DriveItem, FolderPage, ItemPage } from './items';
import type { Status } from './status';
import type { Decision, CopyRequest, Transfer, UploadRequest } from './transfers';

/** No query or no body. */
type None = Record<string, never>;

export type Routes = {
  /** Checks the credentials on first use; `check=1` checks them anew. */
  'GET /status': { query: { check?: string }; body: None; reply: Status };
  /**
   * Applies a person's settings at once, as they are: they are checked key by key, and what is wrong
   * stands in the reply. (Not /settings: Galata's mock of JupyterLab's would catch it.)
   */
  'PUT /preferences': { query: None; body: Readonly<Record<string, unknown>>; reply: Status };
  /**
   * The same with what the settings file holds at this moment: the shim reads it and puts it into the body.
   * JupyterLab drops a whole file for one wrong value, so its empty settings may stand for anything.
   */
  'PUT /settings-file': { query: None; body: None; reply: Status };
  /**
   * A folder by its path ('' is the list of views). `sort`: a SortKey, with a leading `-` for descending.
   * `search` is text in names. `limit` at most MOST_ROWS. `fresh=1` asks Drive again.
   */
  'GET /folder': {
    query: { path: string; sort?: string; search?: string; limit?: string; fresh?: string };
    body: None;
    reply: FolderPage;
  };
  /**
   * All of a folder, page by page: `after` is the `next` of the page before. Drive is asked each time
   * and nothing is kept, however many there are.
   */
  'GET /items': { query: { path: string; after?: string }; body: None; reply: ItemPage };
  /** One item by its path; the reply's `path` is the canonical one. */
  'GET /item': { query: { path: string; id?: string }; body: None; reply: DriveItem };
  /** The same by a link or an id that was pasted: it may hold a key, which belongs into no address. */
  'POST /item': { query: None; body: { readonly address: string }; reply: DriveItem };
  'GET /transfers': { query: None; body: None; reply: readonly Transfer[] };
  'POST /copies': { query: None; body: CopyRequest; reply: Transfer };
  'POST /uploads': { query: None; body: UploadRequest; reply: Transfer };
  'POST /transfers/:id/answer': { query: None; body: Decision; reply: Transfer };
  'POST /transfers/:id/cancel': { query: None; body: None; reply: Transfer };
  /** Tries what failed again, or continues what was interrupted. */
  'POST /transfers/:id/retry': { query: None; body: None; reply: Transfer };
  /** Takes an ended transfer off the list. */
  'DELETE /transfers/:id': { query: None; body: None; reply: readonly Transfer[] };
};

export type Route = keyof Routes;

/** Requests that are answered with bytes instead of JSON. */
export type ByteRoutes = {
  /** One file, as an attachment. `path` tells people who read the address whose bytes they are. */
  'GET /content': { query: { id: string; path?: string } };
};

export type ByteRoute = keyof ByteRoutes;

/** Files larger than this are not opened in place; they can be copied. Bytes. */
export const OPEN_LIMIT_BYTES = 50 * 1024 * 1024;

/** Rows asked for at first, and added by "Show more". */
export const PAGE_ROWS = 200;

/** Rows of one folder at most: who looks for others filters by name, or has Drive sort them differently. */
export const MOST_ROWS = 2_000;

/** Transfers kept on the list after their end. */
export const TRANSFERS_KEPT = 20;
