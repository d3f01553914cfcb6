import { describe, expect, it } from '@jest/globals';
import { item, status, trans } from '../testing/samples';
import { checkUpload, refusalHint, refusalText } from './uploadTarget';

const some = { paths: ['data/a.csv'], rows: [] };
const open = { download: true, edit: true, addChildren: true };
const folder = item({ id: 'f', kind: 'folder', path: 'My Drive/in', capabilities: open });
const team = item({ id: 'd', kind: 'folder', path: 'Shared drives/Team', inSharedDrive: true });
const myDrive = item({ id: 'view:My Drive', kind: 'view', path: 'My Drive' });
const robot = { email: 'r', name: '', kind: 'serviceAccount' } as const;

describe('a folder of Drive', () => {
  it.each([
    ['a folder that may be added to', folder, { id: 'f', path: 'My Drive/in' }],
    ['My Drive', myDrive, { id: 'root', path: 'My Drive' }],
    ['a shared drive', team, { id: 'd', path: 'Shared drives/Team' }],
    [
      'a shortcut to a folder',
      item({
        kind: 'shortcut',
        path: 'My Drive/s',
        target: { id: 't', kind: 'folder', mimeType: '' }
      }),
      { id: 't', path: 'My Drive/s' }
    ]
  ])('takes uploads: %s', (_, target, expected) => {
    expect(checkUpload(target, status(), some).folder).toEqual(expected);
  });

  it.each([
    ['notConnected', folder, null],
    ['notConnected', folder, status({ state: 'problem' })],
    ['notEnabled', folder, status({ canUpload: false, readOnlyReason: 'notEnabled' })],
    ['administrator', folder, status({ canUpload: false, readOnlyReason: 'administrator' })],
    ['noFolder', null, status()],
    ['noFolder', item({ kind: 'view', path: 'Recent' }), status()],
    ['noFolder', item(), status()],
    ['denied', item({ kind: 'folder' }), status()],
    ['serviceAccount', folder, status({ account: robot })]
  ] as const)('says why it does not: %s', (refusal, target, facts) => {
    expect(checkUpload(target, facts, some)).toEqual({ folder: null, refusal });
    expect(refusalText(refusal, trans)).toMatch(/\.$/);
    expect(refusalHint(refusal, trans)).toMatch(/^\w.*[^.]$/);
  });
});

describe('a folder of Drive, for a service account', () => {
  const facts = status({ account: robot });
  const theirs = item({ title: 'a.csv', capabilities: { ...open, addChildren: false } });
  const paths = ['data/a.csv'];

  it.each([
    ['a shared drive', team, []],
    ['a folder in one', item({ ...folder, inSharedDrive: true }), []],
    ['a folder whose file of that name is somebody else’s', folder, [theirs]],
    [
      'a shortcut to a folder: where it leads is not known yet',
      item({ kind: 'shortcut', target: { id: 't', kind: 'folder', mimeType: '' } }),
      []
    ]
  ])('takes uploads: %s', (_, target, rows) => {
    expect(checkUpload(target, facts, { paths, rows }).refusal).toBeNull();
  });

  it.each([
    ['nothing of that name is there', ['b.csv'], [theirs]],
    ['one of several is new', ['data/a.csv', 'b.csv'], [theirs]],
    ['the account owns it itself', paths, [{ ...theirs, ownedByMe: true }]],
    ['it may not be edited', paths, [item()]],
    ['it is a folder', paths, [{ ...theirs, kind: 'folder' as const }]],
    ['nothing is chosen', [], [theirs]]
  ])('is refused where %s', (_, chosen, rows) => {
    expect(checkUpload(folder, facts, { paths: chosen, rows }).refusal).toBe('serviceAccount');
  });

  it('is refused in a root folder that is somebody’s own', () => {
    const rootFolder = { id: 'f', title: 'in' };
    const root = item({ ...folder, path: '' });
    const check = checkUpload(root, status({ account: robot, rootFolder }), { paths, rows: [] });
    expect(check.refusal).toBe('serviceAccount');
  });
});
