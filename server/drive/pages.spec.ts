import { describe, expect, it } from '@jest/globals';
import { pagesOf } from './pages';

type Page = { readonly at: string | null; readonly nextPageToken?: string | null };

async function take(tokens: readonly (string | null | undefined)[], most = 10): Promise<unknown> {
  const taken: unknown[] = [];
  const pages = pagesOf<Page>(at =>
    Promise.resolve({ at, nextPageToken: tokens[at === null ? 0 : tokens.indexOf(at) + 1] })
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
    const pages = pagesOf<Page>(() => Promise.reject(new Error('gone')));
    await expect(pages.next()).rejects.toThrow('gone');
  });
});
