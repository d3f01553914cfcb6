import { describe, expect, it } from '@jest/globals';
import { endCheckOf } from './formats';

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const ZIP = Buffer.concat([
  Buffer.from('PK\u0003\u0004 content '),
  Buffer.from('PK\u0005\u0006'),
  Buffer.alloc(18)
]);

/** A whole file, and how much of its end may be missing at least for that to be seen. */
const rows: readonly (readonly [type: string, whole: Buffer, missing: number])[] = [
  [`${OFFICE}wordprocessingml.document`, ZIP, 19],
  [`${OFFICE}spreadsheetml.sheet`, ZIP, 19],
  [`${OFFICE}presentationml.presentation`, ZIP, 19],
  ['application/pdf', Buffer.from('%PDF-1.7 … startxref 12 %%EOF\n'), 2],
  ['image/png', Buffer.from('PNG … \0\0\0\0IEND\xaeB`\x82', 'latin1'), 5],
  ['image/svg+xml', Buffer.from('<svg><path/></svg>\n\n'), 3],
  ['application/vnd.google-apps.script+json', Buffer.from('{"files":[{"name":"a"}]}'), 1]
];

describe('the end of an export', () => {
  it.each(rows)('of type %s tells whether it is whole', (type, whole, missing) => {
    const check = endCheckOf(type);
    if (check.reads === 'nothing') {
      throw new Error('There is an end to check');
    }
    const cuts = Array.from({ length: whole.length - missing + 1 }, (_, kept) => kept);
    const takenForWhole = cuts.filter(kept => check.isComplete(whole.subarray(0, kept)));
    expect([check.isComplete(whole), takenForWhole]).toEqual([true, []]);
  });

  it.each(['text/markdown', 'text/csv', 'of/something-older'])('of type %s can’t be seen', type => {
    expect(endCheckOf(type)).toEqual({ reads: 'nothing' });
  });
});
