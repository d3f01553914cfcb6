import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameKey, toFileName, toFreeName } from '../workspace/safeName';
import { PathTable, type PathEntry } from './pathTable';
import { toSegment } from './segments';

/** Titles that people and programs give: also the hostile ones, and ones that nearly meet. */
const title = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'a.csv',
    'A.csv',
    'a.csv ',
    '..',
    '.',
    '',
    '/',
    'a/b',
    'a\u2215b',
    '\u202etxt.exe'
  ),
  fc.constantFrom('é', 'e\u0301', 'CON.txt', '.bashrc', '../../.bashrc', 'x'.repeat(400))
);
const id = fc.stringMatching(/^[A-Za-z0-9_-]{20,44}$/);
const items = fc.uniqueArray(fc.record({ id, title }), {
  selector: item => item.id,
  maxLength: 30
});

describe('names', () => {
  it('never lets two items meet in one path, before and after a restart', () => {
    fc.assert(
      fc.property(items, chosen => {
        const kept: PathEntry[] = [];
        const table = new PathTable([], entry => kept.push(entry));
        const first = chosen.map(item => table.segmentOf('folder', item.id, item.title));
        expect(new Set(first.map(name => name.normalize('NFC'))).size).toBe(chosen.length);
        expect(
          first.every(name => name !== '' && !/^\.{1,2}$/.test(name) && !name.includes('/'))
        ).toBe(true);
        const again = new PathTable(kept, () => undefined);
        const second = [...chosen]
          .reverse()
          .map(item => again.segmentOf('folder', item.id, item.title));
        expect(second.reverse()).toEqual(first);
        chosen.forEach((item, n) => expect(again.idOf('folder', first[n] ?? '')).toBe(item.id));
      })
    );
  });

  it('given by two processes at once to two items are told apart at the next start', () => {
    const kept: PathEntry[] = [];
    for (const item of ['first', 'second']) {
      new PathTable([], entry => kept.push(entry)).segmentOf('folder', item, 'a.csv');
    }
    const table = new PathTable(kept, () => undefined);
    const [first = '', second = ''] = ['first', 'second'].map(item =>
      table.segmentOf('folder', item, 'a.csv')
    );
    expect([second, first === second]).toEqual(['a.csv', false]);
    expect([table.idOf('folder', first), table.idOf('folder', second)]).toEqual([
      'first',
      'second'
    ]);
  });

  it('are one harmless component of a workspace path, whatever they were', () => {
    fc.assert(
      fc.property(title, name => {
        const safe = toFileName(name, false);
        expect(safe).not.toMatch(/^\.|^$|[/\\<>:"|?*]|[. ]$/);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
        expect(toFileName(safe, false)).toBe(safe); // safe names stay as they are
      })
    );
  });

  it('free themselves from any set of taken ones', () => {
    fc.assert(
      fc.property(title, fc.integer({ min: 0, max: 20 }), (name, count) => {
        const taken = new Set<string>([nameKey(toFileName(name, false))]);
        for (let n = 0; n < count; n += 1) {
          const free = toFreeName(toFileName(name, false), candidate =>
            taken.has(nameKey(candidate))
          );
          expect(taken.has(nameKey(free))).toBe(false);
          taken.add(nameKey(free));
        }
      })
    );
  });

  it('of panel paths look like what they were', () => {
    expect(['a/b.csv', 'naïve', '🎉', '..'].map(toSegment)).toEqual([
      'a∕b.csv',
      'naïve',
      '🎉',
      '_..'
    ]);
  });
});
