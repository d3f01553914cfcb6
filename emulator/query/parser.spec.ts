import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ApiError } from '../drive/refusals';
import type { Query } from './parser';
import { parseQuery, parseTime } from './parser';

/** A query as a compact text, to compare whole trees. */
function shown(query: Query | undefined): string {
  switch (query?.kind) {
    case undefined:
      return '';
    case 'not':
      return `not(${shown(query.of)})`;
    case 'and':
    case 'or':
      return `${query.kind}(${query.of.map(shown).join(', ')})`;
    case 'compare':
      return `${query.field} ${query.operator} ${JSON.stringify(query.value)}`;
    case 'in':
      return `${JSON.stringify(query.value)} in ${query.collection}`;
    case 'has':
      return `${query.collection}[${query.key}]=${query.value}`;
  }
}

describe('parseQuery', () => {
  it.each([
    ['', ''],
    [`name = 'x'`, 'name = "x"'],
    [`name='x'`, 'name = "x"'],
    [`name contains 'quinn\\'s paper\\\\essay'`, String.raw`name contains "quinn's paper\\essay"`],
    [`trashed=false`, 'trashed = false'],
    [`trashed = FALSE`, 'trashed = false'],
    [`sharedWithMe`, 'sharedWithMe = true'],
    [`not starred = true`, 'not(starred = true)'],
    [`'root' in parents AND trashed=false`, 'and("root" in parents, trashed = false)'],
    [
      `trashed=false and ('a' in parents or 'b' in parents)`,
      'and(trashed = false, or("a" in parents, "b" in parents))'
    ],
    [`name='a' or name='b' and trashed=true`, 'or(name = "a", and(name = "b", trashed = true))'],
    [`properties has { key='k' and value='v' }`, 'properties[k]=v'],
    [`modifiedTime >= '2026-08-01T12:00:00'`, 'modifiedTime >= "2026-08-01T12:00:00"'],
    [`mimeType != 'text/plain'`, 'mimeType != "text/plain"'],
    [`'me' in owners`, '"me" in owners'],
    [`shortcutDetails.targetId='x'`, 'shortcutDetails.targetId = "x"'],
    [`visibility = 'limited'`, 'visibility = "limited"'],
    [`fullText contains '"exact phrase"'`, 'fullText contains "\\"exact phrase\\""']
  ])('reads %s', (text, tree) => {
    expect(shown(parseQuery(text))).toBe(tree);
  });

  it.each([
    `name = x`,
    `name > 'x'`,
    `name`,
    `size = '3'`,
    `size > 3`,
    `md5Checksum = 'x'`,
    `id = 'x'`,
    `title = 'x'`,
    `trashed = 'false'`,
    `trashed contains true`,
    `'a' in nowhere`,
    `'a' = name`,
    `name = 'x`,
    `name = 'a\\n'`,
    `name = 'x' and`,
    `and name = 'x'`,
    `(name = 'x'`,
    `name = 'x')`,
    `name = 'x' name = 'y'`,
    `modifiedTime > 'yesterday'`,
    `modifiedTime contains '2026-01-01T00:00:00'`,
    `properties has {key='k'}`,
    `fullText = 'x'`,
    `name = 'x' & trashed = true`,
    `constructor = 'x'`
  ])('refuses %s at q', text => {
    expect(() => parseQuery(text)).toThrow(
      expect.objectContaining({
        refusal: expect.objectContaining({ status: 400, reason: 'invalid', location: 'q' })
      })
    );
  });

  it('refuses nesting that would break the stack', () => {
    expect(() => parseQuery('('.repeat(50_000))).toThrow(ApiError);
    expect(() => parseQuery('not '.repeat(50_000))).toThrow(ApiError);
  });

  it('keeps any name that was quoted properly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), name => {
        const quoted = name.replace(/[\\']/g, mark => `\\${mark}`);
        const query = parseQuery(`name = '${quoted}'`);
        expect(query).toEqual({ kind: 'compare', field: 'name', operator: '=', value: name });
      })
    );
  });

  it('reads or refuses any text, and nothing else', () => {
    const words = fc.constantFrom(
      ...['name', '=', "'x'", 'and', 'or', 'not', '(', ')', 'in', 'parents', 'trashed'],
      ...['true', 'has', '{', '}', 'key', 'properties', "'", '\\', '<', 'é', 'sharedWithMe']
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 25 }).map(list => list.join(' '))
    );
    fc.assert(
      fc.property(text, query => {
        try {
          parseQuery(query);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
      { numRuns: 500 }
    );
  });
});

describe('parseTime', () => {
  it.each([
    ['2026-08-01T12:00:00', '2026-08-01T12:00:00.000Z'],
    ['2026-08-01T12:00:00+02:00', '2026-08-01T10:00:00.000Z'],
    ['2026-08-01', '2026-08-01T00:00:00.000Z']
  ])('takes %s as UTC unless it says otherwise', (text, iso) => {
    expect(new Date(parseTime(text)).toISOString()).toBe(iso);
  });
});
