/** One handler for each route of the protocol: the compiler counts them. */
import { DriveError, type Route, type Routes } from '../../protocol';
import type { Parts } from './parts';
import {
  answer,
  copyRequest,
  folderQuery,
  itemQuery,
  parse,
  parseSort,
  settingsSchema,
  statusQuery
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

    'PUT /settings': ({ body }) => {
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

    'GET /item': async ({ query, signal }) => {
      const { path, id } = parse(itemQuery, query);
      const { browser } = await connection.current();
      return browser.item(path, id ?? null, { priority: 'panel', signal });
    },

    'GET /transfers': () => Promise.resolve(transfers.list()),

    'POST /copies': async ({ body }) => {
      const request = parse(copyRequest, body);
      return transfers.startCopy(request, await connection.current());
    },

    'POST /uploads': () =>
      Promise.reject(
        new DriveError('notSupported', 'Uploading to Google Drive is not possible yet.')
      ),

    'POST /transfers/:id/answer': ({ id, body }) =>
      Promise.resolve(transfers.answer(id, parse(answer, body))),

    'POST /transfers/:id/cancel': ({ id }) => Promise.resolve(transfers.cancel(id)),

    'POST /transfers/:id/retry': ({ id }) => Promise.resolve(transfers.retry(id)),

    'DELETE /transfers/:id': ({ id }) => Promise.resolve(transfers.remove(id))
  };
}
