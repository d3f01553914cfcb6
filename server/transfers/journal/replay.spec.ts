import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CopyItem, ItemState } from '../item';
import { mayContinueByItself } from './restore';
import { replay, type JournalLine } from './replay';

const item = (n: number): CopyItem => ({
  ...{ kind: 'copy', n, id: `id${n}`, resourceKey: null, title: `f${n}`, mimeType: 'text/plain' },
  ...{ size: n, md5: 'x', headRevisionId: 'r', modified: null, exportAs: null },
  ...{ folder: '', name: `f${n}`, replace: false, state: 'waiting', received: 0 }
});

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
      ...{ t: 'file', n, state: states[n] ?? 'done', size: n },
      failure:
        states[n] === 'failed' ? { item: 'x', n, code: 'internal', message: '', details: {} } : null
    }))
  ]);

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

describe('a journal', () => {
  it('cut anywhere, even within a line, loses nothing: each file is done, failed or waiting', () => {
    fc.assert(
      fc.property(journal, fc.nat(), (lines, cut) => {
        const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');
        const kept = text.slice(0, cut % (text.length + 1));
        const whole = kept.split('\n').filter(isWhole).length; // a line may lack only its end
        const state = replay(kept);
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

  it('that ended proxy after proxy within an hour is not continued by itself, until it is wanted', () => {
    const HOUR = 3_600_000;
    const begin = fc.sample(journal, 1)[0]?.slice(0, 1) ?? [];
    const may = (now: number, ...more: JournalLine[]): boolean => {
      const state = replay([...begin, ...more].map(line => JSON.stringify(line)).join('\n'));
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
