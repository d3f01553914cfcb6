/**
 * Which version of our formats a file on disk has. The first line of a file tells it, as `"format": n` in
 * an object of JSON; files that do not tell are of version 1, as all are that this program writes. What a
 * newer version wrote is neither read, changed nor removed: only that version knows what it means. Pure.
 */
export const KNOWN_FORMAT = 1;

export function isNewerFormat(value: unknown): boolean {
  const tells = typeof value === 'object' && value !== null && 'format' in value;
  return tells && typeof value.format === 'number' && value.format > KNOWN_FORMAT;
}

/** Of a file of lines; its first line is enough. */
export function isOfNewerFormat(text: string): boolean {
  const first = text.split('\n').find(line => line !== '') ?? '';
  try {
    return isNewerFormat(JSON.parse(first));
  } catch {
    return false; // torn by a crash
  }
}
