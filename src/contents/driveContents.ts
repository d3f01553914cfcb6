import type { Contents, ServerConnection } from '@jupyterlab/services';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';
import { DriveError, HTTP_STATUS } from '../../protocol/errors';
import type { DriveItem } from '../../protocol/items';
import { OPEN_LIMIT_BYTES } from '../../protocol/routes';
import { DRIVE_NAME, isEnterable, toEntry, toFolder, type DriveFolderModel } from './contentsModel';
import { decode, UnreadableError } from './decode';
import type { IDriveClient } from '../client/driveClient';
import { DriveResponseError, toDriveError } from '../client/driveFailure';
import { errorSentence } from '../words/errorText';
import { unreadableText } from '../words/unreadable';
import type { FolderQuery } from './folderQuery';
import { loadTranslation } from '../words/translation';

/** FileBrowserModel takes 404 as "jump to the root and open a dialog"; the panel goes up by itself. */
const GONE = 410;

/** The calls of the proxy that this makes. */
export type ContentsCalls = Pick<IDriveClient, 'folder' | 'item' | 'content' | 'contentUrl'>;

type DriveContentsOptions = {
  readonly client: ContentsCalls;
  readonly query: FolderQuery;
  readonly serverSettings: ServerConnection.ISettings;
  readonly translator: ITranslator;
};

/** Drive as a drive of JupyterLab. */
export interface IDriveContents extends Contents.IDrive {
  /** An item of the folder that was listed last, by its path: it need not be asked for again. */
  listed(path: string): DriveItem | null;
}

/**
 * Drive seen as a drive of JupyterLab, for reading. It has no content providers on purpose:
 * where a document asks for one, JupyterLab then falls back to plain reading.
 */
export class DriveContents implements IDriveContents {
  constructor(options: DriveContentsOptions) {
    this.serverSettings = options.serverSettings;
    this._client = options.client;
    this._query = options.query;
    this._trans = loadTranslation(options.translator);
  }

  readonly name = DRIVE_NAME;
  readonly serverSettings: ServerConnection.ISettings;

  get fileChanged(): ISignal<this, Contents.IChangedArgs> {
    return this._fileChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  async get(path: string, options: Contents.IFetchOptions = {}): Promise<Contents.IModel> {
    try {
      if (options.content === false) {
        return toEntry(await this._client.item(path));
      }
      return this._isFolder(path, options)
        ? await this._folder(path)
        : await this._file(path, options);
    } catch (error) {
      throw this._wrap(error);
    }
  }

  async getDownloadUrl(path: string): Promise<string> {
    try {
      return this._client.contentUrl(await this._itemAt(path));
    } catch (error) {
      throw this._wrap(error);
    }
  }

  newUntitled(): Promise<Contents.IModel> {
    return this._refuse();
  }

  delete(): Promise<void> {
    return this._refuse();
  }

  rename(): Promise<Contents.IModel> {
    return this._refuse();
  }

  save(): Promise<Contents.IModel> {
    return this._refuse();
  }

  copy(): Promise<Contents.IModel> {
    return this._refuse();
  }

  /** Documents do not open where checkpoints fail, so there is always one. */
  createCheckpoint(): Promise<Contents.ICheckpointModel> {
    return Promise.resolve({ id: 'drive', last_modified: new Date().toISOString() });
  }

  async listCheckpoints(): Promise<Contents.ICheckpointModel[]> {
    return [await this.createCheckpoint()];
  }

  restoreCheckpoint(): Promise<void> {
    return Promise.resolve();
  }

  deleteCheckpoint(): Promise<void> {
    return Promise.resolve();
  }

  listed(path: string): DriveItem | null {
    return this._listed.get(path) ?? null;
  }

  private _isFolder(path: string, options: Contents.IFetchOptions): boolean {
    if (options.type !== undefined) {
      return options.type === 'directory';
    }
    const known = this.listed(path);
    return known === null || isEnterable(known);
  }

  private async _folder(path: string): Promise<DriveFolderModel> {
    const background = this._query.reason === 'tick';
    try {
      const page = await this._client.folder(this._query.requestFor(path), { background });
      this._listed = new Map(page.items.map(item => [item.path, item]));
      return toFolder(page);
    } catch (error) {
      const failure = toDriveError(error);
      throw HTTP_STATUS[failure.code] === 404 ? this._wrap(failure, GONE) : failure;
    }
  }

  private async _file(path: string, options: Contents.IFetchOptions): Promise<Contents.IModel> {
    const item = await this._client.item(path);
    this._checkOpenable(item);
    const bytes = new Uint8Array(await (await this._client.content(item)).arrayBuffer());
    const entry = toEntry(item);
    const format = options.format ?? (entry.type === 'notebook' ? 'json' : 'base64');
    const hash =
      options.hash === true && item.md5 !== null ? { hash: item.md5, hash_algorithm: 'md5' } : {};
    return {
      ...entry,
      ...hash,
      type: options.type ?? entry.type,
      format,
      content: this._decode(bytes, format, item)
    };
  }

  private _decode(bytes: Uint8Array, format: Contents.FileFormat, { title }: DriveItem): unknown {
    try {
      return decode(bytes, format);
    } catch (error) {
      if (!(error instanceof UnreadableError)) {
        throw error;
      }
      const text = unreadableText(error.reason, title, this._trans);
      throw new DriveError('notSupported', text, { details: { what: error.reason }, cause: error });
    }
  }

  private _checkOpenable(item: DriveItem): void {
    if (item.kind === 'document') {
      const text = this._trans.__(
        '"%1" is a Google document. Open it in Google Drive.',
        item.title
      );
      throw new DriveError('notSupported', text, { details: { what: 'document' } });
    }
    if (item.size !== null && item.size > OPEN_LIMIT_BYTES) {
      throw new DriveError('tooLarge', '', { details: { bytes: item.size } });
    }
  }

  private async _itemAt(path: string): Promise<DriveItem> {
    return this.listed(path) ?? (await this._client.item(path));
  }

  private _refuse(): Promise<never> {
    const text = this._trans.__(
      'Google Drive is read-only here. Copy the file to the workspace to change it.'
    );
    return Promise.reject(this._wrap(new DriveError('notSupported', text)));
  }

  private _wrap(error: unknown, status?: number): DriveResponseError {
    if (error instanceof DriveResponseError) {
      return error;
    }
    const failure = toDriveError(error);
    return new DriveResponseError(failure, errorSentence(failure, this._trans), status);
  }

  private readonly _client: ContentsCalls;
  private readonly _query: FolderQuery;
  private readonly _trans: TranslationBundle;
  private readonly _fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  private _listed: ReadonlyMap<string, DriveItem> = new Map();
  private _isDisposed = false;
}
