import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { DriveError } from '../../protocol/errors';
import { DEFAULT_SETTINGS, type DriveSettings, type Status } from '../../protocol/status';
import type { IDriveClient } from './driveClient';
import { errorOfReply, toDriveError } from './driveFailure';

/** What of the proxy this needs. */
export type StatusCalls = Pick<IDriveClient, 'status' | 'applySettings'>;

/** Who is connected and what is wrong, as far as the proxy told. */
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
  applySettings(settings: DriveSettings): Promise<void>;
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
    await this._take(this._askFirst());
  }

  async refresh(options: { check?: boolean; background?: boolean } = {}): Promise<void> {
    await this._take(this._client.status(options));
  }

  async applySettings(settings: DriveSettings): Promise<void> {
    this._settings = settings;
    if (this._isConnected && (this._status === null || differ(settings, this._status))) {
      await this._apply();
    }
  }

  /** Before it has the person's settings the proxy may speak of another account: nobody should act on that. */
  private async _askFirst(): Promise<Status> {
    const status = await this._client.status({});
    return differ(this._settings, status) ? this._client.applySettings(this._settings) : status;
  }

  private async _apply(): Promise<void> {
    await this._take(this._client.applySettings(this._settings));
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
  private _settings = DEFAULT_SETTINGS;
  private _status: Status | null = null;
  private _failure: DriveError | null = null;
  private _isConnected = false;
  private _isDisposed = false;
}

/** True if a setting that the person may choose is not in force. */
function differ(wanted: DriveSettings, { settings, locked }: Status): boolean {
  const isLocked = new Set(Object.keys(locked));
  const inForce = new Map<string, unknown>(Object.entries(settings));
  return Object.entries(wanted).some(
    ([key, value]) => !isLocked.has(key) && inForce.get(key) !== value
  );
}
