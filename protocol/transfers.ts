/** Transfers: one action of a person that moves one or more items. */

export type TransferKind = 'copy' | 'upload';

/**
 * planning → asking → running → done | failed | cancelled; `paused` while there is no connection,
 * `interrupted` when a server ended midway and the person has not said yet whether to continue.
 * A transfer is `failed` if at least one of its files failed for good; the others are there.
 */
export const TRANSFER_STATES = [
  'planning',
  'asking',
  'running',
  'paused',
  'interrupted',
  'done',
  'failed',
  'cancelled'
] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

const ENDED: readonly TransferState[] = ['done', 'failed', 'cancelled'];
export function hasEnded(state: TransferState): boolean {
  return ENDED.includes(state);
}

/** What to do with a name that exists already. */
export const CONFLICT_CHOICES = ['replace', 'keepBoth', 'skip'] as const;
export type ConflictChoice = (typeof CONFLICT_CHOICES)[number];

export type Conflict = {
  /** Workspace path (copy) or Drive path (upload) of what exists. */
  readonly path: string;
  /** Bytes and time of both sides, to choose by; null where unknown. */
  readonly existing: { readonly size: number | null; readonly modified: string | null };
  readonly incoming: { readonly size: number | null; readonly modified: string | null };
  /** Set if the existing name is a link: where it points. Replace writes a new file, never through it. */
  readonly linkTarget: string | null;
  /** True if the existing one changed since it was copied: replacing loses work. */
  readonly changed: boolean;
};

/** A question that stops a transfer until somebody answers, in whichever tab. */
export type Question =
  | {
      readonly kind: 'conflicts';
      readonly conflicts: readonly Conflict[];
      /** What can be answered: not every account can keep both. */
      readonly choices: readonly ConflictChoice[];
    }
  | {
      readonly kind: 'large';
      readonly files: number;
      readonly bytes: number;
      /** Free bytes on the workspace's disk. */
      readonly free: number | null;
    }
  | {
      /** Google takes these for malware or spam, and hands them out only to their owner who asks all the same. */
      readonly kind: 'flagged';
      /** Workspace path and bytes of each. */
      readonly files: readonly { readonly path: string; readonly size: number | null }[];
    };

export type Decision =
  | {
      readonly kind: 'conflicts';
      /** By path; what is not named gets `others`. */
      readonly choices: Readonly<Record<string, ConflictChoice>>;
      readonly others: ConflictChoice;
    }
  | { readonly kind: 'large'; readonly proceed: boolean }
  /** Paths of the question's files that are wanted all the same; the others are left out. */
  | { readonly kind: 'flagged'; readonly take: readonly string[] };

/** What was decided for a name that exists, also if it is called `constructor` or `__proto__`. */
export function choiceFor(
  { choices, others }: Extract<Decision, { kind: 'conflicts' }>,
  path: string
): ConflictChoice {
  return Object.hasOwn(choices, path) ? (choices[path] ?? others) : others;
}

/** One item that was not moved, and why: `code` and `message` as in an ErrorReply. */
export type Problem = {
  readonly item: string;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  /** True if trying again can help. */
  readonly retryable: boolean;
};

export type Transfer = {
  readonly id: string;
  readonly kind: TransferKind;
  readonly state: TransferState;
  /** Names of what was chosen, the first three. */
  readonly titles: readonly string[];
  readonly chosen: number;
  /** Workspace folder (copy) or Drive folder (upload), as a path; '' is the root. */
  readonly destination: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly files: {
    readonly total: number;
    readonly done: number;
    readonly skipped: number;
    /** Of `skipped`: those that are in place already, the same as their source. */
    readonly unchanged: number;
    readonly failed: number;
    /** Of `done`: those that can't be verified (exports have neither size nor checksum). */
    readonly unverifiable: number;
  };
  /** Bytes; `total` grows while folders are walked. */
  readonly bytes: { readonly total: number; readonly done: number };
  /**
   * Folders that were only listed many in one request, which Google does not always answer in full and never
   * says so. Each is listed once more alone while files move: what is left when the transfer is over was
   * prevented, by the quota, the network or a cancel.
   */
  readonly unprovenFolders: number;
  /** True until nearly all is counted: the totals grow. They may still grow a little while files move. */
  readonly counting: boolean;
  /** Bytes a second over the last seconds; null before the first bytes. */
  readonly speed: number | null;
  readonly secondsLeft: number | null;
  readonly question: Question | null;
  /** The first hundred. */
  readonly problems: readonly Problem[];
  /** Paths of what arrived, the first hundred. */
  readonly arrived: readonly string[];
  /** Paths of what was in place already, unchanged, the first hundred. */
  readonly inPlace: readonly string[];
};

export type CopyRequest = {
  /** Ids and panel paths of what to copy. */
  readonly items: readonly { readonly id: string; readonly path: string }[];
  /** Workspace folder; '' is the root. */
  readonly destination: string;
  /** Asked in advance; without it existing names ask. */
  readonly conflicts?: ConflictChoice;
};

export type UploadRequest = {
  /** Workspace paths. */
  readonly paths: readonly string[];
  /** Id and panel path of the Drive folder. */
  readonly folder: { readonly id: string; readonly path: string };
  readonly conflicts?: ConflictChoice;
};
