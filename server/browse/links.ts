/** What people paste: an id, or anything that holds one. Pure. */
export type Linked = { readonly id: string; readonly resourceKey: string | null };

const ID = /^[A-Za-z0-9_-]{10,}$/;
/** Long enough to be an id wherever it stands; `2PACX…` is that of a page that was published to the web. */
const SURE_ID = /^(?!2PACX)[A-Za-z0-9_-]{25,128}$/;
const KEY = /^[\w-]{1,256}$/;
const HOSTS = /^(?:[a-z0-9-]+\.)*(?:google\.com|googleapis\.com|googleusercontent\.com)$/;
const LONGEST_LINK = 8_192;
/** A link may stand in a link, and that in another. */
const DEEPEST = 3;
/** Where an id stands in a path or a fragment, right behind one of these. */
const PLACES = new Set(['folders', 'd', 'drive', 'file', 'files', 'items']);
const QUERY_IDS = ['id', 'key', 'fileId', 'docid', 'srcid'];
const QUERY_LINKS = ['q', 'url', 'continue', 'followup', 'usp_link'];

/** null for what holds no id, or more than one. */
export function parseLink(pasted: string): Linked | null {
  const text = bare(pasted.slice(0, LONGEST_LINK));
  if (ID.test(text) || text === 'root') {
    return { id: text, resourceKey: null };
  }
  return inUrl(text, 0);
}

/** True for what can only be meant as a link or an id, never as a path of the panel. */
export function looksLikeLink(text: string): boolean {
  return /^https?:/i.test(bare(text)) || toUrl(bare(text)) !== null;
}

/** Without blanks and what mail programs put around links. */
function bare(text: string): string {
  return (
    text
      .trim()
      .replace(/^[<("'\s]+/, '')
      .replace(/^url:/i, '')
      .split(/[>"'\s]/)[0] ?? ''
  );
}

function inUrl(text: string, depth: number): Linked | null {
  const url = toUrl(text);
  if (url === null || depth > DEEPEST) {
    return null;
  }
  const nested = QUERY_LINKS.flatMap(name => url.searchParams.getAll(name));
  const linked = nested.map(link => inUrl(link, depth + 1)).find(found => found !== null);
  if (linked) {
    return linked;
  }
  const [id, ...others] = new Set(idsIn(url));
  const key = url.searchParams.get('resourcekey') ?? '';
  return id === undefined || others.length > 0
    ? null
    : { id, resourceKey: KEY.test(key) ? key : null };
}

/** An address at Google; people leave the scheme out. */
function toUrl(text: string): URL | null {
  const whole = /^https?:/i.test(text) ? text : `https://${text}`;
  const url = /^(?:https?:|[\w-]+\.)/i.test(text) && URL.canParse(whole) ? new URL(whole) : null;
  return url !== null && HOSTS.test(url.hostname) ? url : null;
}

/** Those that stand where ids stand; else whatever looks like one. */
function idsIn(url: URL): readonly string[] {
  const inQuery = QUERY_IDS.flatMap(name => url.searchParams.getAll(name));
  const words = [...url.pathname.split('/'), ...url.hash.split(/[#/=&?]/)];
  const inPlace = words.filter((_, at) => PLACES.has(words[at - 1] ?? ''));
  const found = [...inPlace, ...inQuery].filter(word => ID.test(word) && !word.startsWith('2PACX'));
  return found.length > 0 ? found : words.filter(word => SURE_ID.test(word));
}
