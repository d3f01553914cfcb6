import { describe, expect, it } from '@jest/globals';

import { applyMask, parseMask } from './masks';
import { FILE_LIST } from './shapes';

const LIST = {
  kind: 'drive#fileList',
  incompleteSearch: false,
  files: [
    {
      id: '1',
      name: 'a',
      owners: [{ emailAddress: 'x@y', me: true }],
      properties: { k: 'v', l: 'w' }
    }
  ]
};
const cut = (mask: string): unknown => applyMask(parseMask(mask, FILE_LIST), LIST);

describe('parseMask', () => {
  it.each([
    ['', {}],
    ['kind', { kind: 'drive#fileList' }],
    ['files(id,name)', { files: [{ id: '1', name: 'a' }] }],
    ['files/id,files/name', { files: [{ id: '1', name: 'a' }] }],
    [
      'files(owners(me),id), kind',
      { kind: 'drive#fileList', files: [{ id: '1', owners: [{ me: true }] }] }
    ],
    ['files/owners/emailAddress', { files: [{ owners: [{ emailAddress: 'x@y' }] }] }],
    ['files(properties/k)', { files: [{ properties: { k: 'v' } }] }],
    ['*', LIST],
    ['files(*)', { files: LIST.files }],
    ['files/*', { files: LIST.files }],
    ['nextPageToken', {}]
  ])('keeps only what %j names', (mask, expected) => {
    expect(cut(mask)).toEqual(expected);
  });

  it.each([
    ['etag', 'etag'],
    ['files(id,nonexistentfield)', 'nonexistentfield'],
    ['files/nope', 'nope'],
    ['kind/x', 'x'],
    ['files(id', 'files(id'],
    ['files(id))', 'files(id))'],
    ['constructor', 'constructor'],
    [',', ',']
  ])('refuses %s', (mask, named) => {
    expect(() => cut(mask)).toThrow(`Invalid field selection ${named}`);
  });
});
