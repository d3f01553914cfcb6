import { expect, it } from '@jest/globals';
import { parseLink } from './links';

const ID = '1AbC_dEf-GhIjKlMn';

it.each([
  [ID, ID, null],
  [`  ${ID}\n`, ID, null],
  ['root', 'root', null],
  [`https://drive.google.com/drive/folders/${ID}`, ID, null],
  [`https://drive.google.com/drive/u/1/folders/${ID}?usp=sharing`, ID, null],
  [`https://drive.google.com/drive/folders/${ID}?resourcekey=0-kEy&usp=drive_link`, ID, '0-kEy'],
  [`https://drive.google.com/file/d/${ID}/view?usp=sharing&resourcekey=0-kEy`, ID, '0-kEy'],
  [`https://docs.google.com/document/d/${ID}/edit?resourcekey=`, ID, null],
  [`https://drive.google.com/open?id=${ID}&resourcekey=0-kEy`, ID, '0-kEy']
])('finds id and key in %s', (pasted, id, resourceKey) => {
  expect(parseLink(pasted)).toEqual({ id, resourceKey });
});

it.each([
  '',
  'short',
  'My Drive/data',
  'https://drive.google.com/drive/my-drive',
  `https://example.com/drive/folders/${ID}`,
  `https://drive.google.com.example.com/drive/folders/${ID}`
])('finds nothing in “%s”', pasted => {
  expect(parseLink(pasted)).toBeNull();
});
