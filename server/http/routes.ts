/** One handler for each route of the protocol: the compiler counts them. */
import type { ByteRoute, Route, Routes } from '../../protocol';
import { checkSettings, settingsOfFile } from '../settings';
import { contentOf } from './content';
import type { Parts } from './parts';
import {
  answer,
  contentQuery,
  copyRequest,
  folderQuery,
  itemAddress,
  itemQuery,
  itemsQuery,
  parse,
  parseSort,
  settings,
  settingsFile,
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

export type ByteHandlers = {
  [R in ByteRoute]: (call: Omit<RouteCall, 'id' | 'body'>) => Promise<Response>;
};

export function createByteHandlers({ accounts }: Pick<Parts, 'accounts'>): ByteHandlers {
  return {
    'GET /content': ({ query, signal }) => {
      const { id } = parse(contentQuery, query);
      return accounts.withPlace(({ place }) => contentOf(id, place, { priority: 'panel', signal }));
    }
  };
}

export function createHandlers({ accounts, transfers }: Parts): Handlers {
  return {
    'GET /status': ({ query }) => accounts.status(parse(statusQuery, query).check === '1'),

    'PUT /preferences': ({ body }) => {
      accounts.use(checkSettings(parse(settings, body)));
      return accounts.status(true);
    },

    'PUT /settings-file': ({ body }) => {
      const file = parse(settingsFile, body);
      accounts.use(settingsOfFile(file.settings, file.settingsProblem));
      return accounts.status(true);
    },

    'GET /folder': ({ query, signal }) => {
      const { path, sort, search, limit, fresh } = parse(folderQuery, query);
      const request = { path, ...parseSort(sort), search, limit, fresh: fresh === '1' };
      return accounts.withPlace(({ place }) =>
        place.browser.folder(request, { priority: 'panel', signal })
      );
    },

    'GET /items': ({ query, signal }) => {
      const { path, after } = parse(itemsQuery, query);
      return accounts.withPlace(({ place }) =>
        place.browser.items(path, after ?? null, { priority: 'panel', signal })
      );
    },

    'GET /item': ({ query, signal }) => {
      const { path, id } = parse(itemQuery, query);
      return accounts.withPlace(({ place }) =>
        place.browser.item(path, id ?? null, { priority: 'panel', signal })
      );
    },

    'POST /item': ({ body, signal }) => {
      const { address } = parse(itemAddress, body);
      return accounts.withPlace(({ place }) =>
        place.browser.item(address, null, { priority: 'panel', signal })
      );
    },

    'GET /transfers': () => transfers.list(),

    'POST /copies': ({ body }) => {
      const request = parse(copyRequest, body);
      return accounts.withPlace(basis => transfers.startCopy(request, basis));
    },

    'POST /uploads': ({ body }) => {
      const request = parse(uploadRequest, body);
      return accounts.forWriting(basis => transfers.startUpload(request, basis));
    },

    'POST /transfers/:id/answer': ({ id, body }) => transfers.answer(id, parse(answer, body)),

    'POST /transfers/:id/cancel': ({ id }) => transfers.cancel(id),

    'POST /transfers/:id/retry': ({ id }) =>
      accounts.withPlace(basis => transfers.retry(id, basis)),

    'DELETE /transfers/:id': ({ id }) => transfers.remove(id)
  };
}
