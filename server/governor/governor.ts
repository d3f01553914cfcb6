/**
 * Every call to Google passes here: quota, number of connections, order, retries, waiting for a
 * connection, cancelling. gaxios' own retry is off, so that nothing is retried twice.
 */
import type { IClock } from '../clock';
import type { ILog } from '../log';
import { Concurrency } from './concurrency';
import type { Caller } from '../google/caller';
import { toDriveError, type Verdict } from '../google/toDriveError';
import { Quota, UNITS, type CallClass } from './quota';
import { askedWaitMs, backoffMs, verdictOf } from './retryPolicy';
import { RequestQueue, type QueuedCall } from './requestQueue';
import { Room } from './room';
import { TokenBucket } from './tokenBucket';
import { onAbort } from '../untilAborted';

type GovernorTimes = {
  /** Full-jitter backoff: base and cap of one wait. */
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  /** While offline one call is tried this often, for at most offlineLimitMs. */
  readonly probeMs: number;
  readonly offlineLimitMs: number;
  /** Rate errors within this time count as one. */
  readonly calmMs: number;
  /** Until a shrunken quota is whole again. */
  readonly recoverMs: number;
};

/** Nobody looks at a panel that waits for longer: a person is told, and may ask again. */
const LONGEST_PANEL_WAIT_MS = 32_000;

export type GovernorOptions = {
  readonly unitsPerMinute: number;
  readonly maxConnections: number;
  readonly startConnections: number;
  readonly maxTries: number;
  /** Writes that Drive takes of an account: sustained, and at first. */
  readonly writesPerSecond: number;
  readonly writeBurst: number;
  readonly times: GovernorTimes;
};

export type Connection = 'online' | 'offline' | 'rateLimited';

export type Call = {
  /** For the quota. */
  readonly class: CallClass;
  readonly caller: Caller;
  /** What it is about, for the sentence of an error. */
  readonly what?: string;
  /** Bytes that have arrived to stay: a try that failed after more of them counts as the first. */
  readonly progress?: () => number;
};

/** Timers of Node count to this and no further: one for later would ring at once. Milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Units that background work leaves for a file: where the quota is what is scarce, files go first. */
const LEFT_FOR_FILES = UNITS.download;

export class Governor {
  private readonly quota: Quota;
  private readonly concurrency: Concurrency;
  private readonly writeBucket: TokenBucket;
  private readonly queue = new RequestQueue();
  private readonly room = new Room();
  private offlineSince: number | null = null;
  private nextProbeAt = 0;
  private probing = false;
  private pausedUntil = 0;
  private wakeUp: NodeJS.Timeout | null = null;

  constructor(
    private readonly options: GovernorOptions,
    private readonly clock: IClock,
    private readonly log: ILog,
    /** Called when a token was refused: the next attempt must get another one. */
    private readonly dropToken: () => void
  ) {
    this.quota = new Quota(options.unitsPerMinute, options.times.recoverMs);
    this.writeBucket = new TokenBucket(options.writesPerSecond, options.writeBurst);
    const { startConnections, maxConnections, times } = options;
    this.concurrency = new Concurrency(startConnections, maxConnections, times.calmMs);
  }

  get connection(): Connection {
    if (this.offlineSince !== null) {
      return 'offline';
    }
    return this.pausedUntil > this.clock.now() ? 'rateLimited' : 'online';
  }

  /** Runs the attempt as often as it makes sense; rejects with a DriveError, or the signal's reason. */
  async run<T>(call: Call, attempt: () => Promise<T>): Promise<T> {
    const progress = call.progress ?? (() => 0);
    let arrived = progress();
    let failures = 0;
    let tokenDropped = false;
    for (;;) {
      await this.admit(call);
      try {
        const result = await attempt();
        this.succeeded();
        return result;
      } catch (error) {
        call.caller.signal.throwIfAborted();
        if (progress() > arrived) {
          failures = 0;
          tokenDropped = false;
          arrived = progress(); // what starts over and gets as far as before is none
        }
        const verdict = verdictOf(error);
        this.note(verdict, call.class === 'edit');
        if (verdict === 'auth' && !tokenDropped) {
          tokenDropped = true;
          this.dropToken();
          continue;
        }
        if (verdict === 'unreachable' && this.mayWaitForConnection(call)) {
          continue;
        }
        failures += 1;
        const hopeless = verdict !== 'rate' && verdict !== 'server';
        const isTooLong = this.keepsPersonWaiting(error, call);
        if (hopeless || isTooLong || failures >= this.options.maxTries) {
          throw toDriveError(error, verdict, call.what);
        }
        await this.backOff(error, failures, call);
      } finally {
        this.room.leave(call.caller.priority);
        this.probing = false;
        this.pump();
      }
    }
  }

  dispose(): void {
    if (this.wakeUp !== null) {
      clearTimeout(this.wakeUp);
    }
  }

  /** Waits for the turn; the caller's signal takes the call out of the queue. */
  private admit({ class: callClass, caller }: Call): Promise<void> {
    return new Promise((resolve, reject) => {
      caller.signal.throwIfAborted();
      const leave = onAbort(caller.signal, reason => {
        this.queue.remove(queued);
        reject(reason);
      });
      const queued: QueuedCall = {
        units: UNITS[callClass],
        isWrite: callClass === 'edit',
        caller,
        go: () => {
          leave();
          resolve();
        }
      };
      this.queue.add(queued);
      this.pump();
    });
  }

  private pump(): void {
    for (;;) {
      const now = this.clock.now();
      const queued = this.queue.next(candidate => this.waitMs(candidate, now) === 0);
      if (queued === null) {
        this.sleepUntilNextMay(now);
        return;
      }
      this.queue.take(queued);
      this.room.enter(queued.caller.priority);
      this.quota.spend(queued.units, now);
      if (queued.isWrite) {
        this.writeBucket.take(now);
      }
      if (this.offlineSince !== null) {
        this.probing = true;
        this.nextProbeAt = now + this.options.times.probeMs * (1 + this.clock.random());
      }
      queued.go();
    }
  }

  /** 0 if the queued call may go now; Infinity if only the end of another call can change that. */
  private waitMs(queued: QueuedCall, now: number): number {
    const { priority } = queued.caller;
    const forPanel = priority === 'panel';
    if (this.offlineSince !== null) {
      const wait = this.probing ? Number.POSITIVE_INFINITY : Math.max(0, this.nextProbeAt - now);
      return forPanel ? 0 : wait; // a person who looks is a good probe, and is told at once
    }
    if (!this.room.has(priority, this.concurrency.now)) {
      return Number.POSITIVE_INFINITY;
    }
    const pause = forPanel ? 0 : Math.max(0, this.pausedUntil - now);
    const write = queued.isWrite ? this.writeBucket.waitMs(now) : 0;
    const units = queued.units + (priority === 'background' ? LEFT_FOR_FILES : 0);
    return Math.max(pause, write, this.quota.waitMs(units, forPanel, now));
  }

  private sleepUntilNextMay(now: number): void {
    if (this.wakeUp !== null) {
      clearTimeout(this.wakeUp);
      this.wakeUp = null;
    }
    let soonest = Number.POSITIVE_INFINITY;
    this.queue.next(queued => {
      soonest = Math.min(soonest, this.waitMs(queued, now));
      return false;
    });
    if (Number.isFinite(soonest)) {
      this.wakeUp = setTimeout(() => this.pump(), Math.min(soonest, LONGEST_TIMER_MS));
    }
  }

  private succeeded(): void {
    this.concurrency.succeeded();
    this.cameOnline();
  }

  private cameOnline(): void {
    if (this.offlineSince !== null) {
      this.log.info('Google can be reached again');
    }
    this.offlineSince = null;
    this.probing = false;
  }

  private note(verdict: Verdict, isWrite: boolean): void {
    const now = this.clock.now();
    if (verdict === 'unreachable') {
      if (this.offlineSince === null) {
        this.offlineSince = now;
        this.nextProbeAt = now + this.options.times.probeMs * (1 + this.clock.random());
        this.log.warn('Google can’t be reached; everything waits for a connection');
      } else {
        this.log.debug('Google still can’t be reached');
      }
      this.probing = false;
      return;
    }
    this.cameOnline();
    if (verdict === 'rate' && isWrite) {
      this.writeBucket.empty(now); // most likely it is the limit of writes
    } else if (verdict === 'rate') {
      this.concurrency.refused(now);
      this.quota.shrink(now);
    }
  }

  /** A person is told at once; transfers wait for up to a day. */
  private mayWaitForConnection({ caller }: Call): boolean {
    const since = this.offlineSince ?? this.clock.now();
    return (
      caller.priority !== 'panel' && this.clock.now() - since < this.options.times.offlineLimitMs
    );
  }

  /** What Google asks to wait for may be an hour: a person is told, a transfer waits. */
  private keepsPersonWaiting(error: unknown, { caller }: Call): boolean {
    return caller.priority === 'panel' && askedWaitMs(error) > LONGEST_PANEL_WAIT_MS;
  }

  private async backOff(error: unknown, failures: number, call: Call): Promise<void> {
    const jitter = backoffMs(failures, this.options.times, this.clock.random());
    const asked = askedWaitMs(error);
    const wait = Math.max(jitter, asked);
    this.log.debug('trying again', { failures, waitMs: Math.round(wait), error });
    if (verdictOf(error) === 'rate') {
      // The quota is the account's: the others wait too, but only as long as the first wait lasts.
      const pause = Math.max(asked, Math.min(wait, this.options.times.backoffBaseMs));
      this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + pause);
    }
    this.room.leave(call.caller.priority);
    this.pump();
    try {
      await this.clock.sleep(wait, call.caller.signal);
    } finally {
      this.room.enter(call.caller.priority);
    }
  }
}
