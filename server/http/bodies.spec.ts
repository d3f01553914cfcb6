import { describe, expect, it } from '@jest/globals';
import type { GenericSchema } from 'valibot';
import * as bodies from './bodies';

const { parse, parseSort } = bodies;
const item = { id: 'a_B-1', path: 'My Drive/a' };
const copy = { items: [item], destination: '' };
const upload = { paths: ['a'], folder: item };
const folderDefaults = { path: '', sort: 'name', search: '', limit: 200, fresh: '0' };
const NAMES_OF_JAVASCRIPT =
  '{"kind":"conflicts","choices":{"__proto__":"replace","constructor":"keepBoth","a/toString":"skip"},"others":"skip"}';
const items = (count: number): object[] => Array.from({ length: count }, () => item);

describe('what comes from the browser', () => {
  it.each<[string, GenericSchema, unknown, unknown]>([
    ['a copy', bodies.copyRequest, copy, copy],
    ['as many items as may be', bodies.copyRequest, { ...copy, items: items(10_000) }, undefined],
    ['a copy that knows its choice', bodies.copyRequest, { ...copy, conflicts: 'skip' }, undefined],
    ['without what nobody knows', bodies.copyRequest, { ...copy, more: 1 }, copy],
    ['an upload', bodies.uploadRequest, upload, upload],
    ['a decision', bodies.answer, { kind: 'conflicts', choices: {}, others: 'skip' }, undefined],
    [
      'a decision for names of JavaScript’s own',
      bodies.answer,
      JSON.parse(NAMES_OF_JAVASCRIPT),
      undefined
    ],
    ['another decision', bodies.answer, { kind: 'large', proceed: false }, undefined],
    ['a decision about malware', bodies.answer, { kind: 'flagged', take: ['a'] }, undefined],
    ['a folder, by default', bodies.folderQuery, {}, folderDefaults],
    [
      'a folder, all said',
      bodies.folderQuery,
      { path: 'a', sort: '-size', search: ' x ', limit: '2000', fresh: '1' },
      { path: 'a', sort: '-size', search: 'x', limit: 2_000, fresh: '1' }
    ],
    ['a page', bodies.itemsQuery, { after: 't' }, { path: '', after: 't' }],
    ['an item', bodies.itemQuery, {}, { path: '' }],
    ['a content', bodies.contentQuery, { id: 'root' }, { id: 'root' }],
    ['a status', bodies.statusQuery, {}, { check: '0' }],
    ['settings, which are checked elsewhere', bodies.settings, { uploads: 7 }, undefined]
  ])('is taken: %s', (_, schema, value, expected = value) => {
    expect(parse(schema, value)).toEqual(expected);
  });

  it.each<[string, GenericSchema, unknown, string]>([
    ['nothing', bodies.copyRequest, undefined, 'body'],
    ['a list', bodies.settings, [], 'body'],
    ['no items', bodies.copyRequest, { ...copy, items: [] }, 'items'],
    ['too many items', bodies.copyRequest, { ...copy, items: items(10_001) }, 'items'],
    ['an id with a path in it', bodies.contentQuery, { id: '../secret' }, 'id'],
    ['an id that ends a string', bodies.contentQuery, { id: "secret' or '" }, 'id'],
    ['an id with a line', bodies.contentQuery, { id: 'secret\n' }, 'id'],
    ['an id too long', bodies.contentQuery, { id: 'secret'.padEnd(129, 'x') }, 'id'],
    ['an empty id', bodies.itemQuery, { id: '' }, 'id'],
    ['a path too long', bodies.itemQuery, { path: 'secret'.padEnd(4_097, 'x') }, 'path'],
    ['a choice of none', bodies.copyRequest, { ...copy, conflicts: 'secret' }, 'conflicts'],
    [
      'two wrong fields',
      bodies.copyRequest,
      { items: [{ id: 7, path: '' }], destination: 7 },
      'items.0.id, destination'
    ],
    ['an unknown decision', bodies.answer, { kind: 'secret' }, 'kind'],
    [
      'a wrong choice for a path',
      bodies.answer,
      { kind: 'conflicts', choices: { a: 'secret' }, others: 'skip' },
      'choices'
    ],
    ['no row', bodies.folderQuery, { limit: '0' }, 'limit'],
    ['too many rows', bodies.folderQuery, { limit: '2001' }, 'limit'],
    ['half a row', bodies.folderQuery, { limit: '1.5' }, 'limit'],
    ['no number', bodies.folderQuery, { limit: 'secret' }, 'limit'],
    ['an order with a comma', bodies.folderQuery, { sort: 'name,secret' }, 'sort'],
    ['a flag of words', bodies.statusQuery, { check: 'secret' }, 'check'],
    ['an empty page token', bodies.itemsQuery, { after: '' }, 'after'],
    ['a search too long', bodies.folderQuery, { search: 'secret'.padEnd(201, 'x') }, 'search']
  ])('is refused by the field, not the value: %s', (_, schema, value, fields) => {
    expect(() => parse(schema, value)).toThrow(
      expect.objectContaining({
        code: 'badRequest',
        message: `The request is wrong at: ${fields}.`,
        details: { fields }
      })
    );
  });
});

describe('an order', () => {
  it.each([
    ['name', { sort: 'name', descending: false }],
    ['-name', { sort: 'name', descending: true }],
    ['modified', { sort: 'modified', descending: false }],
    ['-size', { sort: 'size', descending: true }]
  ])('%s', (text, expected) => {
    expect(parseSort(text)).toEqual(expected);
  });

  it.each(['', '-', '--name', 'Name', 'owner'])('“%s” is none', text => {
    expect(() => parseSort(text)).toThrow(expect.objectContaining({ code: 'badRequest' }));
  });
});
