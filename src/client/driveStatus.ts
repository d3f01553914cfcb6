import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { DriveError } from '../../protocol/errors';
import type { Status } from '../../protocol/status';
import type { IDriveClient } from './driveClient';
import { errorOfReply, toDriveError } from './driveFailure';

/** The calls of the proxy that this makes. */
export type StatusCalls = Pick<IDriveClient, 'status' | 'applySettings' | 'readSettingsFile'>;

/** The settings that JupyterLab holds for the proxy. */
export type HeldSettings = {
  /** As they are: the proxy checks them. */
  readonly values: Readonly<Record<string, unknown>>;
  /**
   * False where all are defaults: because the person set nothing, or because Jupyter refused the
   * settings file, which it drops whole for one wrong value.
   */
  readonly areSet: boolean;
};

/** Who is connected and what is wrong, as the proxy said last. */
export interface IDriveStatus {
  /** Something of what follows changed. */
  readonly changed: ISignal<IDriveStatus, void>;
  /** What the proxy said last; null before its first answer. */
  readonly status: Status | null;
  /** Why Drive can't be shown; null while it can, or nothing is known yet. */
  readonly failure: DriveError | null;
  readonly isReady: boolean;
  /** Asks for the first time. Never rejects: `failure` says what went wrong. */
  connect(): Promise<void>;
  /** Asks again; `check` makes the proxy try the credentials anew. Never rejects. */
  refresh(options?: { check?: boolean; background?: boolean }): Promise<void>;
  /** Takes over the person's settings; the proxy gets them once it was asked for anything. */
  applySettings(settings: HeldSettings): Promise<void>;
}

/** It asks nothing before `connect`, which the panel calls when its section is first opened. */
export class DriveStatus implements IDriveStatus, IDisposable {
  constructor(private readonly _client: StatusCalls) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get status(): Status | null {
    return this._status;
  }

  get failure(): DriveError | null {
    if (this._failure !== null) {
      return this._failure;
    }
    const problem = this._status?.problem ?? null;
    return problem === null ? null : errorOfReply(problem);
  }

  get isReady(): boolean {
    return this._failure === null && this._status?.state === 'ready';
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

  async connect(): Promise<void> {
    this._isConnected = true;
    await this._take(this._firstStatus());
  }

  async refresh(options: { check?: boolean; background?: boolean } = {}): Promise<void> {
    await this._take(this._client.status(options));
  }

  async applySettings(settings: HeldSettings): Promise<void> {
    this._settings = settings;
    if (this._isConnected && (this._status === null || !areInForce(settings, this._status))) {
      await this._take(this._handOn(settings));
    }
  }

  /**
   * A status that may be acted on: before the proxy has the person's settings, it may speak of another
   * account.
   */
  private async _firstStatus(): Promise<Status> {
    const status = await this._client.status({});
    const settings = this._settings;
    return settings === null || areInForce(settings, status) ? status : this._handOn(settings);
  }

  /** Where JupyterLab holds nothing, it may have dropped the file: only the file itself tells. */
  private _handOn(settings: HeldSettings): Promise<Status> {
    return settings.areSet
      ? this._client.applySettings(settings.values)
      : this._client.readSettingsFile();
  }

  private async _take(answer: Promise<Status>): Promise<void> {
    try {
      this._status = await answer;
      this._failure = null;
    } catch (error) {
      this._failure = toDriveError(error);
    }
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _settings: HeldSettings | null = null;
  private _status: Status | null = null;
  private _failure: DriveError | null = null;
  private _isConnected = false;
  private _isDisposed = false;
}

/** True if the proxy goes by every setting that the person may choose. */
function areInForce({ values }: HeldSettings, status: Status): boolean {
  const inForce = new Map<string, unknown>(Object.entries(status.settings));
  const isLocked = new Set(Object.keys(status.locked));
  return (
    status.wrongSettings.length === 0 &&
    Object.entries(values).every(([key, value]) => isLocked.has(key) || inForce.get(key) === value)
  );
}
