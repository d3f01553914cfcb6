import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderSyncs } from './folderSyncs';

type Begun = { readonly folder: string; readonly end: (error?: Error) => void };

let begun: Begun[];
let syncs: FolderSyncs;

beforeEach(() => {
  begun = [];
  syncs = new FolderSyncs(
    folder =>
      new Promise((resolve, reject) => {
        begun.push({ folder, end: error => (error === undefined ? resolve() : reject(error)) });
      })
  );
});

/** Everything that is ready to go on has gone on. */
const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
const folders = (): string[] => begun.map(({ folder }) => folder);

/** Which of these have resolved. */
function watch(promises: readonly Promise<void>[]): boolean[] {
  const done = promises.map(() => false);
  promises.forEach((promise, n) => void promise.then(() => (done[n] = true)));
  return done;
}

describe('syncs of a folder', () => {
  it('serve all who wait with one, but none who came after it began', async () => {
    const first = syncs.sync('a');
    await settle();
    const later = [syncs.sync('a'), syncs.sync('a'), syncs.sync('a')];
    const done = watch([first, ...later]);
    await settle();
    expect([folders(), done]).toEqual([['a'], [false, false, false, false]]);
    begun[0]?.end();
    await settle();
    expect([folders(), done]).toEqual([
      ['a', 'a'],
      [true, false, false, false]
    ]);
    begun[1]?.end();
    await settle();
    expect([folders(), done]).toEqual([
      ['a', 'a'],
      [true, true, true, true]
    ]);
  });

  it('of other folders do not wait for one another', async () => {
    const done = watch([syncs.sync('a'), syncs.sync('b')]);
    await settle();
    begun[1]?.end();
    await settle();
    expect([folders(), done]).toEqual([
      ['a', 'b'],
      [false, true]
    ]);
  });

  it('that fail are told to those who waited for them, and to nobody else', async () => {
    const first = syncs.sync('a');
    const failed = expect(first).rejects.toThrow('I/O');
    await settle();
    const second = syncs.sync('a');
    begun[0]?.end(new Error('I/O'));
    await failed;
    await settle();
    begun[1]?.end();
    await expect(second).resolves.toBeUndefined();
    expect(folders()).toEqual(['a', 'a']);
  });

  it('begin anew when all are done', async () => {
    for (let round = 0; round < 3; round += 1) {
      const sync = syncs.sync('a');
      await settle();
      begun[round]?.end();
      await sync;
    }
    expect(folders()).toEqual(['a', 'a', 'a']);
  });

  it('reach the disk, or say that the folder is gone', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gdrive-sync-'));
    const real = new FolderSyncs();
    await expect(real.sync(folder)).resolves.toBeUndefined();
    rmSync(folder, { recursive: true });
    await expect(real.sync(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
