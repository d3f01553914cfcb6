/** Keeps a path table beyond a restart: one set of lines for each account and root folder. */
import { join } from 'node:path';
import type { ILog } from '../log';
import { KeyedLog, type RecordFormat } from '../records/keyedLog';
import { PathTable, type PathEntry } from './pathTable';

const SHORTEN_ABOVE_LINES = 1_000;

const FORMAT: RecordFormat<PathEntry> = {
  toJson: ({ parent, id, segment, title }) => [parent, id, segment, title],
  fromJson: value => {
    if (Array.isArray(value) && value.length === 4 && value.every(p => typeof p === 'string')) {
      const [parent = '', id = '', segment = '', title = ''] = value;
      return { parent, id, segment, title };
    }
    return null;
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
    { folder: join(folder, 'names'), about: key, compactAbove: SHORTEN_ABOVE_LINES },
    FORMAT,
    log
  );
  return { table: new PathTable(entries, entry => store.append(entry)), store };
}
