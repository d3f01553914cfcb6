/** Everything that can be turned while the emulator runs; the defaults are the plain, fast, faultless Google. */
import { ownValue } from '../json';
export type Knobs = {
  /** 0 answers at once, 1 takes the time that was measured (docs/reference/drive.md, "Quota and pace"). */
  latencyScale: number;
  /** Milliseconds before every answer, whatever its kind; not scaled. */
  fixedLatencyMs: number;
  /** Bytes a second of one connection and of one client, downward; 0 is unlimited. */
  bandwidth: number;
  clientBandwidth: number;
  /** Bytes a second of one connection, upward; 0 is unlimited. */
  uploadBandwidth: number;
  /** Quota units of one account and of one project in a minute; 0 is unlimited. */
  unitsPerMinute: number;
  projectUnitsPerMinute: number;
  /** The quota's window in milliseconds; tests shorten it. */
  quotaWindowMs: number;
  /** Sustained writes a second of one account, and how many may come at once; 0 is unlimited. */
  writesPerSecond: number;
  writeBurst: number;
  /** Bytes an account may upload or copy in a day; 0 is unlimited. */
  uploadBytesPerDay: number;
  /** Reason and status of a quota refusal, and its Retry-After in seconds when there is one. */
  quotaStatus: number;
  quotaReason: string;
  quotaRetryAfter: number;
  groupedParentsBug: 'off' | 'empty' | 'partial';
  /** Share of grouped lists that the bug hits, and of children that `partial` leaves out. */
  groupedParentsShare: number;
  /** Consistency lags in milliseconds (docs/reference/drive.md, "Listing and search"). */
  nameQueryLagMs: number;
  sharedDriveLagMs: number;
  listMetadataLagMs: number;
  accessTtlSeconds: number;
  pageTokenTtlSeconds: number;
  uploadSessionTtlSeconds: number;
  /** How far Google's clock is ahead. */
  clockSkewSeconds: number;
  /** Of each upload chunk at most this many bytes are kept before the 308, a multiple of 256 KiB; 0 keeps all. */
  uploadKeepBytes: number;
  /** A long-running download is done after this many milliseconds. */
  operationMs: number;
  /** Bytes of a user's storage; 0 is unlimited. */
  storageLimit: number;
  /** Shares of requests that fail at random, by kind (docs/reference/drive.md, "Quota and pace"). */
  p500: number;
  p503: number;
  p429: number;
  p403rate: number;
  pReset: number;
  pTruncate: number;
  pRange200: number;
  /** Share of creates that are done but whose answer is lost. */
  pLostCreate: number;
  /** Share of the 5xx that come as HTML. */
  pHtmlBody: number;
};

export const DEFAULT_KNOBS: Knobs = {
  latencyScale: 0,
  fixedLatencyMs: 0,
  bandwidth: 0,
  clientBandwidth: 0,
  uploadBandwidth: 0,
  unitsPerMinute: 0,
  projectUnitsPerMinute: 0,
  quotaWindowMs: 60_000,
  writesPerSecond: 0,
  writeBurst: 40,
  uploadBytesPerDay: 0,
  quotaStatus: 403,
  quotaReason: 'userRateLimitExceeded',
  quotaRetryAfter: 0,
  groupedParentsBug: 'off',
  groupedParentsShare: 1,
  nameQueryLagMs: 0,
  sharedDriveLagMs: 0,
  listMetadataLagMs: 0,
  accessTtlSeconds: 3599,
  pageTokenTtlSeconds: 3 * 3600,
  uploadSessionTtlSeconds: 7 * 24 * 3600,
  clockSkewSeconds: 0,
  uploadKeepBytes: 0,
  operationMs: 0,
  storageLimit: 0,
  p500: 0,
  p503: 0,
  p429: 0,
  p403rate: 0,
  pReset: 0,
  pTruncate: 0,
  pRange200: 0,
  pLostCreate: 0,
  pHtmlBody: 0.2
};

/** Turns some knobs. An unknown name or a value of another type throws, naming it. */
export function turnKnobs(knobs: Knobs, changes: Record<string, unknown>): void {
  const known: Record<string, unknown> = DEFAULT_KNOBS;
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(known, name) || typeof value !== typeof ownValue(known, name)) {
      throw new Error(`There is no knob ${name} that takes ${JSON.stringify(value)}.`);
    }
  }
  Object.assign(knobs, changes);
}
