import type { IClock } from '../clock';
import type { ApiError } from '../drive/refusals';
import { usageLimit } from '../drive/refusals';
import type { Knobs } from './knobs';

/** What the quota counts (docs/reference/drive.md, "Quota and pace"). */
export type UnitClass = 'free' | 'get' | 'list' | 'download' | 'edit';

/** Quota units of one call (docs/reference/drive.md, "Quota and pace"). */
export const UNITS: Record<UnitClass, number> = {
  free: 0,
  get: 5,
  list: 100,
  download: 200,
  edit: 50
};

const DAY_MS = 24 * 3600 * 1000;

/** Sums over a sliding window, with ten steps of precision a second. */
class Window {
  private readonly spent: { at: number; amount: number }[] = [];
  private sum = 0;

  /** Takes `amount` if the sum of the last `windowMs` stays within `limit`. */
  take(amount: number, limit: number, now: number, windowMs: number): boolean {
    while (this.spent[0] !== undefined && this.spent[0].at <= now - windowMs) {
      this.sum -= this.spent.shift()?.amount ?? 0;
    }
    if (this.sum + amount > limit) {
      return false;
    }
    const last = this.spent.at(-1);
    if (last !== undefined && now - last.at < 100) {
      last.amount += amount;
    } else {
      this.spent.push({ at: now, amount });
    }
    this.sum += amount;
    return true;
  }
}

/** Units a minute, writes a second and bytes a day: what each account and project has used. */
export class Quota {
  private readonly units = new Map<string, Window>();
  private readonly bytes = new Map<string, Window>();
  private readonly writes = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly knobs: Knobs,
    private readonly clock: IClock
  ) {}

  /** Charges a call; the refusal when there is nothing left. Refused calls are not charged. */
  charge(account: string, project: string, unitClass: UnitClass): ApiError | undefined {
    const units = UNITS[unitClass];
    const { unitsPerMinute, projectUnitsPerMinute } = this.knobs;
    const isFree =
      this.fits(`user ${account}`, units, unitsPerMinute) &&
      this.fits(`project ${project}`, units, projectUnitsPerMinute);
    if (!isFree) {
      return this.refusal();
    }
    return unitClass === 'edit' && !this.mayWrite(account) ? this.writeRefusal() : undefined;
  }

  /** Counts bytes that were uploaded or copied against the day's volume. */
  chargeBytes(account: string, bytes: number): ApiError | undefined {
    const limit = this.knobs.uploadBytesPerDay;
    const window = this.window(this.bytes, account);
    return limit > 0 && !window.take(bytes, limit, this.clock.now(), DAY_MS)
      ? usageLimit('userRateLimitExceeded', 'User rate limit exceeded.')
      : undefined;
  }

  /** Forgets what was used. */
  clear(): void {
    this.units.clear();
    this.bytes.clear();
    this.writes.clear();
  }

  private fits(key: string, units: number, limit: number): boolean {
    const window = this.window(this.units, key);
    return limit === 0 || window.take(units, limit, this.clock.now(), this.knobs.quotaWindowMs);
  }

  private window(windows: Map<string, Window>, key: string): Window {
    const window = windows.get(key) ?? new Window();
    windows.set(key, window);
    return window;
  }

  /** A bucket of `writeBurst` tokens that fills with `writesPerSecond`. */
  private mayWrite(account: string): boolean {
    const { writesPerSecond, writeBurst } = this.knobs;
    if (writesPerSecond === 0) {
      return true;
    }
    const now = this.clock.now();
    const bucket = this.writes.get(account) ?? { tokens: writeBurst, at: now };
    const filled = bucket.tokens + ((now - bucket.at) / 1000) * writesPerSecond;
    const tokens = Math.min(writeBurst, filled);
    this.writes.set(account, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }

  private refusal(): ApiError {
    const { quotaReason, quotaStatus, quotaRetryAfter } = this.knobs;
    const message =
      quotaReason === 'userRateLimitExceeded' ? 'User Rate Limit Exceeded' : 'Rate Limit Exceeded';
    const error = usageLimit(quotaReason, message, quotaStatus);
    if (quotaRetryAfter > 0) {
      error.refusal.headers = { 'Retry-After': String(quotaRetryAfter) };
    }
    return error;
  }

  private writeRefusal(): ApiError {
    return usageLimit('userRateLimitExceeded', 'User Rate Limit Exceeded');
  }
}
