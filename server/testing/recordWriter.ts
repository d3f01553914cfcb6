/** A process of its own that appends lines, or opens and compacts them again and again. For specs. */
import type { ILog } from '../log';
import { KeyedLog, type RecordFormat, type LogPlace } from '../records/keyedLog';

export type Note = { readonly key: string; readonly value: number };

export const NOTES: RecordFormat<Note> = {
  toJson: note => note,
  fromJson: value => (isNote(value) ? value : null),
  keyOf: ({ key }) => key
};

/** Whatever could not be written ends the process, or the spec. */
const refuse = (message: string, fields: unknown): never => {
  throw new Error(`${message}: ${JSON.stringify(fields)}`);
};
export const strictLog: ILog = { debug: refuse, info: refuse, warn: refuse, error: refuse };

/** Short enough to be compacted all the time. */
export const placeIn = (folder: string): LogPlace => ({
  folder,
  about: 'the spec',
  compactAbove: 20
});

/** Lines that outdate one another, for each that must stay. */
const NOISE = 4;

function isNote(value: unknown): value is Note {
  return typeof value === 'object' && value !== null && 'key' in value && 'value' in value;
}

async function append(folder: string, name: string, count: number): Promise<void> {
  const { store } = await KeyedLog.open(placeIn(folder), NOTES, strictLog);
  for (let n = 0; n < count; n += 1) {
    store.append({ key: `${name}-${n}`, value: n });
    for (let noise = 0; noise < NOISE; noise += 1) {
      store.append({ key: `noise of ${name}`, value: n });
    }
    if (n % 3 === 0) {
      await store.flush();
    }
  }
  await store.flush();
}

/** Until stdin ends. What was seen once must be seen at each later look. */
async function compact(folder: string): Promise<void> {
  const over = new AbortController();
  let seen: ReadonlySet<string> = new Set();
  process.stdin.once('end', () => over.abort()).resume();
  while (!over.signal.aborted) {
    const { entries } = await KeyedLog.open(placeIn(folder), NOTES, strictLog);
    const now = new Set([...entries].map(({ key }) => key));
    if (![...seen].every(key => now.has(key))) {
      throw new Error('A line that was there is not there any more.');
    }
    seen = now;
    await new Promise(resolve => setImmediate(resolve));
  }
}

const [role, folder = '', name = '', count = '0'] = process.argv.slice(2);
if (role === 'append') {
  void append(folder, name, Number(count));
} else if (role === 'compact') {
  void compact(folder);
}
