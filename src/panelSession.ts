import { Notification } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { DriveError } from '../protocol/errors';
import type { DriveStatus } from './driveStatus';
import { errorSentence } from './errorText';
import type { DriveModel, Detour } from './widgets/driveModel';

const STATE_KEY = 'jupyterlab-gdrive:folder';
const TOAST_MS = 6000;

export type PanelSessionOptions = {
  readonly model: DriveModel;
  readonly status: DriveStatus;
  readonly state: IStateDB | null;
  readonly trans: TranslationBundle;
};

/** Keeps the shown folder in step with the account: opens it, remembers it, starts again after a change. */
export class PanelSession implements IDisposable {
  constructor(private readonly _options: PanelSessionOptions) {
    const { model, status } = _options;
    status.changed.connect(this._onStatus, this);
    model.pathChanged.connect(this._onMoved, this);
    model.detoured.connect(this._onDetour, this);
    model.stateChanged.connect(this._onModel, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.status.changed.disconnect(this._onStatus, this);
    }
  }

  async start(): Promise<void> {
    const { state } = this._options;
    const remembered: unknown = await state?.fetch(STATE_KEY).catch(() => undefined);
    this._startPath = pathIn(remembered);
    await this._options.status.connect();
  }

  /** What Refresh means: of the folder while connected, of the connection before. */
  async refresh(): Promise<void> {
    const { model, status } = this._options;
    if (!status.isReady) {
      await status.refresh({ check: true });
      return;
    }
    await Promise.all([model.reload('refresh'), status.refresh()]);
  }

  private _onStatus(): void {
    const { model, status } = this._options;
    const account = status.isReady ? identity(status) : null;
    if (account !== null && account !== this._account) {
      const isFirst = this._account === null;
      void model.cd(isFirst ? `/${this._startPath}` : '/');
    }
    this._account = account ?? this._account;
  }

  private _onMoved(): void {
    const { model, state } = this._options;
    this._startPath = model.drivePath;
    void state?.save(STATE_KEY, { path: model.drivePath });
  }

  private _onDetour(_: DriveModel, { failure }: Detour): void {
    const text = errorSentence(failure, this._options.trans);
    Notification.warning(text, { autoClose: TOAST_MS });
  }

  /** A folder that fails may mean that the connection does. */
  private _onModel(model: DriveModel): void {
    if (model.failure !== this._failure) {
      this._failure = model.failure;
      if (this._failure !== null) {
        void this._options.status.refresh({ background: true });
      }
    }
  }

  private _account: string | null = null;
  private _failure: DriveError | null = null;
  private _startPath = '';
  private _isDisposed = false;
}

/** What the tree of paths depends on. */
function identity({ status }: DriveStatus): string {
  return JSON.stringify([status?.account?.email, status?.rootFolder?.id]);
}

function pathIn(state: unknown): string {
  return typeof state === 'object' &&
    state !== null &&
    'path' in state &&
    typeof state.path === 'string'
    ? state.path
    : '';
}
