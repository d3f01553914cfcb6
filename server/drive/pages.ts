/** Lists that come in pages: how many there are is said by the token of the last one alone. */
import { DriveError } from '../../protocol';

/** What a folder of Drive can hold is half of it; a list that brings more has no end. */
const MOST_ITEMS = 1_000_000;
/** Pages may be short, or empty, but not all of them. */
const MOST_PAGES = 20_000;

type PageLimits = { readonly items: number; readonly pages: number };

/**
 * The tokens of one list. Whether there is a further page is the other side's word, so each
 * token is taken once, and there are not more pages and items than a list can have.
 */
export class PageTokens {
  private readonly seen = new Set<string>();
  private items = 0;

  constructor(
    /** The token that this page was asked for with, where the list did not begin here. */
    before: string | null = null,
    private readonly most: PageLimits = { items: MOST_ITEMS, pages: MOST_PAGES }
  ) {
    this.seen.add('').add(before ?? ''); // an empty one leads nowhere either
  }

  /** The token that came with `items` more, or null after the last page; throws badAnswer for one that leads nowhere. */
  next(token: unknown, items: number): string | null {
    if (token === null || token === undefined) {
      return null;
    }
    this.items += items;
    if (typeof token !== 'string' || this.seen.has(token)) {
      throw endless('its pages lead in a circle');
    }
    this.seen.add(token);
    if (this.items > this.most.items || this.seen.size > this.most.pages) {
      throw endless('it goes on beyond what a folder can hold');
    }
    return token;
  }
}

type Page = { readonly nextPageToken?: unknown };

/** Page after page, each asked for when the one before was taken; `count` is how many items one has. */
export async function* pagesOf<P extends Page>(
  ask: (pageToken: string | null) => Promise<P>,
  count: (page: P) => number,
  limits?: PageLimits
): AsyncGenerator<P> {
  const tokens = new PageTokens(null, limits);
  let pageToken: string | null = null;
  do {
    const page: P = await ask(pageToken);
    yield page;
    pageToken = tokens.next(page.nextPageToken, count(page));
  } while (pageToken !== null);
}

function endless(why: string): DriveError {
  return new DriveError(
    'badAnswer',
    `The list that came for Google Drive has no end: ${why}. Try again; if it stays so, something between this server and Google changes the answers.`,
    { details: { status: 200, proxy: '' } }
  );
}
