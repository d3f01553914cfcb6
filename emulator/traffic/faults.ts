import type { JsonObject } from '../json';
import type { Match, Matched } from './matching';
import { Counter } from './matching';

/** See http/fill.ts. */
type Fill = { head?: string; piece: string; times?: number; tail?: string; gzip?: boolean };

/** What happens to a request instead of, or on top of, its proper answer. */
export type FaultAction = {
  /** Answer this, and do not do the work. */
  status?: number;
  reason?: string;
  message?: string;
  /** Body as it is; an object is written as JSON. Without it, an error body is made from the reason. */
  body?: string | JsonObject;
  /** A body of any length, made while it is sent; with `status`. */
  fill?: Fill;
  headers?: Record<string, string>;
  /** Seconds, for the Retry-After header. */
  retryAfter?: number;
  delayMs?: number;
  /** Close the connection after this many bytes of the body: an end that came too early. */
  cutAfterBytes?: number;
  /** Reset the connection after this many bytes of the body. */
  resetAfterBytes?: number;
  /** Reset the connection at once. */
  reset?: boolean;
  /** Send the head and this many bytes, then nothing more; `true` is 0 bytes. */
  stall?: boolean | number;
  /** The right number of bytes, not the right ones. */
  wrongBytes?: boolean;
  /** Answer a Range with the whole file. */
  ignoreRange?: boolean;
  /** Send the body gzipped, cut in the middle, with a clean end. */
  gzipCut?: boolean;
  /** End a chunked answer early but cleanly, after this many bytes. */
  endAfterBytes?: number;
  /** Do the work, then close the connection without an answer. */
  dropAfterProcessing?: boolean;
};

type Fault = { id: number; counter: Counter; action: FaultAction };

/** The scripted faults; the first that fits a request is taken. */
export class Faults {
  private faults: Fault[] = [];
  private lastId = 0;

  add(match: Match, action: FaultAction): number {
    this.lastId += 1;
    this.faults.push({ id: this.lastId, counter: new Counter(match), action });
    return this.lastId;
  }

  remove(id: number): void {
    this.faults = this.faults.filter(fault => fault.id !== id);
  }

  clear(): void {
    this.faults = [];
  }

  take(request: Matched): FaultAction | undefined {
    return this.faults.find(fault => fault.counter.fits(request))?.action;
  }
}
