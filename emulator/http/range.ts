/** Bytes from `start` up to but not including `end`. */
type ByteRange = { start: number; end: number };

/**
 * Reads a Range header against a file of `size` bytes: one range is kept to, anything that is not one
 * range is ignored (the whole file is the answer), a range outside the file is 'unsatisfiable'
 * (docs/reference/drive.md, "Downloads").
 */
export function parseRange(
  header: string | undefined,
  size: number
): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replace(/\s/g, '') ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) {
    return 'whole';
  }
  if (first === '') {
    const suffix = Number(last);
    return suffix === 0 || size === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, size - suffix), end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  if (last !== '' && Number(last) < start) {
    return 'whole';
  }
  return start >= size ? 'unsatisfiable' : { start, end };
}
