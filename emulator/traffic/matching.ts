/** Which requests a fault or a hold is meant for; what is left out fits all. */
export type Match = {
  method?: string;
  /** Regular expression on the path. */
  path?: string;
  /** Regular expression on the raw query. */
  query?: string;
  /** Substring of the host. */
  host?: string;
  /** Regular expression on the Range header; a request without one does not fit. */
  range?: string;
  /** From the nth fitting request on, counted from 1. */
  nth?: number;
  /** For this many fitting requests: one when `nth` is given, without end otherwise. */
  times?: number;
};

export type Matched = {
  method: string;
  path: string;
  query: string;
  host: string;
  range?: string;
};

/** A match that counts what it has seen. */
export class Counter {
  private seen = 0;

  constructor(private readonly match: Match) {}

  /** Does this request fit, and is it its turn? */
  fits(request: Matched): boolean {
    if (!matches(this.match, request)) {
      return false;
    }
    this.seen += 1;
    const first = this.match.nth ?? 1;
    const times = this.match.times ?? (this.match.nth === undefined ? Infinity : 1);
    return this.seen >= first && this.seen < first + times;
  }
}

function matches(match: Match, request: Matched): boolean {
  return (
    (match.method === undefined || match.method.toUpperCase() === request.method) &&
    (match.path === undefined || new RegExp(match.path).test(request.path)) &&
    (match.query === undefined || new RegExp(match.query).test(request.query)) &&
    (match.host === undefined || request.host.includes(match.host)) &&
    (match.range === undefined || new RegExp(match.range).test(request.range ?? '\n'))
  );
}
