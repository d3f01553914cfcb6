/**
 * In which index Drive looks for the items of a shared drive (docs/reference/drive.md, "Shared drives"): the
 * drive's own is complete, but open to members only. Who was given a folder of it, by name or by a link, finds
 * what is in it in the view that is the person's own.
 */
import { DriveError } from '../../protocol';

type Corpus =
  { readonly corpora: 'drive'; readonly driveId: string } | { readonly corpora: 'user' };

const OWN: Corpus = { corpora: 'user' };

export class Corpora {
  /** Drives that the account is no member of. */
  private readonly strange = new Set<string>();

  /** Lists with the index that fits; `isFirst` for a first page, as only with it the index may be changed. */
  async list<T>(
    driveId: string | null,
    isFirst: boolean,
    ask: (corpus: Corpus) => Promise<T>
  ): Promise<T> {
    if (driveId === null || this.strange.has(driveId)) {
      return ask(OWN);
    }
    try {
      return await ask({ corpora: 'drive', driveId });
    } catch (error) {
      if (!isFirst || !(error instanceof DriveError) || error.code !== 'notFound') {
        throw error;
      }
    }
    // The drive is hidden, or the folder is gone: then this says so, too.
    const answer = await ask(OWN);
    this.strange.add(driveId);
    return answer;
  }
}
