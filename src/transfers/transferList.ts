import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';
import {
  hasEnded,
  type Decision,
  type CopyRequest,
  type Transfer,
  type UploadRequest
} from '../../protocol/transfers';
import type { IDriveClient } from '../client/driveClient';
import type { ITransferList, TransferEvent } from '../tokens';

/** Between two looks at transfers under way. */
const POLL_MS = 1000;
/** After a look that failed, and while all that has not ended is interrupted: another tab may continue it. */
const PAUSE_MS = 5000;
/** What a server left on another machine is offered once it has been silent for a minute. */
const LATE_OFFER_MS = 90_000;

/** The calls of the proxy that this makes. */
export type TransferCalls = Pick<
  IDriveClient,
  'transfers' | 'copy' | 'upload' | 'answer' | 'cancel' | 'retry' | 'remove'
>;

/**
 * Asks once a second while a transfer is under way, and not at all otherwise; another tab says
 * when it starts one.
 */
export class TransferList implements ITransferList, IDisposable {
  constructor(
    private readonly _client: TransferCalls,
    /** Nothing is asked while Jupyter can't be reached. */
    private readonly _isConnected: () => boolean
  ) {}

  get transfers(): readonly Transfer[] {
    return this._transfers;
  }

  get active(): readonly Transfer[] {
    return this._transfers.filter(transfer => !hasEnded(transfer.state));
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get ended(): ISignal<this, TransferEvent> {
    return this._ended;
  }

  get started(): ISignal<this, void> {
    return this._started;
  }

  get lasting(): ISignal<this, void> {
    return this._lasting;
  }

  get asked(): ISignal<this, TransferEvent> {
    return this._asked;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      window.clearTimeout(this._timer);
      window.clearTimeout(this._lateTimer);
      Signal.clearData(this);
    }
  }

  /** Looks, and once more for what is offered late: after a restart on another machine. */
  async begin(): Promise<void> {
    this._lateTimer = window.setTimeout(() => void this.refresh(), LATE_OFFER_MS);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    let pause = POLL_MS;
    try {
      if (this._isConnected()) {
        this._take(await this._client.transfers({ background: true }));
        this._noticeLasting();
      }
    } catch {
      pause = PAUSE_MS; // the panel shows why; the transfers go on without being watched
    }
    this._schedule(pause);
  }

  async copy(request: CopyRequest): Promise<Transfer> {
    return this._start(await this._client.copy(request));
  }

  async upload(request: UploadRequest): Promise<Transfer> {
    return this._start(await this._client.upload(request));
  }

  async answer(id: string, answer: Decision): Promise<void> {
    this._replace(await this._client.answer(id, answer));
  }

  async cancel(id: string): Promise<void> {
    this._replace(await this._client.cancel(id));
  }

  async retry(id: string): Promise<void> {
    this._ours.add(id);
    this._replace(await this._client.retry(id));
    this._started.emit();
  }

  async remove(id: string): Promise<void> {
    this._take(await this._client.remove(id));
  }

  private _start(transfer: Transfer): Transfer {
    this._ours.add(transfer.id);
    this._fresh.add(transfer.id);
    this._replace(transfer);
    this._started.emit();
    return transfer;
  }

  private _noticeLasting(): void {
    const isLasting = this.active.some(({ id }) => this._fresh.has(id));
    this._fresh.clear();
    if (isLasting) {
      this._lasting.emit();
    }
  }

  private _replace(transfer: Transfer): void {
    const others = this._transfers.filter(({ id }) => id !== transfer.id);
    this._take([transfer, ...others]);
    this._schedule(POLL_MS);
  }

  private _take(transfers: readonly Transfer[]): void {
    if (this._isDisposed) {
      return;
    }
    const before = new Map(this._transfers.map(transfer => [transfer.id, transfer.state]));
    this._transfers = [...transfers].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    this._changed.emit();
    for (const transfer of this._transfers) {
      const isOurs = this._ours.has(transfer.id);
      const state = before.get(transfer.id);
      const isNew = state === undefined ? isOurs : state !== transfer.state;
      if (isNew && transfer.state === 'asking') {
        this._asked.emit({ transfer, isOurs });
      } else if (isNew && hasEnded(transfer.state)) {
        this._ended.emit({ transfer, isOurs });
      }
    }
  }

  private _schedule(pause: number): void {
    window.clearTimeout(this._timer);
    const { active } = this;
    const isIdle = active.every(({ state }) => state === 'interrupted');
    if (active.length > 0 && !this._isDisposed) {
      const wait = isIdle ? PAUSE_MS : pause;
      this._timer = window.setTimeout(() => void this.refresh(), wait);
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _ended = new Signal<this, TransferEvent>(this);
  private readonly _asked = new Signal<this, TransferEvent>(this);
  private readonly _started = new Signal<this, void>(this);
  private readonly _lasting = new Signal<this, void>(this);
  private readonly _fresh = new Set<string>();
  private readonly _ours = new Set<string>();
  private _transfers: readonly Transfer[] = [];
  private _timer = 0;
  private _lateTimer = 0;
  private _isDisposed = false;
}
