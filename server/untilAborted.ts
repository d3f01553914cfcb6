/**
 * Waiting that can end. Every listener for an end looks at the state first, since what is over is not
 * told again; every wait on something outside (disk, network, process, person) has a bound, or a signal.
 */
import { toError } from './clock';

/** Calls `act` when the signal is aborted: at once if it is already. Returns what takes the listener away. */
export function onAbort(signal: AbortSignal, act: (reason: Error) => void): () => void {
  const tell = (): void => act(toError(signal.reason));
  if (signal.aborted) {
    tell();
    return () => undefined;
  }
  signal.addEventListener('abort', tell, { once: true });
  return () => signal.removeEventListener('abort', tell);
}

/** The work's result, or the reason of the signal as soon as it is aborted: not all work can be stopped. */
export async function untilAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) {
    return work;
  }
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => (leave = onAbort(signal, reject)));
  try {
    // The signal stands first: of two that are over, it counts. The race hears the work's failure too.
    return await Promise.race([aborted, work]);
  } finally {
    leave();
  }
}

/** True if the work was over, well or not, within this time; it goes on if it was not. */
export async function isOverWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(resolve => (timer = setTimeout(() => resolve(false), ms)));
  const over = work.then(
    () => true,
    () => true // whoever began it is told
  );
  try {
    return await Promise.race([over, late]);
  } finally {
    clearTimeout(timer);
  }
}
