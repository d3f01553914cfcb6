import type { PageTokens } from '../drive/pageTokens';
import { invalid } from '../drive/refusals';
import type { Call } from '../http/routes';

const DEFAULT_PAGE = 100;

/** 1 to `longest`; more, or less, is refused as measured (docs/reference/drive.md, "Listing and search"). */
export function readPageSize(call: Call, longest: number, unset = DEFAULT_PAGE): number {
  const size = call.query.integer('pageSize');
  if (size === undefined) {
    return unset;
  }
  if (size < 1 || size > longest) {
    throw invalid(
      'pageSize',
      `Invalid value '${size}'. Values must be within the range: [1, ${longest}]`
    );
  }
  return size;
}

/**
 * The page of `all` that the call asks for, and the token of the next one if there is one. A token is good
 * for the same question only.
 */
export function pageOf<T>(
  { pageTokens }: { readonly pageTokens: PageTokens },
  call: Call,
  question: string,
  all: readonly T[],
  pageSize: number
): { items: T[]; nextPageToken: string | undefined } {
  const token = call.query.value('pageToken') ?? '';
  const from = token === '' ? 0 : pageTokens.read(question, token);
  const until = from + pageSize;
  return {
    items: all.slice(from, until),
    nextPageToken: until < all.length ? pageTokens.make(question, until) : undefined
  };
}
