import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../clock';
import { Journal } from './journal';

let folder: string;
let file: string;
let failures: Error[];
let journal: Journal;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gdrive-journal-'));
  file = path.join(folder, 'a.jsonl');
  failures = [];
  journal = await Journal.open(file, systemClock, () => {
    const failure = failures.shift();
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  });
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true });
});

const kinds = (): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => (JSON.parse(line) as { t: string }).t);

describe('a journal', () => {
  it('goes on after a failure that passes, with what it was given meanwhile', async () => {
    failures = [new Error('the disk was away')];
    journal.append({ t: 'session', n: 0, session: 's', of: null });
    await journal.commit({ t: 'start' });
    expect(kinds()).toEqual(['session', 'start']);
  });

  it('holds nothing of what was refused to the one who asked for it', async () => {
    failures = [new Error('the disk was away')];
    await expect(journal.commit({ t: 'retry' })).rejects.toThrow('away');
    await journal.commit({ t: 'start' });
    expect(kinds()).toEqual(['start']);
  });

  it('is told as full, with its path, where its disk is', async () => {
    const full = await Journal.open('/dev/full', systemClock, () => Promise.resolve());
    const refused = full.commit({ t: 'start' });
    await expect(refused).rejects.toMatchObject({
      code: 'storageFull',
      details: { path: '/dev/full', reason: 'ENOSPC', what: 'journal' }
    });
    await full.close();
  });

  it('that can’t be opened says so', async () => {
    const opened = Journal.open(path.join(folder, 'gone', 'b.jsonl'), systemClock, () =>
      Promise.resolve()
    );
    await expect(opened).rejects.toMatchObject({ code: 'workspaceDenied' });
  });
});
