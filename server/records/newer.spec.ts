/** Lines of a newer version of this program: nothing is written there, compacted or removed. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ILog } from '../log';
import { NOTES, placeIn, strictLog } from '../testing/recordWriter';
import { KeyedLog } from './keyedLog';

let folder: string;
let said: string[];
const log: ILog = { ...strictLog, warn: text => said.push(text) };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-newer-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const content = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')])
  );

/** Files of ours, and the name of the next generation's. */
async function begin(): Promise<string> {
  const { store } = await KeyedLog.open(placeIn(folder), NOTES, strictLog);
  store.append({ key: 'ours', value: 1 });
  await store.flush();
  const [name = ''] = readdirSync(folder);
  return name.replace('.jsonl', '.1.jsonl');
}

it('is found at the start: what is ours is read, and all stays as it is', async () => {
  writeFileSync(path.join(folder, await begin()), '{"format":2}\n{"anything":[]}\n'.repeat(40));
  const before = content();
  const { store, entries } = await KeyedLog.open(placeIn(folder), NOTES, log);
  expect([...entries]).toEqual([{ key: 'ours', value: 1 }]);
  store.append({ key: 'lost', value: 2 });
  await store.flush();
  expect(content()).toEqual(before);
  expect(said).toEqual([expect.stringMatching(/newer version.*left as they are.*Update/)]);
});

it('is found while we write: it is not appended to', async () => {
  const next = await begin();
  const { store } = await KeyedLog.open(placeIn(folder), NOTES, log);
  writeFileSync(path.join(folder, next), '{"format":2}\n');
  store.append({ key: 'late', value: 2 });
  await store.flush();
  store.append({ key: 'later', value: 3 });
  await store.flush();
  expect(content()[next]).toBe('{"format":2}\n');
  expect([Object.keys(content()).length, said.length]).toEqual([2, 1]);
});
