import type { Random } from '../random';

/** Kinds of work whose time the latency model knows (docs/reference/drive.md, "Quota and pace"). */
export type LatencyKind =
  | 'none'
  | 'token'
  | 'get'
  | 'list'
  | 'changes'
  | 'media'
  | 'export'
  | 'createFolder'
  | 'createSmall'
  | 'update'
  | 'resumeInit'
  | 'chunkAck';

/** What makes one answer slower than another of its kind. */
export type Effort = {
  /** Items in a list. */
  items?: number;
  isOrdered?: boolean;
  /** More than one parent in a query. */
  isGrouped?: boolean;
  /** Bytes of the file, and of an export. */
  bytes?: number;
  isRange?: boolean;
};

const MIB = 1024 * 1024;
/** Median in milliseconds and sigma of a lognormal: docs/reference/drive.md, "Quota and pace". */
const MODEL: Record<Exclude<LatencyKind, 'media' | 'none'>, { median: number; sigma: number }> = {
  token: { median: 150, sigma: 0.3 },
  get: { median: 290, sigma: 0.08 },
  list: { median: 320, sigma: 0.25 },
  changes: { median: 300, sigma: 0.25 },
  export: { median: 1800, sigma: 0.5 },
  createFolder: { median: 900, sigma: 0.2 },
  createSmall: { median: 2000, sigma: 0.2 },
  update: { median: 1500, sigma: 0.25 },
  resumeInit: { median: 450, sigma: 0.2 },
  chunkAck: { median: 350, sigma: 0.25 }
};
const MEDIA_SMALL = { median: 560, sigma: 0.15 };
const MEDIA_LARGE = { median: 1300, sigma: 0.32 };
const CONNECT = { median: 50, sigma: 0.1 };

/** Milliseconds that the answer takes at scale 1, before its first byte. */
export function latencyOf(kind: LatencyKind, effort: Effort, random: Random): number {
  switch (kind) {
    case 'none':
      return 0;
    case 'media':
      return mediaLatency(effort.bytes ?? 0, random);
    default: {
      const { median, sigma } = MODEL[kind];
      return random.lognormal(median, sigma) + extra(kind, effort);
    }
  }
}

export function connectLatency(random: Random): number {
  return random.lognormal(CONNECT.median, CONNECT.sigma);
}

function extra(kind: LatencyKind, effort: Effort): number {
  if (kind === 'export') {
    return (400 * (effort.bytes ?? 0)) / MIB;
  }
  const perItem = 0.3 * (effort.items ?? 0);
  return perItem + (effort.isGrouped === true ? 1200 : 0) + (effort.isOrdered === true ? 60 : 0);
}

/** Small objects answer faster; between 1 and 16 MiB the median grows with the logarithm of the size. */
function mediaLatency(bytes: number, random: Random): number {
  const share = Math.min(1, Math.max(0, Math.log2(Math.max(1, bytes) / MIB) / 4));
  const median = MEDIA_SMALL.median + share * (MEDIA_LARGE.median - MEDIA_SMALL.median);
  const sigma = MEDIA_SMALL.sigma + share * (MEDIA_LARGE.sigma - MEDIA_SMALL.sigma);
  return random.lognormal(median, sigma);
}
