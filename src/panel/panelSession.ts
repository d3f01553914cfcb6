import { Notification } from '@jupyterlab/apputils';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { DriveError, ErrorCode } from '../../protocol/errors';
import type { IDriveStatus } from '../client/driveStatus';
import { isRecord } from '../../protocol/isRecord';
import { errorSentence } from '../words/errorText';
import type { DriveModel, Redirect } from './driveModel';

const STATE_KEY = 'jupyterlab-gdrive:folder';
const TOAST_MS = 6000;
/** Between two looks whether a lost connection is back. */
const RETRY_MS = 15_000;
/** A folder that takes longer than this may have to wait for Google: then the status says so. */
const SLOW_MS = 2_000;
/** Failures that pass by themselves. */
const PASSING: readonly ErrorCode[] = [
  'offline',
  'rateLimited',
  'driveUnavailable',
  'jupyterUnreachable',
  'proxyEnded',
  'proxyBusy'
];

type PanelSessionOptions = {
  readonly model: DriveModel;
  readonly status: IDriveStatus;
  readonly state: IStateDB | null;
  readonly trans: TranslationBundle;
};

/** Keeps the shown folder in step with the account: opens it, remembers it, starts again after a change. */
export class PanelSession implements IDisposable {
  constructor(private readonly _options: PanelSessionOptions) {
    const { model, status } = _options;
    status.changed.connect(this._onStatus, this);
    model.pathChanged.connect(this._onMoved, this);
    model.redirected.connect(this._onRedirect, this);
    model.stateChanged.connect(this._onModel, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      window.clearTimeout(this._retryTimer);
      window.clearTimeout(this._slowTimer);
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
    const isBack = status.isReady && !this._wasReady;
    this._wasReady = status.isReady;
    if (account !== null && account !== this._account) {
      const isFirst = this._account === null;
      if (!isFirst) {
        void model.cd('/');
      } else if (!model.isLed) {
        void model.cd(`/${this._startPath}`);
      }
    } else if (isBack && model.failure !== null) {
      void model.reload('refresh'); // it failed without the account that is here again
    }
    this._account = account ?? this._account;
    this._awaitConnection();
  }

  /** While Google or Jupyter is away, looks now and then whether it is back. */
  private _awaitConnection(): void {
    const { model, status } = this._options;
    window.clearTimeout(this._retryTimer);
    const failure = status.failure ?? model.failure;
    const isAway = failure === null ? isShaky(status) : PASSING.includes(failure.code);
    if (isAway && !this._isDisposed) {
      this._retryTimer = window.setTimeout(() => void this._lookAgain(), RETRY_MS);
    }
  }

  private async _lookAgain(): Promise<void> {
    const { model, status } = this._options;
    await status.refresh({ background: true });
    if (model.failure !== null && status.isReady) {
      await model.reload('tick'); // asking is also how the proxy learns that Google is back
    }
  }

  private _onMoved(): void {
    const { model, state } = this._options;
    this._startPath = model.drivePath;
    void state?.save(STATE_KEY, { path: model.drivePath });
  }

  private _onRedirect(_: DriveModel, { failure }: Redirect): void {
    const text = errorSentence(failure, this._options.trans);
    Notification.warning(text, { autoClose: TOAST_MS });
  }

  /** A folder that fails or is slow may mean that the connection does, one that arrives that it is back: asks. */
  private _onModel(model: DriveModel): void {
    const { status } = this._options;
    if (model.isLoading !== this._isLoading) {
      this._isLoading = model.isLoading;
      window.clearTimeout(this._slowTimer);
      if (this._isLoading) {
        this._slowTimer = window.setTimeout(() => this._lookAtStatus(), SLOW_MS);
      } else if (isShaky(status)) {
        this._lookAtStatus();
      }
    }
    if (model.failure !== this._failure) {
      this._failure = model.failure;
      if (this._failure !== null) {
        this._lookAtStatus();
      }
    }
  }

  private _lookAtStatus(): void {
    void this._options.status.refresh({ background: true });
  }

  private _account: string | null = null;
  private _failure: DriveError | null = null;
  private _retryTimer = 0;
  private _slowTimer = 0;
  private _isLoading = false;
  private _wasReady = false;
  private _startPath = '';
  private _isDisposed = false;
}

/** True while the proxy has trouble with its connection, but goes on. */
function isShaky({ status }: IDriveStatus): boolean {
  return status !== null && status.connection !== 'online';
}

/** What the tree of paths depends on. */
function identity({ status }: IDriveStatus): string {
  return JSON.stringify([status?.account?.email, status?.rootFolder?.id]);
}

function pathIn(state: unknown): string {
  return isRecord(state) && typeof state.path === 'string' ? state.path : '';
}
