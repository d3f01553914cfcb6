import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copyItem } from '../../testing/copyItem';
import type { WalkedFolder } from '../copy/walked';
import type { CopyItem, ItemState } from '../item';
import { mayContinueByItself, restoreTransfer } from './restore';
import type { JournalLine } from './lines';
import { isWhole, replay, type Replayed } from './replay';

const item = (n: number): CopyItem => copyItem(n, { size: n });

/** A journal of a transfer of that many files, with their ends in any order. */
const journal = fc
  .integer({ min: 1, max: 12 })
  .chain(count =>
    fc.record({
      count: fc.constant(count),
      order: fc.shuffledSubarray(Array.from({ length: count }, (_, n) => n)),
      states: fc.array(fc.constantFrom<ItemState>('done', 'failed'), {
        minLength: count,
        maxLength: count
      })
    })
  )
  .map(({ count, order, states }): JournalLine[] => [
    {
      t: 'begin',
      id: 't',
      order: { kind: 'copy', request: { items: [], destination: '' } },
      owner: { accountId: 'a', email: 'a@b' },
      root: '/w',
      startedAt: '2026-01-01T00:00:00.000Z'
    },
    { t: 'plan', entries: Array.from({ length: count }, (_, n) => item(n)) },
    { t: 'planned', folders: [], driveFolders: [], leftOut: [], unprovenFolders: 0 },
    { t: 'start' },
    ...order.map((n): JournalLine => ({
      ...{ t: 'file', n, state: states[n] ?? 'done', size: n, received: n },
      failure:
        states[n] === 'failed' ? { item: 'x', n, code: 'internal', message: '', details: {} } : null
    }))
  ]);

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** What the journal tells, which is none of a newer version. */
function begun(text: string): Replayed | null {
  const state = replay(text);
  if (state === 'foreign') {
    throw new Error('A journal of this version was taken for one of a newer');
  }
  return state;
}

describe('a journal', () => {
  it('cut anywhere, even within a line, loses nothing: each file is done, failed or waiting', () => {
    fc.assert(
      fc.property(journal, fc.nat(), (lines, cut) => {
        const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
        const kept = text.slice(0, cut % (text.length + 1));
        const whole = kept.split('\n').filter(isJson).length; // a line may lack only its end
        const state = begun(kept);
        const ended = lines.slice(0, whole).filter(line => line.t === 'file');
        if (whole === 0) {
          expect(state).toBeNull();
          return;
        }
        const planned = whole >= 3;
        const count = lines[1]?.t === 'plan' ? lines[1].entries.length : 0;
        expect(state?.items.length).toBe(planned ? count : 0); // half a plan is none
        const byState = new Map(ended.map(line => [line.n, line.state]));
        state?.items.forEach(({ n, state: known }) =>
          expect(known).toBe(byState.get(n) ?? 'waiting')
        );
      })
    );
  });

  /** A plan that grew: two folders at first, of which the proof of one found a file and a folder. */
  const growing = (): JournalLine[] => {
    const folder = (n: number, above: number | null): WalkedFolder => ({
      ...{ n, id: `d${n}`, driveId: null, ownedByMe: true, local: `d${n}`, entry: `d${n}`, above }
    });
    const planned = (...folders: string[]): JournalLine => ({
      ...{ t: 'planned', folders, driveFolders: [], leftOut: [], unprovenFolders: 1 }
    });
    return [
      ...(fc.sample(journal, 1)[0]?.slice(0, 1) ?? []),
      { t: 'walk', folders: [folder(0, null), folder(1, 0)] },
      { t: 'plan', entries: [item(0)] },
      planned('d0', 'd1'),
      { t: 'start' },
      { t: 'walk', folders: [folder(2, 0)] },
      { t: 'plan', entries: [item(1)] },
      planned('d0', 'd1', 'd2'),
      { t: 'proven', folders: [0] },
      { t: 'file', n: 1, state: 'done', size: 0, failure: null },
      { t: 'proven', folders: [1, 2] }
    ];
  };
  const written = (lines: readonly JournalLine[]): string =>
    lines.map(line => `${JSON.stringify(line)}\n`).join('');

  it('of a plan that grew, cut anywhere: a folder is proven only if all that it holds is there', () => {
    const lines = growing();
    for (let kept = 1; kept <= lines.length; kept += 1) {
      const state = begun(written(lines.slice(0, kept)));
      const numbers = [state?.items.length, state?.walked.length, state?.folders.length];
      if (kept < 4) {
        expect([state?.isPlanned, numbers.slice(0, 2)]).toEqual([false, [0, 0]]);
      } else {
        expect([state?.isPlanned, state && isWhole(state)]).toEqual([true, kept === 11]);
        expect(state?.proven.has(0)).toBe(kept >= 9);
        expect(!state?.proven.has(0) || numbers.join() === '2,3,3').toBe(true);
      }
    }
  });

  it('that lacks a part in its middle is planned anew, and so loses nothing', () => {
    for (const lost of [1, 2, 5, 6]) {
      const state = begun(written(growing().filter((_, at) => at !== lost)));
      expect([lost, state?.isPlanned, state?.items.length]).toEqual([lost, false, 0]);
    }
  });

  it('that ended proxy after proxy within an hour is not continued by itself, until it is wanted', () => {
    const HOUR = 3_600_000;
    const begin = fc.sample(journal, 1)[0]?.slice(0, 1) ?? [];
    const may = (now: number, ...more: JournalLine[]): boolean => {
      const state = begun([...begin, ...more].map(line => JSON.stringify(line)).join('\n'));
      return state !== null && mayContinueByItself(state, now);
    };
    const attempts = [0, 1, 2].map((at): JournalLine => ({ t: 'attempt', at }));
    expect([
      may(3),
      may(3, ...attempts.slice(1)),
      may(3, ...attempts),
      may(HOUR, ...attempts), // the first was an hour ago
      may(3, ...attempts, { t: 'continue' })
    ]).toEqual([true, true, false, true, true]);
  });
});

describe('a journal of another version', () => {
  const begin = {
    t: 'begin',
    id: 't',
    order: { kind: 'copy', request: { items: [], destination: '' } },
    owner: { accountId: 'a', email: 'a@b' },
    root: '/w',
    startedAt: '2026-01-01T00:00:00.000Z'
  };
  const PLANNED = { t: 'planned', folders: [], driveFolders: [], leftOut: [], unprovenFolders: 0 };
  const read = (...lines: readonly unknown[]) =>
    replay(lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));

  it.each<[string, readonly unknown[]]>([
    ['lines of a kind we do not know', [begin, { t: 'coffee', cups: 2 }, PLANNED]],
    [
      'fields we do not know',
      [
        { ...begin, colour: 'red' },
        { ...PLANNED, colour: 'red' }
      ]
    ],
    ['a line torn by a crash', [begin, '{"t":"plan","entr', PLANNED]]
  ])('is read, without %s', (_, lines) => {
    expect(read(...lines)).toMatchObject({ id: 't', isPlanned: true, isDecided: false });
  });

  it.each<[string, readonly unknown[]]>([
    ['a higher format', [{ ...begin, format: 2 }]],
    ['a direction we do not know', [{ ...begin, order: { kind: 'send', request: {} } }, PLANNED]],
    [
      'items we can’t move',
      [begin, { t: 'plan', entries: [{ ...item(0), kind: 'send' }] }, PLANNED]
    ]
  ])('is left alone with %s', (_, lines) => expect(read(...lines)).toBe('foreign'));

  it('is nothing without a beginning', () => expect(read(PLANNED)).toBeNull());

  it('takes a plan that was made anew instead of the one before', () => {
    const half = { t: 'plan', entries: [item(0), item(1)] };
    const whole = { t: 'plan', entries: [item(0), item(1), item(2)] };
    const state = read(begin, half, whole, PLANNED);
    expect(state === null || state === 'foreign' ? [] : state.items.map(({ n }) => n)).toEqual([
      0, 1, 2
    ]);
  });

  it('says of what is to be replaced which state of it, or that it must be looked at again', () => {
    const expected = { device: '1', inode: '2', size: 3, mtimeNs: '-4', ctimeNs: '5' };
    const choice = { t: 'choice', state: 'waiting', id: 'x', revision: null, replace: true };
    const state = read(
      begin,
      { t: 'plan', entries: [item(0), item(1), item(2)] },
      PLANNED,
      { ...choice, n: 0, name: 'f0', expected },
      { ...choice, n: 1, name: 'f1' }, // as an earlier version wrote it
      { t: 'start' }
    );
    if (state === null || state === 'foreign') {
      throw new Error('It can be read');
    }
    expect(state.items).toMatchObject([
      { verdict: 'given', expected },
      { verdict: 'reopened', expected: null },
      { verdict: 'given', replace: false }
    ]);
    const transfer = restoreTransfer(state);
    expect([transfer.needsDecisions, transfer.wasStarted]).toEqual([true, true]);
  });

  it('knows what was skipped because the same was there, and what a person left out', () => {
    const choice = { t: 'choice', state: 'skipped', id: 'x', revision: null, replace: false };
    const state = read(
      begin,
      { t: 'plan', entries: [item(0), item(1), item(2)] },
      PLANNED,
      { ...choice, n: 0, name: 'f0', expected: null, unchanged: true },
      { ...choice, n: 1, name: 'f1', expected: null, unchanged: false },
      { ...choice, n: 2, name: 'f2', expected: null } // as an earlier version wrote it
    );
    if (state === null || state === 'foreign') {
      throw new Error('It can be read');
    }
    const { unchanged, counts } = restoreTransfer(state);
    expect([[...unchanged].map(({ n }) => n), counts.skipped]).toEqual([[0], 3]);
  });

  it('knows what arrived of a file without a checksum', () => {
    const state = read(
      begin,
      { t: 'plan', entries: [item(0)] },
      PLANNED,
      { t: 'arrived', n: 0, size: 5, md5: 'y' },
      { t: 'arrived', n: 7, size: 5, md5: 'y' }
    );
    expect(state).toMatchObject({ items: [{ arrived: { size: 5, md5: 'y' } }] });
  });
});
