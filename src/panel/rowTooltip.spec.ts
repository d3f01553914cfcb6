import { describe, expect, it } from '@jest/globals';
import { item, trans } from '../testing/samples';
import { formatTime } from '../words/format';
import { rowTooltip } from './rowTooltip';

const bare = item({ size: null, modified: null, owner: '' });
const target = { id: 't', kind: 'file', mimeType: 'text/csv' } as const;

describe('the tooltip of a row', () => {
  it('tells what Drive knows of a file, its name first', () => {
    expect(rowTooltip(item(), trans).split('\n')).toEqual([
      'a.csv',
      'Size: 7 B',
      `Modified: ${formatTime('2026-01-02T03:04:05Z')}`,
      'Owner: Ada'
    ]);
  });

  it.each([
    ['nothing more is known', {}, []],
    ['the name had to be made safe', { name: 'a∕b', title: 'a/b' }, ['Shown as: a∕b']],
    ['it is a shortcut', { kind: 'shortcut', target }, ['Shortcut']],
    ['the shortcut leads nowhere', { kind: 'shortcut' }, ['Shortcut to something that is gone']],
    ['it is a document', { kind: 'document' }, ['Google document']],
    ['it is empty', { size: 0 }, ['Size: 0 B']]
  ] as const)('says where %s', (_, fields, lines) => {
    const row = { ...bare, ...fields };
    expect(rowTooltip(row, trans).split('\n')).toEqual([row.title, ...lines]);
  });
});
