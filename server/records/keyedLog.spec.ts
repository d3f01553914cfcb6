import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeyedLog } from './keyedLog';
import { NOTES, placeIn, strictLog, type Note } from '../testing/recordWriter';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (at = folder) => KeyedLog.open(placeIn(at), NOTES, strictLog);
const entriesIn = async (at = folder): Promise<Note[]> => [...(await open(at)).entries];
const bytesIn = (): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);

/** What a program of its own is started with. */
function start(program: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'inherit', 'inherit'] });
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise(resolve => void child.once('exit', resolve));

describe('lines that several processes share', () => {
  it('are there after a restart, the last of each key, in the order they were written', async () => {
    const { store } = await open();
    store.append({ key: 'a', value: 1 });
    store.append({ key: 'b', value: 2 });
    store.append({ key: 'a', value: 3 });
    await store.flush();
    expect(await entriesIn()).toEqual([
      { key: 'b', value: 2 },
      { key: 'a', value: 3 }
    ]);
  });

  it('stay as they are when one is torn by a crash, and so does the next one', async () => {
    const first = await open();
    first.store.append({ key: 'a', value: 1 });
    await first.store.flush();
    const [file = ''] = readdirSync(folder);
    appendFileSync(path.join(folder, file), '{"key":"to');
    const second = await open();
    second.store.append({ key: 'b', value: 2 });
    await second.store.flush();
    expect(await entriesIn()).toEqual([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 }
    ]);
  });

  it('take no more room than the keys need, also in a process that never ends', async () => {
    const { store } = await open();
    for (let value = 0; value < 3_000; value += 1) {
      store.append({ key: `key ${value % 10}`, value });
      if (value % 7 === 0) {
        await store.flush();
      }
    }
    await store.flush();
    expect(await entriesIn()).toHaveLength(10);
    expect(bytesIn()).toBeLessThan(3_000);
  });

  it('are whole when a process died between shortening and removing', async () => {
    const { store } = await open();
    for (let value = 0; value < 10; value += 1) {
      store.append({ key: `key ${value}`, value });
    }
    await store.flush();
    const [file = ''] = readdirSync(folder);
    const name = file.replace('.jsonl', '');
    appendFileSync(path.join(folder, `${name}.1.jsonl`), '');
    appendFileSync(path.join(folder, `${name}.1.base.jsonl.new`), '{"key":"key 1","va');
    expect(await entriesIn()).toHaveLength(10);
    for (let value = 0; value < 100; value += 1) {
      store.append({ key: 'key 0', value });
    }
    await store.flush();
    expect(await entriesIn()).toHaveLength(10);
    const left = readdirSync(folder);
    expect(left.filter(each => each.endsWith('.new'))).toEqual([]);
    expect(readFileSync(path.join(folder, left[0] ?? ''), 'utf8')).toContain('key 9');
  });

  it('lose none, whoever appends, opens, tears and compacts at the same time', async () => {
    const step = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom('append', 'append', 'noise', 'flush', 'open', 'tear')
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 12 }), { maxLength: 6 }), async all => {
        const at = mkdtempSync(path.join(tmpdir(), 'gdrive-lines-'));
        const stores = await Promise.all([0, 1, 2].map(async () => (await open(at)).store));
        const expected: string[] = [];
        let lines = 0;
        const act = async (who: number, what: string): Promise<unknown> => {
          const store = stores[who];
          switch (what) {
            case 'append':
              lines += 1;
              expected.push(`key ${lines}`);
              store?.append({ key: `key ${lines}`, value: lines });
              return null;
            case 'noise':
              for (let value = 0; value < 15; value += 1) {
                store?.append({ key: 'noise', value });
              }
              return store?.flush();
            case 'tear': {
              const [file = `${'0'.repeat(32)}.jsonl`] = readdirSync(at);
              appendFileSync(path.join(at, file), '{"key":"key 1","value":-1');
              return null;
            }
            default:
              return what === 'flush' ? store?.flush() : open(at);
          }
        };
        for (const together of all) {
          await Promise.all(together.map(({ who, what }) => act(who, what)));
        }
        await Promise.all(stores.map(store => store.flush()));
        const found = (await entriesIn(at)).filter(({ key }) => key !== 'noise');
        expect(found.map(({ key }) => key).sort()).toEqual(expected.sort());
        expect(found.every(({ key, value }) => key === `key ${value}`)).toBe(true);
        rmSync(at, { recursive: true, force: true });
      })
    );
  });

  it('lose none of two processes while a third one compacts', async () => {
    const program = path.join(folder, 'recordWriter.cjs');
    execFileSync(process.execPath, [
      'node_modules/esbuild/bin/esbuild',
      ...['server/testing/recordWriter.ts', '--bundle', '--platform=node'],
      ...['--log-level=error', `--outfile=${program}`]
    ]);
    const lines = path.join(folder, 'lines');
    const count = 600;
    const writers = ['one', 'two'].map(name =>
      start(program, 'append', lines, name, String(count))
    );
    const compactor = start(program, 'compact', lines);
    const codes = await Promise.all(writers.map(exitOf));
    compactor.stdin?.end();
    codes.push(await exitOf(compactor));
    expect(codes).toEqual([0, 0, 0]);
    const expected = ['one', 'two'].flatMap(name =>
      Array.from({ length: count }, (_, n) => `${name}-${n}`)
    );
    const keys = (await entriesIn(lines)).map(({ key }) => key);
    expect(keys.filter(key => !key.startsWith('noise')).sort()).toEqual(expected.sort());
    const generations = readdirSync(lines).map(name => Number(/\.(\d+)\./.exec(name)?.[1] ?? 0));
    expect(Math.max(...generations)).toBeGreaterThan(3); // it was compacted, again and again
  });
});
