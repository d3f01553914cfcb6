/** Keeps a path table beyond a restart: one set of lines for each account and root folder. */
import { join } from 'node:path';
import * as v from 'valibot';
import type { ILog } from '../log';
import { KeyedLog, type RecordFormat } from '../records/keyedLog';
import { PathTable, type PathEntry } from './pathTable';

const COMPACT_ABOVE_LINES = 1_000;
/** Parent, id, segment, title. */
const schema = v.strictTuple([v.string(), v.string(), v.string(), v.string()]);

const FORMAT: RecordFormat<PathEntry> = {
  toJson: ({ parent, id, segment, title }) => [parent, id, segment, title],
  fromJson: value => {
    const parsed = v.safeParse(schema, value);
    if (!parsed.success) {
      return null;
    }
    const [parent, id, segment, title] = parsed.output;
    return { parent, id, segment, title };
  },
  keyOf: ({ parent, id }) => `${parent}/${id}`
};

/** `key` names account and root folder; it is not written in clear. */
export async function openPathTable(
  folder: string,
  key: string,
  log: ILog
): Promise<{ table: PathTable; store: KeyedLog<PathEntry> }> {
  const { store, entries } = await KeyedLog.open(
    { folder: join(folder, 'names'), about: key, compactAbove: COMPACT_ABOVE_LINES },
    FORMAT,
    log
  );
  return { table: new PathTable(entries, entry => store.append(entry)), store };
}
