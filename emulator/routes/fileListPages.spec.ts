import { beforeAll, describe, expect, it } from '@jest/globals';

import type { AddedItem } from '../client';
import { textOf } from '../json';
import { inUrl, listOf, withFixture } from '../testing/fixture';

const google = withFixture();
let folder: AddedItem;
beforeAll(async () => {
  folder = await google.emulator.addFolder('folder');
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    await google.emulator.addFile({ parents: [folder.id], name, content: '' });
  }
});

const inside = (): string => `'${folder.id}' in parents`;

describe('the pages of files.list', () => {
  const pages = async (more: string, q = inside()): Promise<string[][]> => {
    const all: string[][] = [];
    let token = '';
    do {
      const { json } = await google.list(
        q,
        `&pageSize=2&fields=nextPageToken,files(name)${more}&pageToken=${inUrl(token)}`
      );
      all.push(listOf(json, 'files').map(file => textOf(file, 'name') ?? ''));
      token = textOf(json, 'nextPageToken') ?? '';
    } while (token !== '');
    return all;
  };

  it.each(['', '&orderBy=name'])('hold every item once, with "%s"', async more => {
    const all = await pages(more);
    expect(all.map(page => page.length)).toEqual([2, 2, 2]);
    expect(new Set(all.flat()).size).toBe(6);
  });

  it('hold every child of several parents once', async () => {
    const parents = [await google.emulator.addFolder('p'), await google.emulator.addFolder('q')];
    for (let at = 0; at < 7; at += 1) {
      const parent = parents[at % 2]?.id ?? '';
      await google.emulator.addFile({ parents: [parent], name: `g${at}`, content: '' });
    }
    const all = await pages('', parents.map(({ id }) => `'${id}' in parents`).join(' or '));
    expect(all.flat().sort()).toEqual(['g0', 'g1', 'g2', 'g3', 'g4', 'g5', 'g6']);
  });

  it('are bound to the question', async () => {
    const { json } = await google.list(inside(), '&pageSize=2&fields=nextPageToken');
    const token = inUrl(textOf(json, 'nextPageToken') ?? '');
    const same = await google.list(inside(), `&pageToken=${token}&fields=kind`);
    const changed = await google.list('trashed=false', `&pageToken=${token}`);
    const madeUp = await google.list(inside(), '&pageToken=~!!~AI9Fxyz');
    expect([same.status, changed.status, madeUp.status]).toEqual([200, 400, 400]);
    expect(changed.json.error).toMatchObject({
      message: 'Invalid Value',
      errors: [{ reason: 'invalid', location: 'pageToken' }]
    });
  });

  it('expire', async () => {
    const { json } = await google.list(inside(), '&pageSize=2&fields=nextPageToken');
    await google.emulator.setKnobs({ pageTokenTtlSeconds: -1 });
    const token = inUrl(textOf(json, 'nextPageToken') ?? '');
    const { status, reason } = await google.list(inside(), `&pageToken=${token}`);
    await google.emulator.setKnobs({ pageTokenTtlSeconds: 3600 });
    expect([status, reason]).toEqual([403, 'pageTokenExpired']);
  });

  it('are of 100 when permissions are asked for', async () => {
    const many = await google.emulator.addFolder('many');
    for (let at = 0; at < 101; at += 1) {
      await google.emulator.addFile({ parents: [many.id], name: `f${at}`, content: '' });
    }
    const count = async (more: string): Promise<number> =>
      listOf((await google.list(`'${many.id}' in parents`, more)).json, 'files').length;
    expect([
      await count('&pageSize=1000&fields=files(id)'),
      await count('&pageSize=1000&fields=files(id,permissions)'),
      await count('&fields=files(id)')
    ]).toEqual([101, 100, 100]);
  });
});
