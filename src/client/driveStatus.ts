import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import type { DriveError } from '../../protocol/errors';
import { DEFAULT_SETTINGS, type DriveSettings, type Status } from '../../protocol/status';
import type { IDriveClient } from './driveClient';
import { errorOfReply, toDriveError } from './driveFailure';

/** What of the proxy this needs. */
export type StatusCalls = Pick<IDriveClient, 'status' | 'applySettings'>;

/**
 * Who is connected and what is wrong, as far as the proxy told. It asks nothing before
 * `connect`, which the panel calls when its section is opened for the first time.
 */
export class DriveStatus implements IDisposable {
  constructor(private readonly _client: StatusCalls) {}

  /** Something of what follows changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the proxy said last; null before its first answer. */
  get status(): Status | null {
    return this._status;
  }

  /** Why Drive can't be shown; null while it can, or nothing is known yet. */
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

  /** Asks for the first time, and hands over the person's settings where they differ. */
  async connect(): Promise<void> {
    this._isConnected = true;
    await this._take(this._askFirst());
  }

  /** Asks again; `check` makes the proxy try the credentials anew. */
  async refresh(options: { check?: boolean; background?: boolean } = {}): Promise<void> {
    await this._take(this._client.status(options));
  }

  /** Takes over the person's settings; the proxy hears of them once it was asked for anything. */
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
