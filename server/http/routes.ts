/** One handler for each route of the protocol: the compiler counts them. */
import type { Route, Routes } from '../../protocol';
import type { Parts } from './parts';
import {
  answer,
  copyRequest,
  folderQuery,
  itemQuery,
  itemsQuery,
  parse,
  parseSort,
  settingsSchema,
  statusQuery,
  uploadRequest
} from './bodies';

export type RouteCall = {
  /** The `:id` of the path; '' where it has none. */
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Aborted when the browser goes away. */
  readonly signal: AbortSignal;
};

export type Handlers = { [R in Route]: (call: RouteCall) => Promise<Routes[R]['reply']> };

export function createHandlers({ connection, transfers }: Parts): Handlers {
  return {
    'GET /status': ({ query }) => connection.status(parse(statusQuery, query).check === '1'),

    'PUT /preferences': ({ body }) => {
      connection.use(parse(settingsSchema, body));
      return connection.status(true);
    },

    'GET /folder': async ({ query, signal }) => {
      const { path, sort, search, limit, fresh } = parse(folderQuery, query);
      const { browser } = await connection.current();
      return browser.folder(
        { path, ...parseSort(sort), search, limit, fresh: fresh === '1' },
        { priority: 'panel', signal }
      );
    },

    'GET /items': async ({ query, signal }) => {
      const { path, after } = parse(itemsQuery, query);
      const { browser } = await connection.current();
      return browser.items(path, after ?? null, { priority: 'panel', signal });
    },

    'GET /item': async ({ query, signal }) => {
      const { path, id } = parse(itemQuery, query);
      const { browser } = await connection.current();
      return browser.item(path, id ?? null, { priority: 'panel', signal });
    },

    'GET /transfers': () => transfers.list(),

    'POST /copies': async ({ body }) => {
      const request = parse(copyRequest, body);
      return transfers.startCopy(request, await connection.current());
    },

    'POST /uploads': async ({ body }) => {
      const request = parse(uploadRequest, body);
      return transfers.startUpload(request, await connection.forUploads());
    },

    'POST /transfers/:id/answer': ({ id, body }) => transfers.answer(id, parse(answer, body)),

    'POST /transfers/:id/cancel': ({ id }) => transfers.cancel(id),

    'POST /transfers/:id/retry': async ({ id }) => transfers.retry(id, await connection.current()),

    'DELETE /transfers/:id': ({ id }) => transfers.remove(id)
  };
}
