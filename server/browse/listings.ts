/**
 * Pages of folders, kept for a short while: first rows after one request, more as they are asked for,
 * one request for all who ask for the same at once, which ends early only if all of them go.
 */
import type { IClock } from '../clock';
import type { DriveFile, FilePage, IDrive } from '../drive/drive';
import { PageTokens } from '../drive/pages';
import type { Caller } from '../google/caller';
import { Cache } from './cache';
import { SharedWork } from './sharedWork';
import { listOf, type ListingKey } from './views';

type Listing = {
  readonly parent: string;
  files: DriveFile[];
  nextPageToken: string | null;
  readonly tokens: PageTokens;
  /** The request under way. They follow one another: each needs the token of the one before. */
  growing: SharedWork | null;
};

type ListedFiles = { readonly files: readonly DriveFile[]; readonly hasMore: boolean };

/** What Drive gives at once. */
export const LARGEST_PAGE = 1_000;
const LISTINGS_KEPT = 50;

export class Listings {
  private readonly kept: Cache<Listing>;

  constructor(
    private readonly drive: IDrive,
    clock: IClock,
    ttlMs: number
  ) {
    this.kept = new Cache(clock, { ttlMs, most: LISTINGS_KEPT });
  }

  /** At least `limit` files if there are that many. `driveId` is set inside a shared drive. */
  async list(
    key: ListingKey,
    limit: number,
    options: { readonly driveId: string | null; readonly fresh: boolean },
    caller: Caller
  ): Promise<ListedFiles> {
    const listing = this.find(key, options.fresh);
    while (listing.files.length < limit && listing.nextPageToken !== null) {
      if (listing.growing === null || listing.growing.isOver) {
        listing.growing = new SharedWork(signal =>
          this.grow(key, listing, limit, options.driveId, { ...caller, signal })
        );
      }
      try {
        await listing.growing.join(caller.signal);
      } catch (error) {
        caller.signal.throwIfAborted();
        this.kept.delete(JSON.stringify(key));
        throw error;
      }
    }
    return {
      files: listing.files.slice(0, limit),
      hasMore: listing.nextPageToken !== null || listing.files.length > limit
    };
  }

  /** Something in this folder or view changed: who asks next gets what is there now. */
  forget(parent: string): void {
    this.kept.forget(listing => listing.parent === parent);
  }

  private find(key: ListingKey, fresh: boolean): Listing {
    const name = JSON.stringify(key);
    const known = fresh ? null : this.kept.get(name);
    if (known !== null) {
      return known;
    }
    const { parent } = key;
    const start = { parent, files: [], nextPageToken: '', growing: null };
    const listing: Listing = { ...start, tokens: new PageTokens() };
    this.kept.set(name, listing);
    return listing;
  }

  private async grow(
    key: ListingKey,
    listing: Listing,
    limit: number,
    driveId: string | null,
    caller: Caller
  ): Promise<void> {
    const missing = limit - listing.files.length;
    const page: FilePage = await this.drive.list(
      {
        ...listOf(key, driveId),
        pageSize: Math.min(LARGEST_PAGE, missing),
        pageToken: listing.nextPageToken
      },
      caller
    );
    caller.signal.throwIfAborted(); // who comes now asks for this page again
    listing.nextPageToken = listing.tokens.next(page.nextPageToken, page.files.length);
    listing.files = [...listing.files, ...page.files];
  }
}
