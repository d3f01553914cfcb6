import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../fsErrors';
import { hookedFs, refusal, type Hook } from '../../testing/hookedFs';
import { compareStates, stateOf, type FileState } from '../fileState';
import { naming, type NamingOutcome } from './naming';

const [TEMPORARY, TARGET, OLD] = ['.~t-1.gdrive', 'a.csv', '.~t-1.old'];
/** What file systems without links were seen to answer, and some that nobody has seen yet. */
const NO_LINKS = [
  ...['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EIO', 'ERANGE', 'EISDIR'],
  ...['EINVAL', 'UNKNOWN', 'EPROTO', 'ESTRANGE']
];
const NOTHING: Hook = () => undefined;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-naming-'));
  put(TEMPORARY, 'new');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);
const put = (name: string, text: string): void => writeFileSync(at(name), text);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const names = (): string[] => readdirSync(folder).sort();
const stateNow = (name = TARGET): FileState => stateOf(lstatSync(at(name), { bigint: true }));

function name(expected: FileState | null, hook: Hook = NOTHING): NamingOutcome {
  const give = naming(hookedFs(hook), { stateOf, compareStates, codeOf });
  const [temporary, target, old] = [at(TEMPORARY), at(TARGET), at(OLD)];
  return give({ temporary, target, old, expected, size: 3 });
}

const refuse =
  (call: string, code: string, which: (args: readonly unknown[]) => boolean = () => true): Hook =>
  (made, _n, args) => {
    if (made === call && which(args)) {
      throw refusal(code);
    }
  };
const noLinks = refuse('linkSync', 'EPERM');
/** As SFTP does: a rename never goes over what exists. */
const noRenameOver = refuse('renameSync', 'EPERM', ([, to]) => existsSync(String(to)));
const both =
  (...hooks: Hook[]): Hook =>
  (...call) =>
    hooks.map(hook => hook(...call)).find(done => done === 'done');

describe('a new name', () => {
  it.each<[string, Hook]>([
    ['by a link', NOTHING],
    ...NO_LINKS.map((code): [string, Hook] => [
      `where a link is answered by ${code}`,
      refuse('linkSync', code)
    ])
  ])('is given %s, and is the only one', (_name, hook) => {
    const outcome = name(null, hook);
    expect(outcome).toMatchObject({ kind: 'named', left: [], after: stateNow() });
    expect([read(TARGET), names()]).toEqual(['new', [TARGET]]);
  });

  it.each<[string, Hook]>([
    ['by a link', NOTHING],
    ['without links', noLinks]
  ])('is not taken from what stands there: %s', (_name, hook) => {
    put(TARGET, 'theirs');
    expect(name(null, hook).kind).toBe('changed');
    expect([read(TARGET), read(TEMPORARY)]).toEqual(['theirs', 'new']);
  });

  it.each(['ENOENT', 'ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'])(
    'is refused where the disk means it: %s',
    code => {
      expect(() => name(null, refuse('linkSync', code))).toThrow(code);
      expect(names()).toEqual([TEMPORARY]);
    }
  );

  it('is there where the answer of the link was lost, and the second one says EEXIST', () => {
    let made = false;
    const outcome = name(null, call => {
      if (call === 'linkSync' && !made) {
        made = true;
        linkSync(at(TEMPORARY), at(TARGET));
      }
    });
    expect([outcome.kind, names()]).toEqual(['named', [TARGET]]);
  });

  it('counts though the temporary one can’t be removed, which is said', () => {
    const outcome = name(null, refuse('unlinkSync', 'EIO'));
    expect(outcome).toMatchObject({ kind: 'named', left: [at(TEMPORARY)] });
    expect(read(TARGET)).toBe('new');
  });

  it('is not given to less than was written', () => {
    put(TEMPORARY, 'ne');
    put(TARGET, 'theirs');
    expect(name(stateNow()).kind).toBe('notWhole');
    expect([read(TARGET), names()]).toEqual(['theirs', [TEMPORARY, TARGET]]);
  });
});

const WAYS: [string, Hook][] = [
  ['with links', NOTHING],
  ['without links', noLinks],
  ['with links, and no rename over a file', noRenameOver],
  ['without links, and no rename over a file', both(noLinks, noRenameOver)]
];

describe.each(WAYS)('replacing, %s', (_way, hook) => {
  beforeEach(() => put(TARGET, 'theirs'));

  it('leaves the new file alone', () => {
    expect(name(stateNow(), hook)).toMatchObject({ kind: 'named', left: [] });
    expect([read(TARGET), names()]).toEqual(['new', [TARGET]]);
  });

  it('replaces a link itself, not what it leads to', () => {
    renameSync(at(TARGET), at('outside'));
    symlinkSync('outside', at(TARGET));
    expect(name(stateNow(), hook).kind).toBe('named');
    expect([read(TARGET), lstatSync(at(TARGET)).isFile(), read('outside')]).toEqual([
      'new',
      true,
      'theirs'
    ]);
    expect(names()).toEqual([TARGET, 'outside']);
  });

  it('names the file as a new one where the old one was taken away', () => {
    const expected = stateNow();
    renameSync(at(TARGET), at('moved'));
    expect(name(expected, hook).kind).toBe('named');
    expect([read(TARGET), read('moved')]).toEqual(['new', 'theirs']);
  });

  it.each<[string, () => void]>([
    ['written to', () => put(TARGET, 'edited')],
    [
      'replaced by another file',
      () => {
        put('edit', 'edited');
        renameSync(at('edit'), at(TARGET));
      }
    ],
    [
      'replaced by a link',
      () => {
        put('elsewhere', 'edited');
        unlinkSync(at(TARGET));
        symlinkSync('elsewhere', at(TARGET));
      }
    ],
    [
      'replaced by a folder',
      () => {
        unlinkSync(at(TARGET));
        mkdirSync(at(TARGET));
        put(path.join(TARGET, 'inside'), 'edited');
      }
    ]
  ])('keeps off what was %s since', (_name, act) => {
    const expected = stateNow();
    act();
    expect(name(expected, hook).kind).toBe('changed');
    expect([read(TEMPORARY), names().includes(OLD), allTexts()]).toEqual([
      'new',
      false,
      expect.arrayContaining(['edited'])
    ]);
  });

  /** The number of calls differs from way to way; beyond the last one nothing happens. */
  it.each(Array.from({ length: 14 }, (_, n) => n + 1))(
    'loses nothing that is written before call %i',
    moment => {
      const expected = stateNow();
      const outcome = name(expected, both(editBefore(moment), hook));
      expectNothingLost(outcome, moment);
    }
  );
});

const editBefore =
  (moment: number): Hook =>
  (_call, n) => {
    if (n === moment && existsSync(at(TARGET))) {
      put(TARGET, 'edited');
    }
  };

/** The edit is there if it was made; what has the second name is left for the caller to rescue. */
function expectNothingLost(outcome: NamingOutcome, moment: number): void {
  const texts = allTexts();
  const wasEdited = texts.includes('edited');
  expect([moment, wasEdited || !texts.includes('theirs')]).toEqual([moment, true]);
  if (outcome.kind === 'changed') {
    expect([read(TEMPORARY), names()]).toEqual(['new', [TEMPORARY, TARGET]]);
  } else if (outcome.kind === 'named') {
    expect(names()).toEqual([TARGET]);
  }
}

function allTexts(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(entry => statSync(at(entry)).isFile())
    .map(read);
}

describe('replacing what is written to in the last moment', () => {
  /** Runs when the rename was made and has not been looked at. */
  const afterRename = (act: () => void): Hook => {
    let renames = 0;
    let isDone = false;
    return call => {
      if (renames === 1 && !isDone) {
        isDone = true;
        act();
      }
      renames += call === 'renameSync' ? 1 : 0;
    };
  };

  it('gives it its name back, and ours the temporary one', () => {
    put(TARGET, 'theirs');
    const outcome = name(
      stateNow(),
      afterRename(() => put(OLD, 'edited'))
    );
    expect([outcome.kind, read(TARGET), read(TEMPORARY), names()]).toEqual([
      'changed',
      'edited',
      'new',
      [TEMPORARY, TARGET]
    ]);
  });

  it('keeps both where a third file has the name by then', () => {
    put(TARGET, 'theirs');
    const outcome = name(
      stateNow(),
      afterRename(() => {
        put(OLD, 'edited');
        put('third', 'third');
        renameSync(at('third'), at(TARGET));
      })
    );
    expect([outcome.kind, read(TARGET), read(OLD)]).toEqual(['changedLate', 'third', 'edited']);
  });

  it('does not write to what the system linked instead', () => {
    put('outside', 'precious');
    symlinkSync('outside', at(TARGET));
    const expected = stateNow();
    // As a system does that follows a link when it gives it a second name.
    const outcome = name(expected, call => {
      if (call !== 'linkSync') {
        return;
      }
      linkSync(at('outside'), at(OLD));
      return 'done';
    });
    expect([outcome.kind, read(TARGET), read('outside')]).toEqual(['named', 'new', 'precious']);
    expect(names()).toEqual([TARGET, 'outside']);
  });
});

it('says so where the second name is taken already, and touches nothing', () => {
  put(TARGET, 'theirs');
  put(OLD, 'kept');
  expect(() => name(stateNow())).toThrow('EEXIST');
  expect(() => name(stateNow(), both(noLinks, noRenameOver))).toThrow('EEXIST');
  expect([read(TARGET), read(OLD), read(TEMPORARY)]).toEqual(['theirs', 'kept', 'new']);
});
