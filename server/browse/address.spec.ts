import { describe, expect, it } from '@jest/globals';
import { parseAddress } from './address';

const ID = '1AbC-dEf_9876';
const LINK = `https://drive.google.com/file/d/${ID}/view`;
const item = (id: string, resourceKey: string | null = null): object => ({
  path: null,
  item: { id, resourceKey }
});

describe('an address', () => {
  it.each<[string, string, string | null, object]>([
    ['a path', 'My Drive/a', null, { path: 'My Drive/a', item: null }],
    ['the top', '', null, { path: '', item: null }],
    ['a path that only looks like an id', ID, null, { path: ID, item: null }],
    ['a path with a colon', 'My Drive/id:x', null, { path: 'My Drive/id:x', item: null }],
    ['a path that was opened before', 'My Drive/a', 'known', item('known')],
    ['an id', `id:${ID}`, null, item(ID)],
    ['an id with blanks around it', `id: ${ID}\n`, null, item(ID)],
    ['the root by id', 'id:root', null, item('root')],
    ['a link', LINK, null, item(ID)],
    ['a link after id:', `id:${LINK}`, null, item(ID)],
    ['a link with a key', `${LINK}?resourcekey=0-k`, null, item(ID, '0-k')],
    ['a link of before', `http://docs.google.com/open?id=${ID}`, null, item(ID)]
  ])('that is %s', (_, address, knownId, expected) => {
    expect(parseAddress(address, knownId)).toEqual(expected);
  });

  it.each([
    ['nothing after id:', 'id:', '“”'],
    ['too short an id', 'id:short', '“short”'],
    ['two lines', 'id:a\nb?key=secret', '“a\nb”'],
    ['a query of two lines', 'id:a?key\n=secret', '“a”'],
    ['a link to elsewhere', `https://example.com/file/d/${ID}?key=secret`, '“https://example.com'],
    ['a link to nothing', 'https://drive.google.com/drive/my-drive?key=secret', '“https://drive']
  ])('that is %s is refused, without its query', (_, address, named) => {
    expect(() => parseAddress(address, null)).toThrow(
      expect.objectContaining({
        code: 'badRequest',
        message: expect.stringContaining(named),
        details: { address: expect.not.stringContaining('secret') }
      })
    );
    expect(() => parseAddress(address, null)).not.toThrow(/secret/);
  });
});
