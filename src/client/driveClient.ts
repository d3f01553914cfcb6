import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { DriveItem, FolderPage } from '../../protocol/items';
import type { ByteRoute, ByteRoutes, Route, Routes } from '../../protocol/routes';
import type { Status } from '../../protocol/status';
import type { CopyRequest, Decision, Transfer, UploadRequest } from '../../protocol/transfers';
import { errorOfResponse, errorOfNetwork } from './driveFailure';

type CallOptions = {
  readonly signal?: AbortSignal;
  /** True for calls that no person asked for: they do not count as activity. */
  readonly background?: boolean;
};

export type FolderRequest = Routes['GET /folder']['query'];

/**
 * One call for each route of the protocol. Every call rejects with a DriveError,
 * or with the reason of its AbortSignal.
 */
export interface IDriveClient {
  status(options?: CallOptions & { readonly check?: boolean }): Promise<Status>;
  applySettings(settings: Routes['PUT /preferences']['body']): Promise<Status>;
  /** Makes the proxy go by what the settings file holds now. */
  readSettingsFile(): Promise<Status>;
  folder(request: FolderRequest, options?: CallOptions): Promise<FolderPage>;
  item(path: string, options?: CallOptions): Promise<DriveItem>;
  /** The bytes of a file, not JSON. */
  content(item: DriveItem, options?: CallOptions): Promise<Response>;
  /** Where a browser gets the bytes of a file as an attachment. */
  contentUrl(item: DriveItem): string;
  transfers(options?: CallOptions): Promise<readonly Transfer[]>;
  copy(request: CopyRequest): Promise<Transfer>;
  upload(request: UploadRequest): Promise<Transfer>;
  answer(id: string, answer: Decision): Promise<Transfer>;
  cancel(id: string): Promise<Transfer>;
  retry(id: string): Promise<Transfer>;
  remove(id: string): Promise<readonly Transfer[]>;
}

/** Links may: their keys must not stand in the address of a request, which servers write into logs. */
const MAY_HOLD_A_KEY = /^\W*(?:id:|https?:)|resourcekey/i;

/** The only place of the panel that makes requests. */
type Query = Parameters<typeof URLExt.objectToQueryString>[0];

export class DriveClient implements IDriveClient {
  constructor(private readonly _serverSettings: ServerConnection.ISettings) {
    this._baseUrl = URLExt.join(_serverSettings.baseUrl, 'gdrive/api');
  }

  status(options: CallOptions & { readonly check?: boolean } = {}): Promise<Status> {
    return this._call('GET /status', { ...options, query: options.check ? { check: '1' } : {} });
  }

  applySettings(settings: Routes['PUT /preferences']['body']): Promise<Status> {
    return this._call('PUT /preferences', { body: settings });
  }

  readSettingsFile(): Promise<Status> {
    return this._call('PUT /settings-file', {});
  }

  folder(request: FolderRequest, options: CallOptions = {}): Promise<FolderPage> {
    return this._call('GET /folder', { ...options, query: request });
  }

  item(path: string, options: CallOptions = {}): Promise<DriveItem> {
    return MAY_HOLD_A_KEY.test(path)
      ? this._call('POST /item', { ...options, body: { address: path } })
      : this._call('GET /item', { ...options, query: { path } });
  }

  content(item: DriveItem, options: CallOptions = {}): Promise<Response> {
    return this._fetch(this.contentUrl(item), { method: 'GET', signal: options.signal });
  }

  contentUrl(item: DriveItem): string {
    const query: ByteRoutes['GET /content']['query'] = { id: item.id, path: item.path };
    return this._urlOf('GET /content', query);
  }

  transfers(options: CallOptions = {}): Promise<readonly Transfer[]> {
    return this._call('GET /transfers', options);
  }

  copy(request: CopyRequest): Promise<Transfer> {
    return this._call('POST /copies', { body: request });
  }

  upload(request: UploadRequest): Promise<Transfer> {
    return this._call('POST /uploads', { body: request });
  }

  answer(id: string, answer: Decision): Promise<Transfer> {
    return this._call('POST /transfers/:id/answer', { id, body: answer });
  }

  cancel(id: string): Promise<Transfer> {
    return this._call('POST /transfers/:id/cancel', { id });
  }

  retry(id: string): Promise<Transfer> {
    return this._call('POST /transfers/:id/retry', { id });
  }

  remove(id: string): Promise<readonly Transfer[]> {
    return this._call('DELETE /transfers/:id', { id });
  }

  private async _call<R extends Route>(
    route: R,
    options: CallOptions & {
      readonly id?: string;
      readonly query?: Routes[R]['query'];
      readonly body?: Routes[R]['body'];
    }
  ): Promise<Routes[R]['reply']> {
    const [method = 'GET'] = route.split(' ');
    const query = {
      ...options.query,
      ...(options.background === true ? { no_track_activity: '1' } : {})
    };
    const response = await this._fetch(this._urlOf(route, query, options.id), {
      method,
      signal: options.signal,
      body: options.body === undefined ? undefined : JSON.stringify(options.body)
    });
    const reply: unknown = await response.json();
    // Replies are trusted: panel and proxy are built from one protocol, whose version is compared once.
    return reply as Routes[R]['reply'];
  }

  private _urlOf(route: Route | ByteRoute, query: Query, id = ''): string {
    const [, path = ''] = route.split(' ');
    return (
      URLExt.join(this._baseUrl, path.replace(':id', encodeURIComponent(id))) +
      URLExt.objectToQueryString(query)
    );
  }

  private async _fetch(url: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this._serverSettings);
    } catch (error) {
      init.signal?.throwIfAborted();
      throw errorOfNetwork(error);
    }
    if (!response.ok) {
      throw await errorOfResponse(response);
    }
    return response;
  }

  private readonly _baseUrl: string;
}
