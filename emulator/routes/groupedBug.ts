import { idsOfGroup } from '../query/group';
import type { Asking, Test } from '../query/match';
import type { Query } from '../query/parser';
import type { Knobs } from '../traffic/knobs';

type Parts = {
  readonly knobs: Pick<Knobs, 'groupedParentsBug' | 'groupedParentsShare'>;
};

/**
 * Drive's open bug: a list of several parents' children comes back empty or short, with
 * `incompleteSearch: false` (docs/reference/drive.md, "Grouped lists"). Which children are missing follows from the request, so
 * that all pages of a list agree.
 */
export function groupedBug(google: Parts, query: Query | undefined, asking: Asking): Test {
  const { groupedParentsBug, groupedParentsShare } = google.knobs;
  const parents = idsOfGroup(query, asking);
  if (groupedParentsBug === 'off' || parents === undefined || parents.size < 2) {
    return () => true;
  }
  const turn = [...parents].reduce((sum, id) => (sum * 31 + id.charCodeAt(5)) >>> 0, 7);
  if (groupedParentsBug === 'empty') {
    return (turn % 1000) / 1000 < groupedParentsShare ? () => false : () => true;
  }
  return item => ((item.seq * 2654435761 + turn) >>> 0) / 2 ** 32 >= groupedParentsShare;
}
