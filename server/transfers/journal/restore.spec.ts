import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DriveError } from '../../../protocol';
import { bytesKept, sweepForgotten } from '../../workspace/leftovers';
import { Workspace } from '../../workspace/workspace';
import { toFailure, toUnseen, type CopyItem } from '../item';
import { toReply } from '../reply';
import type { Transfer } from '../transfer';
import { fileLine, type JournalLine } from './lines';
import { copyItem } from '../../testing/copyItem';
import { replay } from './replay';
import { restoreTransfer } from './restore';

const DAY = 24 * 60 * 60_000;
const item = (n: number, more: Partial<CopyItem> = {}): CopyItem =>
  copyItem(n, { size: 100, md5: 'm', folder: 'to', ...more });
const ITEMS = [item(0), item(1, { exportAs: 'a/b', size: null, md5: null }), item(2)];
const FORM = toFailure('Form', null, new DriveError('notSupported', 'words'));
const REFUSED = toUnseen('', new DriveError('credentialsRejected', 'words'));

function restored(...later: JournalLine[]): Transfer {
  const lines: JournalLine[] = [
    {
      ...{
        t: 'begin',
        id: 'abc',
        order: { kind: 'copy', request: { items: [], destination: 'to' } }
      },
      ...{ owner: { accountId: 'a', email: 'a@b' }, root: '/w', startedAt: '2026-01-01' }
    },
    { t: 'plan', entries: ITEMS },
    { t: 'planned', folders: [], driveFolders: [], leftOut: [FORM], unprovenFolders: 0 },
    { t: 'start' },
    ...later
  ];
  const replayed = replay(lines.map(line => JSON.stringify(line)).join('\n'));
  if (replayed === null || replayed === 'foreign') {
    throw new Error('It can’t be read');
  }
  return restoreTransfer(replayed);
}

const doneExport = fileLine(item(1, { state: 'done', size: null, received: 983 }));

describe('a transfer that is restored from its journal', () => {
  it('tells of an export its bytes, in what is done and in the total, and that it is not verifiable', () => {
    const { files, bytes } = toReply(restored(doneExport), 0, 'online');
    expect(bytes).toEqual({ done: 983, total: 1_183 });
    expect(files).toMatchObject({ done: 1, unverifiable: 1 });
  });

  it('counts what was found in place, once that is noted', () => {
    const found = [0, 2].map(n => fileLine(item(n, { state: 'done', received: 100 })));
    const { files, bytes } = toReply(restored(doneExport, ...found), 0, 'online');
    expect([files.done, bytes]).toEqual([3, { done: 1_183, total: 1_183 }]);
  });

  it('names what ended it, until it is tried again', () => {
    const end: JournalLine[] = [
      { t: 'failure', failure: REFUSED },
      { t: 'end', state: 'failed', at: 'now' }
    ];
    const codes = (transfer: Transfer): string[] => transfer.failures.map(({ code }) => code);
    expect(codes(restored(...end))).toEqual(['notSupported', 'credentialsRejected']);
    expect(codes(restored(...end, { t: 'retry' }))).toEqual(['notSupported']);
  });
});

describe('what a copy left in the workspace', () => {
  let root: string;
  let workspace: Workspace;
  const left = (): string[] => readdirSync(path.join(root, 'to')).sort();

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'gdrive-left-'));
    workspace = new Workspace(root, false);
    mkdirSync(path.join(root, 'to'));
    for (const name of ['.~abc-0.gdrive', '.~abc-2.gdrive', '.~def-2.gdrive', '.~abc-0.old', 'f']) {
      writeFileSync(path.join(root, 'to', name), 'x'.repeat(60));
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is told of an interrupted transfer as bytes that came, as long as it has not gone on', async () => {
    const transfer = restored(doneExport);
    const kept = await bytesKept('abc', transfer.copyFolders, workspace);
    transfer.foundKept(kept);
    expect(transfer.bytesDone).toBe(983 + 2 * 60);
    transfer.resume();
    transfer.foundKept(new Map([[0, 99]]));
    expect(transfer.bytesDone).toBe(983 + 2 * 60);
  });

  it('is removed by another copy if nothing touched it for a month', async () => {
    const to = path.join(root, 'to');
    await sweepForgotten(to, left(), Date.now() + 29 * DAY);
    expect(left()).toHaveLength(5);
    await sweepForgotten(to, [...left(), '.~aa-1.gdrive'], Date.now() + 31 * DAY);
    expect(left()).toEqual(['.~abc-0.old', 'f']);
  });
});
