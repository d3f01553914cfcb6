/** Checks what comes from the browser; the compiler compares the shapes with the protocol's. */
import * as v from 'valibot';
import {
  CONFLICT_CHOICES,
  DriveError,
  isRecord,
  MOST_ROWS,
  SORT_KEYS,
  type ConflictChoice,
  type Decision,
  type CopyRequest,
  type SortKey,
  type UploadRequest
} from '../../protocol';
import { SETTINGS_PROBLEMS } from '../settings';

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,128}$/));
const path = v.pipe(v.string(), v.maxLength(4_096));
const choice = v.picklist(CONFLICT_CHOICES);
const MOST_ITEMS = 10_000;
/** As it came: copied into another object, a file called `__proto__` or `constructor` would lose its choice. */
const choices = v.custom<Readonly<Record<string, ConflictChoice>>>(
  given =>
    isRecord(given) &&
    Object.entries(given).every(([name, chosen]) => v.is(path, name) && v.is(choice, chosen))
);

export const copyRequest = v.object({
  items: v.pipe(v.array(v.object({ id, path })), v.minLength(1), v.maxLength(MOST_ITEMS)),
  destination: path,
  conflicts: v.optional(choice)
}) satisfies v.GenericSchema<unknown, CopyRequest>;

export const uploadRequest = v.object({
  paths: v.pipe(v.array(path), v.minLength(1), v.maxLength(MOST_ITEMS)),
  folder: v.object({ id, path }),
  conflicts: v.optional(choice)
}) satisfies v.GenericSchema<unknown, UploadRequest>;

export const answer = v.variant('kind', [
  v.object({ kind: v.literal('conflicts'), choices, others: choice }),
  v.object({ kind: v.literal('large'), proceed: v.boolean() }),
  v.object({ kind: v.literal('flagged'), take: v.pipe(v.array(path), v.maxLength(MOST_ITEMS)) })
]) satisfies v.GenericSchema<unknown, Decision>;

/** Settings are checked key by key, elsewhere: a wrong one does not refuse the others. */
export const settings = v.custom<Readonly<Record<string, unknown>>>(isRecord);

/** What the shim makes of the settings file. */
export const settingsFile = v.object({
  settings: v.unknown(),
  settingsProblem: v.nullable(v.picklist(SETTINGS_PROBLEMS))
});

const flag = v.optional(v.picklist(['0', '1']), '0');

export const folderQuery = v.object({
  path: v.optional(path, ''),
  sort: v.optional(v.pipe(v.string(), v.regex(/^-?[a-z]+$/)), 'name'),
  search: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
  limit: v.optional(
    v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(MOST_ROWS)),
    '200'
  ),
  fresh: flag
});

export const itemsQuery = v.object({
  path: v.optional(path, ''),
  after: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)))
});
export const itemQuery = v.object({ path: v.optional(path, ''), id: v.optional(id) });
export const itemAddress = v.object({ address: path });
export const contentQuery = v.object({ id });
export const statusQuery = v.object({ check: flag });

/** Throws badRequest, naming each wrong field once, but no value. */
export function parse<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const names = new Set(result.issues.map(issue => v.getDotPath(issue) ?? 'body'));
    const fields = [...names].join(', ');
    throw new DriveError('badRequest', `The request is wrong at: ${fields}.`, {
      details: { fields }
    });
  }
  return result.output;
}

export function parseSort(text: string): { sort: SortKey; descending: boolean } {
  const name = text.replace(/^-/, '');
  const sort = SORT_KEYS.find(key => key === name);
  if (sort === undefined) {
    throw new DriveError('badRequest', 'There is no such order.', { details: { fields: 'sort' } });
  }
  return { sort, descending: text.startsWith('-') };
}
