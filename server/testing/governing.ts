/** What specs of the governor begin with: its options, calls, attempts and errors. */
import { systemClock, type IClock } from '../clock';
import type { Caller } from '../google/caller';
import type { Call, GovernorOptions } from '../governor/governor';
import type { ILog } from '../log';

const TIMES = {
  backoffBaseMs: 1_000,
  backoffCapMs: 32_000,
  probeMs: 15_000,
  offlineLimitMs: 86_400_000,
  calmMs: 1_000,
  recoverMs: 180_000
};
export const OPTIONS: GovernorOptions = {
  unitsPerMinute: 325_000,
  maxConnections: 4,
  startConnections: 4,
  maxTries: 3,
  writesPerSecond: 3,
  writeBurst: 40,
  times: TIMES
};
/** Half of every jitter; the time is Jest's. */
export const clock: IClock = { ...systemClock, random: () => 0.5 };
export const silent = (): void => undefined;
export const log: ILog = { debug: silent, info: silent, warn: silent, error: silent };
const { signal } = new AbortController();

export function call(
  priority: Caller['priority'] = 'transfer',
  fairnessKey = '',
  own = signal
): Call {
  return { class: 'download', caller: { priority, fairnessKey, signal: own } };
}

/** An attempt that fails with each of these in turn, then succeeds; counts how often it was made. */
export function failing(...errors: readonly Error[]): {
  attempt: () => Promise<string>;
  made: number;
} {
  const counted = {
    made: 0,
    attempt: (): Promise<string> => {
      const error = errors[counted.made];
      counted.made += 1;
      return error === undefined ? Promise.resolve('done') : Promise.reject(error);
    }
  };
  return counted;
}
