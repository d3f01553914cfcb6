/** What a PUT to an upload session says about its bytes. */
export type ContentRange =
  /** Nothing: the body is the whole file. */
  | { kind: 'whole' }
  /** `bytes * /N` and `bytes * /*`: how far are you? */
  | { kind: 'query'; total?: number }
  | { kind: 'chunk'; first: number; last: number; total?: number }
  | { kind: 'bad' };

/** Reads the Content-Range header of an upload (docs/reference/drive.md, "Uploads"). */
export function parseContentRange(header: string | undefined): ContentRange {
  if (header === undefined) {
    return { kind: 'whole' };
  }
  const match = /^bytes\s+(?:\*|(\d{1,15})-(\d{1,15}))\/(\*|\d{1,15})$/.exec(header.trim());
  if (match === null) {
    return { kind: 'bad' };
  }
  const [, first, last, end = '*'] = match;
  const total = end === '*' ? {} : { total: Number(end) };
  if (first === undefined || last === undefined) {
    return { kind: 'query', ...total };
  }
  const chunk = { first: Number(first), last: Number(last) };
  const isInside = end === '*' || chunk.last < Number(end);
  return chunk.last >= chunk.first && isInside
    ? { kind: 'chunk', ...chunk, ...total }
    : { kind: 'bad' };
}
