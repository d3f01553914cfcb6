/**
 * The lines of a journal, as they stand on disk. A line of a kind that we do not know is passed over, and
 * so is one that a crash tore. A line of a kind that we know, with another content, is of a newer proxy:
 * to leave out a part of a plan would be to call half a transfer whole.
 */
import * as v from 'valibot';
import { CONFLICT_CHOICES, ERROR_CODES } from '../../../protocol';
import { fileState } from '../../records/fileStates';
import { KNOWN_FORMAT } from '../../records/formats';
import type { FileState } from '../../workspace/fileState';
import type { WalkedFolder } from '../copy/walked';
import type { DriveFolder, DriveVersion, Failure, ItemState, TransferItem } from '../item';
import type { Owner } from '../place';
import type { Order } from '../transfer';

export type JournalLine =
  | {
      readonly t: 'begin';
      readonly id: string;
      readonly order: Order;
      readonly owner: Owner;
      readonly root: string;
      readonly startedAt: string;
    }
  /** Further ones may follow a whole plan: it grows until all folders are proven. */
  | { readonly t: 'plan'; readonly entries: readonly TransferItem[] }
  /** Folders of Drive that were found. */
  | { readonly t: 'walk'; readonly folders: readonly WalkedFolder[] }
  /** Numbers of folders of which everything is in the plan, up to this line. */
  | { readonly t: 'proven'; readonly folders: readonly number[] }
  /** Nearly all is known. It is written again, with all of it, when folders or failures were added. */
  | {
      readonly t: 'planned';
      readonly folders: readonly string[];
      readonly driveFolders: readonly DriveFolder[];
      readonly leftOut: readonly Failure[];
      readonly unprovenFolders: number;
      /** True where what could not be seen before may not have been looked at again. */
      readonly lacks?: boolean | undefined;
    }
  /** Another folder of Drive is the one that an upload goes into. */
  | {
      readonly t: 'folder';
      readonly planned: string;
      readonly id: string;
      readonly exists: boolean;
    }
  /** What was chosen for an item whose name existed. */
  | {
      readonly t: 'choice';
      readonly n: number;
      readonly state: ItemState;
      readonly name: string;
      readonly replace: boolean;
      readonly id: string;
      readonly revision: string | null;
      /** A copy: the state of what is replaced. An earlier version did not note it. */
      readonly expected: FileState | null;
      /** Skipped because the same is there already. An earlier version did not note it. */
      readonly unchanged: boolean;
    }
  | { readonly t: 'start' }
  | {
      readonly t: 'session';
      readonly n: number;
      readonly session: string | null;
      /** The file whose bytes go into it. */
      readonly of: FileState | null;
    }
  /** Which bytes of a file were sent whole, and which revision of our own making is still to be set right. */
  | {
      readonly t: 'sent';
      readonly n: number;
      readonly md5: string | null;
      readonly made: string | null;
    }
  | {
      readonly t: 'file';
      readonly n: number;
      readonly state: ItemState;
      readonly size: number | null;
      /** Bytes that came; of an export nothing else tells. */
      readonly received?: number | undefined;
      readonly failure: Failure | null;
    }
  /** A file that Drive gives no checksum of is whole, and gets its name next. */
  | { readonly t: 'arrived'; readonly n: number; readonly size: number; readonly md5: string }
  /** Its source turned out to be another than was planned; of a copy with the version that Drive has. */
  | {
      readonly t: 'source';
      readonly n: number;
      readonly size: number | null;
      readonly version?: DriveVersion | undefined;
    }
  /** What ended a transfer (without a name), or befell a folder: no item failed of it. */
  | { readonly t: 'failure'; readonly failure: Failure }
  | { readonly t: 'retry' }
  /** A successor of the proxy that wrote this begins to continue it. Milliseconds since 1970. */
  | { readonly t: 'attempt'; readonly at: number }
  /** A person wants it continued, however often that failed. */
  | { readonly t: 'continue' }
  | { readonly t: 'end'; readonly state: 'done' | 'failed' | 'cancelled'; readonly at: string };

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const textOrNull = v.nullable(text);
const numberOrNull = v.nullable(v.number());
const state = v.picklist(['waiting', 'done', 'skipped', 'failed']);
const conflicts = v.optional(v.picklist(CONFLICT_CHOICES));

const failure = v.object({
  item: text,
  /** A code that only a newer proxy knows is told as a failure of ours. */
  code: v.fallback(v.picklist(ERROR_CODES), 'internal'),
  message: text,
  details: v.record(text, v.union([text, v.number(), v.boolean()])),
  n: numberOrNull,
  unseen: v.optional(v.boolean())
});

const arrived = v.object({ size: count, md5: text });
const expected = v.optional(v.nullable(fileState), null);

const common = {
  n: count,
  title: text,
  mimeType: text,
  size: numberOrNull,
  name: text,
  replace: v.boolean(),
  verdict: v.optional(v.picklist(['open', 'given', 'reopened']), 'open'),
  state,
  received: v.number()
};
const item = v.variant('kind', [
  v.object({
    ...common,
    kind: v.literal('copy'),
    id: text,
    entry: v.optional(text),
    resourceKey: textOrNull,
    md5: textOrNull,
    headRevisionId: textOrNull,
    modified: textOrNull,
    exportAs: textOrNull,
    arrived: v.optional(v.nullable(arrived), null),
    folder: text,
    expected
  }),
  v.object({
    ...common,
    kind: v.literal('upload'),
    path: text,
    realFolder: v.optional(textOrNull, null),
    mtimeMs: v.number(),
    parent: text,
    parentPath: text,
    id: text,
    replacedRevision: textOrNull,
    mustReplace: v.boolean(),
    session: textOrNull,
    sessionOf: v.optional(v.nullable(fileState), null),
    sentMd5: v.optional(textOrNull, null),
    madeRevision: v.optional(textOrNull, null)
  })
]);

const order = v.variant('kind', [
  v.object({
    kind: v.literal('copy'),
    request: v.object({
      items: v.array(v.object({ id: text, path: text })),
      destination: text,
      conflicts
    })
  }),
  v.object({
    kind: v.literal('upload'),
    request: v.object({
      paths: v.array(text),
      folder: v.object({ id: text, path: text }),
      conflicts
    })
  })
]);

const line = v.variant('t', [
  v.object({
    t: v.literal('begin'),
    format: v.optional(v.pipe(v.number(), v.maxValue(KNOWN_FORMAT)), KNOWN_FORMAT),
    id: text,
    order,
    owner: v.object({ accountId: text, email: text }),
    root: text,
    startedAt: text
  }),
  v.object({ t: v.literal('plan'), entries: v.array(item) }),
  v.object({
    t: v.literal('walk'),
    folders: v.array(
      v.object({
        n: count,
        id: text,
        driveId: textOrNull,
        ownedByMe: v.boolean(),
        local: text,
        entry: text,
        above: numberOrNull
      })
    )
  }),
  v.object({ t: v.literal('proven'), folders: v.array(count) }),
  v.object({
    t: v.literal('planned'),
    folders: v.array(text),
    driveFolders: v.array(v.object({ id: text, name: text, parent: text, exists: v.boolean() })),
    leftOut: v.array(failure),
    unprovenFolders: v.optional(count, 0),
    lacks: v.optional(v.boolean())
  }),
  v.object({ t: v.literal('folder'), planned: text, id: text, exists: v.boolean() }),
  v.object({
    t: v.literal('choice'),
    n: count,
    state,
    name: text,
    replace: v.boolean(),
    id: text,
    revision: textOrNull,
    expected,
    unchanged: v.optional(v.boolean(), false)
  }),
  v.object({ t: v.literal('start') }),
  v.object({
    t: v.literal('session'),
    n: count,
    session: textOrNull,
    of: v.optional(v.nullable(fileState), null)
  }),
  v.object({ t: v.literal('sent'), n: count, md5: textOrNull, made: textOrNull }),
  v.object({
    t: v.literal('file'),
    n: count,
    state,
    size: numberOrNull,
    received: v.optional(v.number()),
    failure: v.nullable(failure)
  }),
  v.object({ t: v.literal('arrived'), n: count, size: count, md5: text }),
  v.object({
    t: v.literal('source'),
    n: count,
    size: numberOrNull,
    version: v.optional(
      v.object({ md5: textOrNull, headRevisionId: textOrNull, modified: textOrNull })
    )
  }),
  v.object({ t: v.literal('failure'), failure }),
  v.object({ t: v.literal('retry') }),
  v.object({ t: v.literal('attempt'), at: v.number() }),
  v.object({ t: v.literal('continue') }),
  v.object({
    t: v.literal('end'),
    state: v.picklist(['done', 'failed', 'cancelled']),
    at: text
  })
]);

const known = v.object({ t: v.picklist(line.options.map(({ entries }) => entries.t.literal)) });

/** What an item came to. */
export function fileLine(
  { n, state: reached, size, received }: TransferItem,
  why: Failure | null = null
): JournalLine {
  return { t: 'file', n, state: reached, size, received, failure: why };
}

/** null for what is passed over; `foreign` for what only a newer proxy can have written. */
export function parseLine(written: string): JournalLine | 'foreign' | null {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    return null; // torn by a crash
  }
  const parsed = v.safeParse(line, value);
  if (parsed.success) {
    return parsed.output;
  }
  return v.is(known, value) ? 'foreign' : null;
}
