/** Something that is looked after again and again: what fails now may succeed the next time. */
import type { IClock } from '../../clock';
import type { ILog } from '../../log';

type RepeatParts = { readonly clock: IClock; readonly log: ILog; readonly signal: AbortSignal };

/** Every `ms` until `act` says that it is over, or the signal is aborted. Never rejects. */
export async function repeat(
  ms: number,
  act: () => Promise<boolean>,
  { clock, log, signal }: RepeatParts
): Promise<void> {
  for (let isOver = false; !isOver;) {
    await clock.sleep(ms, signal).catch(() => undefined); // stopped: see below
    isOver =
      signal.aborted ||
      (await act().catch((error: unknown) => {
        log.warn('the folder of the transfers can’t be looked after', { error });
        return false;
      }));
  }
}
