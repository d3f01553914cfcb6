import { describe, expect, it } from '@jest/globals';
import {
  Columns,
  conflict,
  counted,
  doubt,
  duration,
  jsonLine,
  listed,
  moment,
  plain,
  problem,
  size,
  summary
} from './format';
import { itemOf, transferOf } from './testing/samples';

/** The same moment everywhere: what a local clock shows, as Drive would tell it. */
function local(year: number, month: number, ...rest: [number, number, number]): string {
  const time = new Date(2000, month - 1, ...rest);
  time.setFullYear(year);
  return time.toISOString();
}

describe('sizes', () => {
  it.each([
    [null, '-'],
    [0, '0 B'],
    [7, '7 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [1_234, '1.2 kB'],
    [9_949, '9.9 kB'],
    [12_345, '12 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [210_000_000, '210 MB'],
    [5_000_000_000_000, '5.0 TB'],
    [Number.MAX_SAFE_INTEGER, '9.0 PB'],
    [7e18, '7000 PB']
  ])('%p bytes are %p', (bytes, shown) => {
    expect(size(bytes)).toBe(shown);
  });
});

describe('times', () => {
  it.each([
    [local(2026, 1, 2, 3, 4), '2026-01-02 03:04'],
    [local(1, 12, 31, 0, 5), '0001-12-31 00:05'],
    [local(9999, 1, 1, 23, 59), '9999-01-01 23:59'],
    [null, '-'],
    ['', '-'],
    ['yesterday', '-'],
    ['2026-13-40T99:99:99Z', '-'],
    ['\u001b[2J', '-']
  ])('%p is %p', (told, shown) => {
    expect(moment(told)).toBe(shown);
  });

  it.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
    'shows %p in any time zone',
    told => {
      expect(moment(told)).toMatch(/^-?\d{1,5}-\d\d-\d\d \d\d:\d\d$/);
    }
  );

  it.each([
    [0, '00:00'],
    [65, '01:05'],
    [3_599.4, '59:59'],
    [3_661, '1:01:01'],
    [360_000, '100:00:00'],
    [-3, '00:00']
  ])('%p seconds are %p', (seconds, shown) => {
    expect(duration(seconds)).toBe(shown);
  });
});

describe('names', () => {
  it('are shown without what steers a terminal or turns text around', () => {
    expect(plain('a\u001b[31m\u0007\u009bb\u202ec\ufeff\nd')).toBe(
      'a#[31m##b#c##d'.replaceAll('#', '\ufffd')
    );
  });

  it('are listed up to ten', () => {
    const names = Array.from({ length: 1_012 }, (_, at) => `n${at}`);
    expect(listed(names.slice(0, 2))).toBe('n0, n1');
    expect(listed(names)).toBe(`${names.slice(0, 10).join(', ')} and 1,002 more`);
  });

  it('are counted', () => {
    expect([counted(1, 'file'), counted(0, 'file'), counted(1_234, 'file')]).toEqual([
      '1 file',
      '0 files',
      '1,234 files'
    ]);
  });
});

describe('rows', () => {
  it('stand in columns that only grow wider from page to page', () => {
    const columns = new Columns();
    expect(columns.rows([itemOf({ size: 123 })])).toEqual(['file  123 B  -  a.csv']);
    expect(columns.rows([itemOf({ kind: 'folder', size: null, name: 'raw' }), itemOf()])).toEqual([
      'folder      -  -  raw/',
      'file      7 B  -  a.csv'
    ]);
    expect(columns.rows([itemOf()])).toEqual(['file      7 B  -  a.csv']);
    expect(columns.rows([])).toEqual([]);
  });

  it('hold no line break of a name', () => {
    expect(new Columns().rows([itemOf({ name: 'a\nfile  1 B  -  b' })])).toEqual([
      'file  7 B  -  a\ufffdfile  1 B  -  b'
    ]);
  });
});

describe('JSON', () => {
  it.each([
    [{}, '{"type": "item"}'],
    [{ a: 1, b: [1, 'x', []], c: {} }, '{"type": "item", "a": 1, "b": [1, "x", []], "c": {}}'],
    [
      { a: { b: null, c: [{ d: true }] } },
      '{"type": "item", "a": {"b": null, "c": [{"d": true}]}}'
    ],
    [{ a: 'x,\n y\n z' }, '{"type": "item", "a": "x,\\n y\\n z"}'],
    [{ a: '数据 ✓\u2028' }, '{"type": "item", "a": "数据 ✓\u2028"}']
  ])('%j stands in one line', (value, line) => {
    expect(jsonLine('item', value)).toBe(line);
    expect(JSON.parse(line)).toEqual({ type: 'item', ...value });
  });
});

describe('what was not moved', () => {
  it.each([
    ['a.csv', 'The owner does not allow it.', 'a.csv: The owner does not allow it.'],
    ['a.csv', '“a.csv” was not found.', '“a.csv” was not found.'],
    ['', 'Google can’t be reached.', 'Google can’t be reached.']
  ])('is named, once: %j', (item, message, shown) => {
    expect(problem({ item, message })).toBe(shown);
  });
});

describe('what a transfer did', () => {
  it.each([
    [transferOf({ files: { done: 1 } }), 'Copied 1 file to the working directory.'],
    [
      transferOf({ kind: 'upload', destination: 'My Drive/a', files: { done: 2 } }),
      'Uploaded 2 files to My Drive/a.'
    ],
    [
      transferOf({ files: { done: 1_234, skipped: 1, failed: 2, unverifiable: 3 } }),
      'Copied 1,234 files to the working directory, 1 skipped, 2 failed, 3 without a checksum to verify.'
    ],
    [transferOf({ state: 'failed', destination: 'in' }), 'Copied nothing to in.'],
    [transferOf({ state: 'cancelled' }), 'Copied no file to the working directory, then cancelled.']
  ])('%#', (transfer, sentence) => {
    expect(summary(transfer)).toBe(sentence);
  });

  it('says why files were passed over', () => {
    const transfer = transferOf({ files: { skipped: 3 } });
    expect(summary(transfer, 'the same already')).toBe(
      'Copied no file to the working directory, 3 the same already.'
    );
  });

  it('is in doubt only once it ended', () => {
    const told = (['done', 'failed', 'cancelled', 'running'] as const).map(state =>
      doubt(transferOf({ state, unprovenFolders: 2 })).slice(0, 20)
    );
    expect(told).toEqual(['2 folders came only ', '2 folders came only ', '', '']);
    expect(doubt(transferOf())).toBe('');
  });
});

describe('what stands in the way', () => {
  const there = { size: 4, modified: null };
  it.each([
    [{}, 'a.csv exists (4 B, -). New: 1.2 kB, -.'],
    [
      { linkTarget: '/etc/\u001b' },
      'a.csv exists (4 B, -; a link to /etc/\ufffd). New: 1.2 kB, -.'
    ],
    [{ changed: true }, 'a.csv exists (4 B, -; changed since it was copied). New: 1.2 kB, -.']
  ])('%j', (more, sentence) => {
    const incoming = { size: 1_234, modified: null };
    const shown = conflict({
      ...{ path: 'a.csv', existing: there, incoming, linkTarget: null, changed: false },
      ...more
    });
    expect(shown).toBe(sentence);
  });
});
