import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog } from '../../log';
import { Ledger, type LedgerEntry } from '../../records/ledger';
import { stateOf } from '../../workspace/fileState';
import { Workspace } from '../../workspace/workspace';
import { copyItem } from '../../testing/copyItem';
import type { CopyItem } from '../item';
import { NamesBeside } from '../namesBeside';
import { changeFor, findConflict, TakenNames } from './conflicts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const MODIFIED = '2026-01-02T03:04:05.000Z';

/** A file of Drive with the bytes `new`. */
const item = (more: Partial<CopyItem> = {}): CopyItem =>
  copyItem(0, {
    ...{
      id: 'id',
      name: 'x.csv',
      size: 3,
      md5: md5('new'),
      headRevisionId: 'r2',
      modified: MODIFIED
    },
    ...more
  });

let folder: string;
let workspace: Workspace;
let ledger: Ledger;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-conflicts-'));
  mkdirSync(path.join(folder, 'work'));
  workspace = new Workspace(path.join(folder, 'work'), false);
  const log = createLog('error', () => undefined);
  ledger = await Ledger.open(path.join(folder, 'data'), 'account', log);
});
afterEach(async () => {
  await ledger.flush();
  await workspace.writers.dispose();
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => path.join(folder, 'work', name);
const write = (text: string, name = 'x.csv'): void => writeFileSync(at(name), text);

/** As if it had been copied: what is there now, at a revision of Drive. */
function record(more: Partial<LedgerEntry> = {}): void {
  const { size, mtimeMs } = statSync(at('x.csv'));
  const seen = { size, mtimeMs, md5: md5('new'), revision: 'r2', modified: MODIFIED };
  const state = stateOf(lstatSync(at('x.csv'), { bigint: true }));
  ledger.note({ id: 'id', path: at('x.csv'), ...seen, state, ...more });
}

const parts = () => ({ workspace, ledger, signal: new AbortController().signal });

const EXPORT = { exportAs: 'text/csv', size: null, md5: null, headRevisionId: null };

describe('what stands under a name', () => {
  it.each<[string, () => void, Partial<CopyItem>, object]>([
    ['nothing', () => undefined, {}, { kind: 'free' }],
    ['the same bytes, without a record', () => write('new'), {}, { kind: 'same' }],
    ['other bytes of that size', () => write('old'), {}, { kind: 'conflict' }],
    ['other bytes', () => write('older'), {}, { kind: 'conflict' }],
    ['bytes, where Drive has no checksum', () => write('new'), { md5: null }, { kind: 'conflict' }],
    ['a folder', () => mkdirSync(at('x.csv')), {}, { kind: 'conflict' }],
    [
      'the copy of before',
      () => {
        write('any');
        record();
      },
      {},
      { kind: 'same' }
    ],
    [
      'the copy of a revision of before',
      () => {
        write('any');
        record({ revision: 'r1', md5: md5('any') });
      },
      {},
      { kind: 'outdated' }
    ],
    [
      'the copy of before, changed here',
      () => {
        write('mine!');
        record({ size: 3, state: null });
      },
      {},
      { kind: 'conflict', conflict: { changed: true } }
    ],
    [
      'the copy of another item',
      () => {
        write('old');
        record({ id: 'another' });
      },
      {},
      { kind: 'conflict', conflict: { changed: false } }
    ],
    [
      'an export of before',
      () => {
        write('any');
        record({ revision: null });
      },
      EXPORT,
      { kind: 'same' }
    ],
    [
      'an export of an earlier time',
      () => {
        write('any');
        record({ revision: null, modified: '2025-01-01T00:00:00.000Z' });
      },
      EXPORT,
      { kind: 'outdated' }
    ],
    [
      'the copy of before, by another name of its revision',
      () => {
        write('any');
        record({ revision: 'r1' });
      },
      {},
      { kind: 'same' }
    ],
    [
      'the copy of before, touched',
      () => {
        write('old');
        record({ md5: md5('old') });
        utimesSync(at('x.csv'), 1, 1);
      },
      {},
      { kind: 'outdated' }
    ],
    [
      'the copy of before, edited under its old time and size',
      () => {
        write('old');
        const { atime, mtime } = statSync(at('x.csv'));
        record({ md5: md5('old') });
        write('OLD');
        utimesSync(at('x.csv'), atime, mtime);
      },
      {},
      { kind: 'conflict', conflict: { changed: true } }
    ],
    [
      'the copy that an earlier version noted, without a state',
      () => {
        write('new');
        record({ state: null });
      },
      {},
      { kind: 'same' }
    ],
    [
      'that copy, edited under its old time and size',
      () => {
        write('old');
        record({ state: null });
      },
      {},
      { kind: 'conflict', conflict: { changed: true } }
    ],
    [
      'the copy of before, where Drive has no checksum',
      () => {
        write('new');
        record();
      },
      { md5: null },
      { kind: 'same' }
    ],
    [
      'the copy of another revision, where Drive has no checksum',
      () => {
        write('new');
        record({ revision: 'r1' });
      },
      { md5: null },
      { kind: 'outdated' }
    ],
    ['something, without a record of the export', () => write('any'), EXPORT, { kind: 'conflict' }]
  ])('%s', async (_, prepare, more, expected) => {
    prepare();
    expect(await findConflict(item(more), parts())).toMatchObject(expected);
  });

  it('is shown with what a person decides by', async () => {
    write('older');
    const modified = new Date(statSync(at('x.csv')).mtimeMs).toISOString();
    const found = stateOf(lstatSync(at('x.csv'), { bigint: true }));
    expect(await findConflict(item(), parts())).toEqual({
      ...{ kind: 'conflict', found },
      conflict: {
        path: 'x.csv',
        existing: { size: 5, modified },
        incoming: { size: 3, modified: MODIFIED },
        ...{ linkTarget: null, changed: false }
      }
    });
  });

  it('a link, even to the same bytes, is asked about by its target', async () => {
    write('new', 'elsewhere');
    symlinkSync(at('elsewhere'), at('x.csv'));
    expect(await findConflict(item(), parts())).toMatchObject({
      conflict: { linkTarget: at('elsewhere'), existing: { size: null } }
    });
  });
});

describe('names that are taken', () => {
  it.each([
    ['the same', 'x.csv', true],
    ['another case', 'X.CSV', true],
    ['another composition', 'e\u0301', true],
    ['another', 'y.csv', false]
  ])('%s', async (_, name, isTaken) => {
    write('', 'x.csv');
    write('', '\u00e9');
    expect(await new TakenNames(workspace).include('', name)).toBe(isTaken);
  });

  it('are none in a folder that is not there', async () => {
    expect(await new TakenNames(workspace).include('none', 'x.csv')).toBe(false);
  });
});

const FOUND = { device: '1', inode: '2', size: 3, mtimeNs: '4', ctimeNs: '5' };
const FREE = { replace: false, expected: null };

describe('a choice', () => {
  it.each<[string, 'replace' | 'keepBoth', string[], string[], object]>([
    ['replaces a file', 'replace', ['x.csv'], [], { replace: true, expected: FOUND }],
    ['never replaces a folder', 'replace', ['x.csv/'], [], { ...FREE, name: 'x (2).csv' }],
    ['keeps both', 'keepBoth', ['x.csv'], [], { ...FREE, name: 'x (2).csv' }],
    ['keeps all', 'keepBoth', ['x.csv', 'X (2).csv'], [], { ...FREE, name: 'x (3).csv' }],
    [
      'keeps what is on its way too',
      'keepBoth',
      ['x.csv'],
      ['x (2).CSV'],
      { ...FREE, name: 'x (3).csv' }
    ]
  ])('%s', async (_, choice, there, alsoTaken, change) => {
    for (const name of there) {
      if (name.endsWith('/')) {
        mkdirSync(at(name));
      } else {
        write('', name);
      }
    }
    const coming = alsoTaken.map(name => ({ ...item(), name }));
    const beside = new NamesBeside({
      itemsFrom: n => coming.slice(n),
      folderOf: ({ folder }) => folder,
      there: ({ folder }) => workspace.names(folder)
    });
    expect(await changeFor(item(), choice, FOUND, workspace, beside)).toEqual({
      ...change,
      verdict: 'given'
    });
  });
});
