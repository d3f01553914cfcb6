import { describe, expect, it } from '@jest/globals';
import { toDriveFile } from '../../drive/adapter';
import type { DriveFile } from '../../drive/drive';
import { UploadTargets } from './targets';

const TEN_MINUTES = 600_000;
const place = { parent: 'p', name: 'data' };
const fails = (): Promise<never> => Promise.reject(new Error('nobody heard the end'));
const other = (): Promise<string> => Promise.resolve('another');

describe('what was given up, and may arrive all the same', () => {
  let now = 0;
  const targets = (): UploadTargets => new UploadTargets({ now: () => now });
  const giveUp = (all: UploadTargets, id: string, name = 'data'): Promise<unknown> =>
    all
      .orInDoubt({ parent: 'p', name }, () => ({ kind: 'folder', id, md5: null }), fails)
      .catch((error: unknown) => error);

  it('keeps its id for the next one in that place, when its upload is over, too', async () => {
    const all = targets();
    const leave = all.join();
    await giveUp(all, 'first');
    leave();
    expect(all.inDoubt('folder', place)).toEqual(expect.objectContaining({ id: 'first' }));
    expect(await all.folderId('p', 'data', other)).toBe('first');
    expect(await all.folderId('p', 'else', other)).toBe('another');
  });

  it('is in doubt no longer once something with its id is there', async () => {
    const all = targets();
    await giveUp(all, 'first');
    const made = { kind: 'folder', id: 'first', md5: null } as const;
    await all.orInDoubt(
      place,
      () => made,
      () => Promise.resolve()
    );
    expect(all.inDoubt('folder', place)).toBeNull();
  });

  it('is no folder where it is a file, nor a file where it is a folder', async () => {
    const all = targets();
    await giveUp(all, 'folder');
    expect(all.inDoubt('file', place)).toBeNull();
    const file = { kind: 'file', id: 'file', md5: 'sum' } as const;
    await expect(all.orInDoubt(place, () => file, fails)).rejects.toThrow('nobody heard');
    expect(await all.folderId('p', 'data', other)).toBe('folder');
    expect(all.inDoubt('file', place)).toEqual(expect.objectContaining(file));
  });

  it('leaves no doubt where nothing was sent', async () => {
    const all = targets();
    await expect(all.orInDoubt(place, () => null, fails)).rejects.toThrow('nobody heard');
    expect(all.inDoubt('folder', place)).toBeNull();
  });

  it('counts for ten minutes', async () => {
    const all = targets();
    now = 0;
    await giveUp(all, 'first');
    now = TEN_MINUTES - 1;
    expect(all.inDoubt('folder', place)?.id).toBe('first');
    now = TEN_MINUTES;
    expect(all.inDoubt('folder', place)).toBeNull();
  });

  it('is forgotten where there is too much of it, the oldest first', async () => {
    const all = targets();
    for (let n = 0; n <= 10_000; n += 1) {
      await giveUp(all, `id ${n}`, `name ${n}`);
    }
    const ids = [0, 1, 10_000].map(
      n => all.inDoubt('folder', { parent: 'p', name: `name ${n}` })?.id
    );
    expect(ids).toEqual([undefined, 'id 1', 'id 10000']);
  });
});

it('lets nobody begin while an earlier one is at work, though one in between stopped waiting', async () => {
  const all = new UploadTargets({ now: () => 0 });
  const file = (id: string): DriveFile => toDriveFile({ id, name: 'a.csv', mimeType: 'text/csv' });
  const begun: string[] = [];
  let end = (): void => undefined;
  const { signal } = new AbortController();
  const first = all.inTurn(place, signal, async () => {
    begun.push('first');
    await new Promise<void>(resolve => (end = resolve));
    return file('first');
  });
  const stop = new AbortController();
  const second = all.inTurn(place, stop.signal, () => Promise.resolve(file('second')));
  stop.abort(new Error('cancelled'));
  await expect(second).rejects.toThrow('cancelled');
  const third = all.inTurn(place, signal, there => {
    begun.push(`third beside ${there?.id}`);
    return Promise.resolve(file('third'));
  });
  await Promise.resolve();
  expect(begun).toEqual(['first']);
  end();
  await Promise.all([first, third]);
  expect(begun).toEqual(['first', 'third beside first']);
});
