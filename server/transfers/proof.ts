/** The proof of a plan, under way while its files move. */
import type { IJob } from './job';
import type { Transfer } from './transfer';

type Proof = {
  /** Rejects with what ended it before the plan was whole. */
  readonly over: Promise<void>;
  /** Ends it wherever it is; resolves when nothing of it goes on. */
  readonly stop: () => Promise<void>;
};

const STOPPED = new Error('The files of this plan do not move any more.');

export function beginProof(transfer: Transfer, job: IJob): Proof {
  const stopping = new AbortController();
  const signal = AbortSignal.any([transfer.signal, stopping.signal]);
  const over = transfer.needsProof ? job.prove(signal) : Promise.resolve();
  const settled = over.catch(() => undefined); // who waits for `over` is told
  return {
    over,
    stop: () => {
      stopping.abort(STOPPED);
      return settled;
    }
  };
}
