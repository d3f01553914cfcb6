/** What people paste for an item: an id, or any link that Drive shows. Pure. */

export type DriveAddress = {
  readonly id: string;
  /** What a link to an item shared before 2021 carries: without it Drive knows no such item. */
  readonly resourceKey: string | null;
};

const ID = /^[A-Za-z0-9_-]{10,}$/;
const HOSTS = new Set(['drive.google.com', 'docs.google.com']);

/** null for whatever holds no id. */
export function parseDriveAddress(pasted: string): DriveAddress | null {
  const text = pasted.trim();
  if (ID.test(text) || text === 'root') {
    return { id: text, resourceKey: null };
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !HOSTS.has(url.hostname)) {
    return null;
  }
  const id = idOf(url);
  const key = url.searchParams.get('resourcekey');
  return id === null ? null : { id, resourceKey: key === '' ? null : key };
}

function idOf(url: URL): string | null {
  const fromPath = /\/(?:folders|d)\/([A-Za-z0-9_-]{10,})/.exec(url.pathname)?.[1];
  const id = fromPath ?? url.searchParams.get('id') ?? '';
  return ID.test(id) ? id : null;
}
