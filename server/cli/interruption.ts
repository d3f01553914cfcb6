/** Why a command stops before its end: the reason of the AbortSignal that everything gets. */
import { toError } from '../clock';

/**
 * `keyboard`: Ctrl-C, or Ctrl-D at a question; the transfer is cancelled.
 * `readerGone`: nobody reads our output any more (`| head`); the transfer waits for `resume`.
 * `outputFailed`: our output can't be written (a full disk); the same.
 * `parentGone`: the process that started us ended (where it could not become us); the same.
 */
export type InterruptionKind = 'keyboard' | 'readerGone' | 'outputFailed' | 'parentGone';

export class Interruption extends Error {
  constructor(readonly kind: InterruptionKind) {
    super(`interrupted: ${kind}`);
    this.name = 'Interruption';
  }
}

/** The work's result, or the reason of the signal as soon as it is aborted: not all work can be stopped. */
export async function untilAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) {
    return work;
  }
  if (signal.aborted) {
    work.catch(() => undefined); // nobody waits for it: its failure must not end the process
    throw toError(signal.reason);
  }
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(toError(signal.reason));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
