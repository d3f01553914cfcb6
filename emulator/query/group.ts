import type { Asking } from './match';
import { idsOfParents } from './match';
import type { Query } from './parser';

/** The parents that every result must have one of. */
export function idsOfGroup(query: Query | undefined, asking: Asking): Set<string> | undefined {
  if (query === undefined) {
    return undefined;
  }
  for (const part of query.kind === 'and' ? query.of : [query]) {
    const ids = part.kind === 'and' ? idsOfGroup(part, asking) : idsOfParents(part, asking);
    if (ids !== undefined) {
      return ids;
    }
  }
  return undefined;
}
