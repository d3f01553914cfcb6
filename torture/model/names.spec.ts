import { expect, it } from '@jest/globals';
import { mayComeOf } from './names';

it.each([
  ['report.csv', 'report.csv'],
  ['report (2).csv', 'report.csv'],
  ['report (3fX9_q).csv', 'report.csv'],
  ['_con.txt', 'con.txt'],
  ['_.hidden', '.hidden'],
  ['_ (2).hidden', '.hidden'],
  ['half_half.csv', 'half/half.csv'],
  ['ümlaut.csv', 'u\u0308mlaut.csv'],
  ['a renamed.txt', 'a.txt'],
  ['book.xlsx', 'book']
])('“%s” may come of “%s”', (name, original) => {
  expect(mayComeOf(name, original)).toBe(true);
});

it.each([
  ['report.csv', 'data.csv'],
  ['_ (2).csv', '.hidden'],
  ['notes.ipynb', 'report.txt']
])('“%s” does not come of “%s”', (name, original) => {
  expect(mayComeOf(name, original)).toBe(false);
});
