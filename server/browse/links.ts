/** What people paste: an id, or any link that Drive shows. Pure. */
export type Linked = { readonly id: string; readonly resourceKey: string | null };

const ID = /^[A-Za-z0-9_-]{10,}$/;
const HOSTS = new Set(['drive.google.com', 'docs.google.com']);

/** null for what holds no id. */
export function parseLink(pasted: string): Linked | null {
  const text = pasted.trim();
  if (ID.test(text) || text === 'root') {
    return { id: text, resourceKey: null };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const id = url !== null && HOSTS.has(url.hostname) ? idOf(url) : null;
  return url === null || id === null
    ? null
    : { id, resourceKey: url.searchParams.get('resourcekey') || null };
}

function idOf(url: URL): string | null {
  const fromPath = /\/(?:folders|d)\/([A-Za-z0-9_-]{10,})/.exec(url.pathname)?.[1];
  const id = fromPath ?? url.searchParams.get('id') ?? '';
  return ID.test(id) ? id : null;
}
