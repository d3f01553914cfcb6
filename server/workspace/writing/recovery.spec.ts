import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../fsErrors';
import { endedAt, hookedFs, refusal, type Hook } from '../../testing/hookedFs';
import { compareStates, stateOf, type FileState } from '../fileState';
import { FileWriter } from './fileWriter';
import { naming } from './naming';
import { recoverLeftovers, sweepLeftovers, type Recovered } from './recovery';
import { oldName, temporaryName } from './temporaryNames';
import { Writers } from './writers';

const [TEMPORARY, TARGET, OLD] = [temporaryName('t', 1), 'a.csv', oldName('t', 1)];
const LONG_AGO = new Date('2020-01-02T03:04:05.678Z');
const writers = new Writers();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-recovery-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => writers.dispose());

const at = (name: string): string => path.join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const names = (): string[] => readdirSync(folder).sort();
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const stateNow = (name = TARGET): FileState => stateOf(lstatSync(at(name), { bigint: true }));

function put(name: string, text: string): void {
  writeFileSync(at(name), text);
  utimesSync(at(name), LONG_AGO, LONG_AGO);
}

function recover(
  expected: FileState | null,
  expectedMd5: string | null = null
): Promise<Recovered> {
  const place = { folder, temporaryName: TEMPORARY, oldName: OLD, targetName: TARGET };
  return recoverLeftovers({ ...place, expected, expectedMd5, shownPath: 'data/a.csv' }, writers);
}

/** Runs until the process ends at that call; false once it came to its end before. */
function nameUntil(last: number, expected: FileState | null, hook: Hook): boolean {
  const ended = endedAt(last);
  const fs = hookedFs((...call) => {
    ended(...call);
    return hook(...call);
  });
  const order = { temporary: at(TEMPORARY), target: at(TARGET), old: at(OLD), expected, size: 3 };
  try {
    naming(fs, { stateOf, compareStates, codeOf })(order);
    return false;
  } catch {
    return true;
  }
}

const WAYS: [string, Hook][] = [
  ['with links', () => undefined],
  [
    'without links',
    call => {
      if (call === 'linkSync') {
        throw refusal('EPERM');
      }
    }
  ],
  [
    'without links, and no rename over a file',
    (call, _n, [, to]) => {
      if (call === 'linkSync' || (call === 'renameSync' && existsSync(String(to)))) {
        throw refusal('EIO');
      }
    }
  ]
];

describe.each(WAYS)('a process that is ended while it names a file, %s', (_way, hook) => {
  it('leaves the file with one name: the one or the other', async () => {
    for (let last = 1, isEnded = true; isEnded; last += 1) {
      put(TEMPORARY, 'new');
      isEnded = nameUntil(last, null, hook);
      const { canResume } = await recover(null);
      expect([last, names()]).toEqual([last, [canResume ? TEMPORARY : TARGET]]);
      names().forEach(name => rmSync(at(name)));
    }
  });

  it('leaves the old file or the new one, and both until that is sure', async () => {
    for (let last = 1, isEnded = true; isEnded; last += 1) {
      put(TARGET, 'old');
      put(TEMPORARY, 'new');
      const expected = stateNow();
      isEnded = nameUntil(last, expected, hook);
      const { canResume, keptAs } = await recover(expected, md5('old'));
      expect([last, keptAs, names()]).toEqual([
        last,
        null,
        canResume ? [TEMPORARY, TARGET] : [TARGET]
      ]);
      expect([last, read(TARGET)]).toEqual([last, canResume ? 'old' : 'new']);
      names().forEach(name => rmSync(at(name)));
    }
  });

  it('loses nothing that is written to the old file after its end', async () => {
    for (let last = 1, isEnded = true; isEnded; last += 1) {
      put(TARGET, 'old');
      put(TEMPORARY, 'new');
      const expected = stateNow();
      isEnded = nameUntil(last, expected, hook);
      const edited = existsSync(at(OLD)) ? OLD : TARGET;
      put(edited, 'edited');
      await recover(expected, md5('old'));
      expect([last, visible()]).toEqual([last, expect.arrayContaining(['edited'])]);
      expect([last, existsSync(at(OLD))]).toEqual([last, false]);
      names().forEach(name => rmSync(at(name)));
    }
  });
});

const visible = (): string[] =>
  names()
    .filter(name => !name.startsWith('.'))
    .map(read);

describe('what has the second name', () => {
  it('gets its own one back where nothing has it', async () => {
    put(OLD, 'theirs');
    expect(await recover(null)).toMatchObject({ old: 'putBack', keptAs: null });
    expect([read(TARGET), names()]).toEqual(['theirs', [TARGET]]);
  });

  it.each<[string, (expected: FileState) => Promise<Recovered>]>([
    ['it is not known what was to be replaced', () => recover(null)],
    ['it was another state', expected => recover({ ...expected, mtimeNs: '1' })],
    ['it was another content of the same size and time', expected => recover(expected, md5('x'))]
  ])('is kept where %s, under a name that is free and seen', async (_name, act) => {
    put(OLD, 'theirs');
    put(TARGET, 'new');
    put('a (2).csv', 'taken');
    expect(await act(stateNow(OLD))).toMatchObject({ old: 'keptVisibly', keptAs: 'a (3).csv' });
    expect([read('a (3).csv'), read(TARGET), read('a (2).csv')]).toEqual([
      'theirs',
      'new',
      'taken'
    ]);
    expect(names()).toHaveLength(3);
  });

  it('goes where the file has its own name as well', async () => {
    put(TARGET, 'theirs');
    linkSync(at(TARGET), at(OLD));
    expect(await recover(null)).toMatchObject({ old: 'removed' });
    expect([read(TARGET), names()]).toEqual(['theirs', [TARGET]]);
  });

  it('is told by a sentence where the disk refuses', async () => {
    put(OLD, 'theirs');
    mkdirSync(at(TEMPORARY));
    await expect(recover(null)).rejects.toMatchObject({
      details: { path: 'data/a.csv', reason: 'EISDIR' }
    });
  });
});

describe('a temporary file that is a second name of the finished one', () => {
  beforeEach(() => {
    put(TARGET, 'finished');
    linkSync(at(TARGET), at(TEMPORARY));
  });

  it('is removed', async () => {
    expect((await recover(null)).canResume).toBe(false);
    expect([read(TARGET), names()]).toEqual(['finished', [TARGET]]);
  });

  it('is never written to by a copy that goes on, though the notebook writes to it', async () => {
    writeFileSync(at(TARGET), 'finished, and edited');
    const place = { folder, temporaryName: TEMPORARY, shownPath: TARGET, resume: true };
    const writer = await FileWriter.open(place, writers);
    expect(writer.offset).toBe(0);
    await writer.take(Buffer.from('from Drive'));
    await writer.suspend();
    expect([read(TARGET), read(TEMPORARY)]).toEqual(['finished, and edited', 'from Drive']);
  });
});

describe('the sweep at the end of a transfer', () => {
  it('removes what has a temporary name, also of what is done, and nothing else', async () => {
    put(TARGET, 'finished');
    linkSync(at(TARGET), at(TEMPORARY));
    put(temporaryName('t', 2), 'half');
    put(temporaryName('other', 1), 'another transfer');
    symlinkSync(TARGET, at(temporaryName('t', 3)));
    const ours = [1, 2, 3, 4].map(n => temporaryName('t', n));
    expect(await sweepLeftovers(folder, ours)).toEqual([]);
    expect([read(TARGET), names()]).toEqual(['finished', [temporaryName('other', 1), TARGET]]);
  });

  it('says what stays, and goes on with the rest', async () => {
    mkdirSync(at(temporaryName('t', 1)));
    put(temporaryName('t', 2), 'half');
    const ours = [1, 2].map(n => temporaryName('t', n));
    expect(await sweepLeftovers(folder, ours)).toEqual([temporaryName('t', 1)]);
    expect(await sweepLeftovers(at('gone'), ours)).toEqual([]);
    renameSync(folder, `${folder}-moved`);
    expect(await sweepLeftovers(folder, ours)).toEqual([]);
    renameSync(`${folder}-moved`, folder);
  });
});
