import { describe, expect, it } from '@jest/globals';
import { DriveError } from '../../protocol/errors';
import { panelState, showsDrive, type PanelFacts } from './panelState';
import { item, status } from '../testing/samples';

const folder = item({ kind: 'folder', path: 'My Drive/data' });
const robot = {
  email: 'robot@x.iam.gserviceaccount.com',
  name: '',
  kind: 'serviceAccount'
} as const;
const gone = new DriveError('notFound', '');

const facts = (changes: Partial<PanelFacts> = {}): PanelFacts => ({
  status: status(),
  statusFailure: null,
  folder,
  folderFailure: null,
  isLoading: false,
  search: '',
  isSearchedByDrive: false,
  rows: 0,
  hasMore: false,
  ...changes
});

describe('what the panel has to say', () => {
  it.each([
    ['nothing is known yet', { status: null, folder: null }, 'connecting'],
    ['there are no credentials', { status: status({ state: 'notConfigured' }) }, 'notConfigured'],
    ['the proxy is not there', { status: null, statusFailure: gone }, 'problem'],
    ['no folder came yet', { folder: null, isLoading: true }, 'loading'],
    ['the folder fails', { folderFailure: gone }, 'folderProblem'],
    ['the folder failed and is tried again', { folderFailure: gone, isLoading: true }, 'loading'],
    ['nothing is found', { search: ' x ' }, 'noHits'],
    ['the folder is empty', {}, 'emptyFolder'],
    ['there are rows', { rows: 3, search: 'x' }, 'rows'],
    ['there are rows and newer ones under way', { rows: 3, isLoading: true }, 'rows']
  ] as const)('while %s', (_, changes, kind) => {
    expect(panelState(facts(changes)).kind).toBe(kind);
  });

  it('says whether all names were looked at, or Drive at beginnings of words', () => {
    const state = (byDrive: boolean, rows: number): object =>
      panelState(facts({ search: 'x', isSearchedByDrive: byDrive, rows }));
    expect([state(false, 0), state(true, 0), state(false, 2), state(true, 2)]).toEqual([
      { kind: 'noHits', search: 'x', byDrive: false },
      { kind: 'noHits', search: 'x', byDrive: true },
      { kind: 'rows', shown: 2, hasMore: false, askedDrive: '' },
      { kind: 'rows', shown: 2, hasMore: false, askedDrive: 'x' }
    ]);
  });

  it('tells a service account whom to share with, but only at the top', () => {
    const of = (path: string): string =>
      panelState(
        facts({ status: status({ account: robot }), folder: item({ kind: 'view', path }) })
      ).kind;
    expect([of('Shared with me'), of('My Drive'), of('My Drive/data')]).toEqual([
      'nothingShared',
      'nothingShared',
      'emptyFolder'
    ]);
  });

  it('hides crumbs and rows where there is no Drive to show', () => {
    const shown = [facts(), facts({ status: null }), facts({ statusFailure: gone })];
    expect(shown.map(each => showsDrive(panelState(each)))).toEqual([true, false, false]);
  });
});
