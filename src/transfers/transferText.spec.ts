import { describe, expect, it } from '@jest/globals';
import { TRANSFER_STATES } from '../../protocol/transfers';
import {
  percentDone,
  transferDestination,
  transferDoubt,
  transferLine,
  transferOutcome,
  transferTitle
} from './transferText';
import { trans, transfer } from '../testing/samples';

const NONE = { total: 3, done: 0, skipped: 0, unchanged: 0, failed: 0, unverifiable: 0 };

describe('what is said about a transfer', () => {
  it('names what is moved, and where to', () => {
    expect([
      transferTitle(transfer({ chosen: 1 }), trans),
      transferTitle(transfer({ chosen: 2 }), trans),
      transferTitle(transfer({ chosen: 9 }), trans),
      transferDestination(transfer(), trans),
      transferDestination(transfer({ destination: '' }), trans),
      transferDestination(transfer({ destination: '', kind: 'upload' }), trans)
    ]).toEqual([
      'a.csv',
      'a.csv and b.csv',
      'a.csv and 8 more',
      'to data',
      'to the workspace',
      'to Google Drive'
    ]);
  });

  it('tells how far it is, and how fast it goes', () => {
    expect(transferLine(transfer(), trans)).toBe(
      '1 of 3 files · 1 KB of 4 KB · 512 B/s · 6 s left'
    );
    expect(transferLine(transfer({ counting: true, speed: null, secondsLeft: null }), trans)).toBe(
      '1 of 3 files · 1 KB of 4 KB and counting'
    );
  });

  it.each(TRANSFER_STATES)('has words for the state %s', state => {
    expect(transferLine(transfer({ state }), trans)).toMatch(/\w/);
  });

  it.each([
    [{ state: 'done', files: { done: 3 } }, 'Copied a.csv and 2 more to data'],
    [{ state: 'done', files: { done: 2, skipped: 1 } }, 'Copied 2 files to data · 1 skipped'],
    [
      { state: 'done', files: { done: 2, skipped: 1, unchanged: 1 } },
      'Copied 2 files to data · 1 already up to date'
    ],
    [
      { state: 'done', files: { skipped: 3, unchanged: 3 } },
      'Already up to date: a.csv and 2 more'
    ],
    [
      { state: 'done', files: { skipped: 3, unchanged: 2 } },
      'Nothing was copied · 2 already up to date · 1 skipped'
    ],
    [{ state: 'done', files: { skipped: 3 } }, 'Nothing was copied · 3 skipped'],
    [
      { state: 'failed', files: { done: 2, skipped: 1, failed: 1 } },
      '1 file failed · 2 files copied · 1 KB · 1 skipped'
    ]
  ] as const)('tells what came of %j: never by a name that was left out', (ended, words) => {
    const { files } = transfer({ files: { ...NONE, ...ended.files } });
    expect(transferOutcome(transfer({ state: ended.state, files }), trans)).toBe(words);
  });

  it('counts in the plural only where there are several, with thousands apart', () => {
    const line = (done: number, total: number): string =>
      transferLine(
        transfer({ files: { ...NONE, done, total }, speed: null, secondsLeft: null }),
        trans
      ).replace(/ · .*/, '');
    expect([line(0, 1), line(0, 2)]).toEqual(['0 of 1 file', '0 of 2 files']);
    expect(line(2000, 100_000)).toMatch(/^2\D000 of 100\D000 files$/);
  });

  it('says what nothing proves, once the copy is over', () => {
    const doubts = (['running', 'done', 'failed', 'cancelled'] as const).map(state =>
      transferDoubt(transfer({ state, unprovenFolders: 7 }), trans)
    );
    expect(
      doubts.map(doubt =>
        doubt.startsWith('7 folders were only listed together before this ended.')
      )
    ).toEqual([false, true, true, false]);
    expect(transferDoubt(transfer({ state: 'done' }), trans)).toBe('');
  });

  it('knows the share that is done, or that it is not known', () => {
    const none = { total: 0, done: 0 };
    expect([
      percentDone(transfer()),
      percentDone(transfer({ counting: true })),
      percentDone(transfer({ state: 'planning' })),
      percentDone(transfer({ bytes: none })),
      percentDone(transfer({ bytes: { total: 10, done: 99 } })),
      percentDone(transfer({ state: 'done', bytes: none }))
    ]).toEqual([25, null, null, 33, 100, 100]);
  });
});
