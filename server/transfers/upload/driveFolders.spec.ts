import { describe, expect, it } from '@jest/globals';
import { uploadItem } from '../../testing/uploadItem';
import type { DriveFolder } from '../item';
import { replay } from '../journal/replay';
import { Transfer, type Order } from '../transfer';
import { DriveFolders } from './driveFolders';

const folder = (id: string, parent: string, exists = false, name = id): DriveFolder => ({
  ...{ id, name, parent, exists }
});
const PLANNED = [folder('top', 'there', true), folder('deep', 'top'), folder('deepest', 'deep')];

describe('a folder of Drive that takes the place of a planned one', () => {
  it('has what was to be in it, under its own id; parents stay before their children', () => {
    const folders = new DriveFolders(PLANNED);
    folders.replace('deep', 'other', true);
    expect(folders.all).toEqual([
      folder('top', 'there', true),
      folder('other', 'top', true, 'deep'),
      folder('deepest', 'other')
    ]);
    expect([folders.get('deep')?.id, folders.named('deep', 'top')?.id]).toEqual(['other', 'other']);
    folders.add(folder('later', 'deep'));
    expect(folders.named('later', 'deep')).toEqual(folder('later', 'other'));
  });

  it('may be one that is known already: they become one', () => {
    const folders = new DriveFolders([...PLANNED, folder('other', 'top', true)]);
    folders.replace('deep', 'other', true);
    expect(folders.all).toEqual([
      folder('top', 'there', true),
      folder('other', 'top', true),
      folder('deepest', 'other')
    ]);
  });

  it('may give its place back', () => {
    const folders = new DriveFolders(PLANNED);
    folders.replace('deep', 'other', true);
    folders.replace('other', 'deep', false);
    expect([folders.all, folders.idOf('other'), folders.idOf('deep')]).toEqual([
      PLANNED,
      'deep',
      'deep'
    ]);
  });

  it('is in the journal: a successor puts the files where this one does', () => {
    const request = { paths: ['top'], folder: { id: 'there', path: 'there' } };
    const order: Order = { kind: 'upload', request };
    const owner = { accountId: 'a', email: 'a@b' };
    const transfer = new Transfer(order, owner, 'then', 't');
    const items = [uploadItem(0, { parent: 'top' }), uploadItem(1, { parent: 'deep' })];
    PLANNED.forEach(planned => transfer.driveFolders.add(planned));
    items.forEach(item => transfer.add(item));
    const lines = [
      { t: 'begin', id: 't', order, owner, root: '/w', startedAt: 'then' },
      { t: 'plan', entries: items },
      { t: 'planned', folders: [], driveFolders: PLANNED, leftOut: [], unprovenFolders: 0 },
      { t: 'folder', planned: 'deep', id: 'other', exists: true }
    ];
    transfer.replaceDriveFolder('deep', 'other', true);
    const replayed = replay(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
    if (replayed === null || replayed === 'foreign') {
      throw new Error('There is nothing in this journal.');
    }
    expect(replayed.driveFolders).toEqual(transfer.driveFolders.all);
    expect(replayed.items).toEqual(transfer.items);
    expect(transfer.items.map(item => item.kind === 'upload' && item.parent)).toEqual([
      'top',
      'other'
    ]);
  });
});
