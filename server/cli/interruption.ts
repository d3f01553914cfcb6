/**
 * Why a command stops before its end: the reason of the AbortSignal that everything gets.
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
