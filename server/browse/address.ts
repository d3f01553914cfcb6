/** How an item is named: a path of the panel, `id:…`, or a link that Drive shows. Pure. */
import { DriveError } from '../../protocol';
import { looksLikeLink, parseLink, type Linked } from './links';

export type Address =
  { readonly path: string; readonly item: null } | { readonly path: null; readonly item: Linked };

/** `knownId` is the id that was opened at this path, if it is known. */
export function parseAddress(address: string, knownId: string | null): Address {
  if (knownId !== null) {
    return { path: null, item: { id: knownId, resourceKey: null } };
  }
  const pasted = /^id:(.*)$/s.exec(address)?.[1] ?? (looksLikeLink(address) ? address : null);
  if (pasted === null) {
    return { path: address, item: null };
  }
  const item = parseLink(pasted);
  if (item === null) {
    throw new DriveError(
      'badRequest',
      `“${withoutQuery(pasted)}” is neither the id of an item in Google Drive nor a link to one. Open the item in Google Drive and copy its address from there.`,
      { details: { address: withoutQuery(pasted) } }
    );
  }
  return { path: null, item };
}

/** A link's query may hold a key, which no sentence and no log should tell. */
function withoutQuery(pasted: string): string {
  return pasted.replace(/\?.*$/s, '');
}
