import { describe, expect, it } from '@jest/globals';
import { pagesOf } from './pages';

type Page = { readonly at: string | null; readonly nextPageToken?: unknown };

async function take(tokens: readonly (string | null | undefined)[], most = 10): Promise<unknown> {
  const taken: unknown[] = [];
  const pages = pagesOf<Page>(
    at => Promise.resolve({ at, nextPageToken: tokens[at === null ? 0 : tokens.indexOf(at) + 1] }),
    () => 1
  );
  for await (const { at } of pages) {
    taken.push(at);
    if (taken.length === most) {
      break;
    }
  }
  return taken;
}

describe('pages', () => {
  it.each<[string, (string | null | undefined)[], unknown[]]>([
    ['one, whose token is null', [null], [null]],
    ['one without a token', [undefined], [null]],
    ['three', ['a', 'b', null], [null, 'a', 'b']]
  ])('%s', async (_, tokens, asked) => {
    expect(await take(tokens)).toEqual(asked);
  });

  it('are asked for only as they are taken', async () => {
    expect(await take(['a', 'b', 'c', null], 2)).toEqual([null, 'a']);
  });

  it('end with the failure of one', async () => {
    const pages = pagesOf<Page>(
      () => Promise.reject(new Error('gone')),
      () => 1
    );
    await expect(pages.next()).rejects.toThrow('gone');
  });

  it.each<[string, (asked: number) => unknown]>([
    ['repeats', () => 'a'],
    ['leads in a circle', asked => ['a', 'b', 'c'][asked % 3]],
    ['is empty', () => ''],
    ['is a number', () => 5],
    ['is an object', () => ({})],
    ['is a list', () => ['a']],
    ['is always a new one', asked => `page ${asked}`]
  ])('whose token %s end with a sentence', async (_how, tokenOf) => {
    let asked = 0;
    const pages = pagesOf<Page>(
      at => Promise.resolve({ at, nextPageToken: tokenOf(asked++) }),
      () => 1,
      { items: 20, pages: 10 }
    );
    const all = async (): Promise<void> => {
      for await (const { at } of pages) {
        expect([at, asked < 20]).toEqual([at, true]);
      }
    };
    await expect(all()).rejects.toMatchObject({
      code: 'badAnswer',
      message: expect.stringMatching(/has no end: .* Try again/)
    });
  });

  it('with more items than a list can have end with a sentence', async () => {
    let asked = 0;
    const next = (): Promise<Page> => Promise.resolve({ at: null, nextPageToken: `${asked++}` });
    const pages = pagesOf<Page>(next, () => 1_000, { items: 2_500, pages: 10_000 });
    const all = async (): Promise<void> => {
      for await (const { at } of pages) {
        expect([at, asked < 5]).toEqual([null, true]);
      }
    };
    await expect(all()).rejects.toMatchObject({ code: 'badAnswer' });
  });
});
