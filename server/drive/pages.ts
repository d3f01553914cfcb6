/** Lists that come in pages: how many there are is said by the token of the last one alone. */

/** Page after page, each asked for when the one before was taken. */
export async function* pagesOf<Page extends { readonly nextPageToken?: string | null }>(
  ask: (pageToken: string | null) => Promise<Page>
): AsyncGenerator<Page> {
  let pageToken: string | null = null;
  do {
    const page: Page = await ask(pageToken);
    yield page;
    pageToken = page.nextPageToken ?? null;
  } while (pageToken !== null);
}
