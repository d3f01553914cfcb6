import { describe, expect, it } from '@jest/globals';
import { parseRootFolder } from './rootFolder';

const ID = '1AbC_dEf-GhIjKlMn';

describe('what is given as root folder', () => {
  it.each([
    ['nothing', '', null],
    ['blanks', ' \n', null],
    ['an id', ` ${ID} `, { id: ID, resourceKey: null }],
    ['My Drive', 'root', { id: 'root', resourceKey: null }],
    [
      'a link',
      `https://drive.google.com/drive/u/0/folders/${ID}?resourcekey=0-k`,
      { id: ID, resourceKey: '0-k' }
    ]
  ])('%s', (_name, pasted, folder) => {
    expect(parseRootFolder(pasted)).toEqual(folder);
  });

  it.each([
    'my data',
    'https://example.com/folders/1AbC_dEf-GhIjKlMn',
    'https://drive.google.com/'
  ])('that is no folder is refused with advice: %s', pasted => {
    expect(() => parseRootFolder(pasted)).toThrow(/copy its address/);
  });
});
