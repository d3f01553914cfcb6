import { expect, it } from '@jest/globals';
import { looksLikeLink, parseLink } from './links';

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
  [`https://drive.google.com/open?id=${ID}&resourcekey=0-kEy`, ID, '0-kEy'],
  [`https://colab.research.google.com/drive/${ID}#scrollTo=x`, ID, null],
  [`https://drive.usercontent.google.com/download?id=${ID}&export=download`, ID, null],
  [`https://drive.google.com/uc?export=download&id=${ID}`, ID, null],
  [`https://docs.google.com/spreadsheets/d/${ID}/edit#gid=0`, ID, null],
  [`https://docs.google.com/spreadsheet/ccc?key=${ID}&usp=drive_web`, ID, null],
  [`https://drive.google.com/drive/#folders/${ID}`, ID, null],
  [`https://drive.google.com/drive/u/0/#folders/${ID}`, ID, null],
  [`https://drive.google.com/drive/mobile/folders/${ID}`, ID, null],
  [`https://www.googleapis.com/drive/v3/files/${ID}?alt=media`, ID, null],
  [
    `https://www.google.com/url?q=https%3A%2F%2Fdrive.google.com%2Ffile%2Fd%2F${ID}%2Fview`,
    ID,
    null
  ],
  [`drive.google.com/file/d/${ID}/view`, ID, null],
  [`HTTPS://Drive.Google.com/file/d/${ID}`, ID, null],
  [`https:/drive.google.com/file/d/${ID}/view`, ID, null],
  [`  <https://drive.google.com/file/d/${ID}/view>, for you`, ID, null],
  [`"https://drive.google.com/file/d/${ID}/view"`, ID, null],
  [`https://docs.google.com/a/example.org/document/d/${ID}/edit`, ID, null],
  [`https://drive.google.com/x/${ID}${ID}/y`, `${ID}${ID}`, null]
])('finds id and key in %s', (pasted, id, resourceKey) => {
  expect(parseLink(pasted)).toEqual({ id, resourceKey });
});

it.each([
  '',
  'short',
  'My Drive/data',
  'https://drive.google.com/drive/my-drive',
  `https://drive.google.com/open?id=${ID}&id=${ID}2`,
  `https://docs.google.com/document/d/e/2PACX-${ID}${ID}/pub`,
  `javascript:drive.google.com/file/d/${ID}`,
  'x'.repeat(9),
  `https://example.com/drive/folders/${ID}`,
  `https://drive.google.com.example.com/drive/folders/${ID}`
])('finds nothing in “%s”', pasted => {
  expect(parseLink(pasted)).toBeNull();
});

it('does not take longer for what is longer than any link', () => {
  const long = `https://drive.google.com/url?q=${'https%3A%2F%2Fdrive.google.com%2Furl%3Fq%3D'.repeat(9_000)}`;
  expect(parseLink(long)).toBeNull();
});

it.each([
  [`drive.google.com/file/d/${ID}`, true],
  [`HTTPS://drive.google.com/file/d/${ID}`, true],
  ['https://example.org/x', true],
  ['My Drive/data.csv', false],
  ['report.google/data.csv', false],
  [ID, false]
])('“%s” can only be a link: %s', (text, isOne) => {
  expect(looksLikeLink(text)).toBe(isOne);
});
