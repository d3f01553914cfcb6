/**
 * What looking again and again tells of locks that other machines hold: their processes can't be asked, and
 * their clocks may differ from ours. So only what changes between our looks counts, and our own time.
 */
import type { Lock, LockTimes, Verdict } from './lock';

type Seen = {
  readonly mark: string;
  readonly renewals: number;
  /** When this mark was first seen, and when it was looked at last. Milliseconds of our own. */
  readonly since: number;
  readonly looked: number;
};

/** A proxy that is about to end may renew its lock once more. */
const RENEWALS_OF_LIFE = 2;

export class LockWatch {
  private readonly seen = new Map<string, Seen>();

  constructor(
    private readonly times: LockTimes,
    private readonly elapsed: () => number
  ) {}

  /**
   * held: it was renewed again and again; free: nobody renewed it for `lockStaleMs`, while we looked all
   * along. After a gap in our own looks (a sleep, a disk that stood still) the count begins anew.
   */
  look(name: string, { token, renewedAt }: Lock): Verdict {
    const now = this.elapsed();
    const mark = `${token} ${renewedAt}`;
    const before = this.seen.get(name);
    const isSame = before?.mark === mark;
    const hasGap = before === undefined || now - before.looked > this.times.lockStaleMs / 2;
    const since = isSame && !hasGap ? before.since : now;
    const renewals = (before?.renewals ?? 0) + (before === undefined || isSame ? 0 : 1);
    this.seen.set(name, { mark, renewals, since, looked: now });
    if (renewals >= RENEWALS_OF_LIFE) {
      return 'held';
    }
    return now - since > this.times.lockStaleMs ? 'free' : 'unclear';
  }
}
