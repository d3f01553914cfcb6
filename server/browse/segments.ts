/** Names from Drive → segments of panel paths: safe, readable, unique in their folder. Pure. */
import { CONTROL_CHARACTERS, cutName, splitExtension } from '../../protocol';

/** Looks like a slash, and is none. */
const SLASH = '\u2215';
const LONGEST = 200;

/**
 * The title as one path segment. Titles may be anything: empty, `..`, with slashes
 * (docs/reference/drive.md, "Names").
 */
export function toSegment(title: string): string {
  const safe = cutName(title)
    .normalize('NFC')
    .replace(CONTROL_CHARACTERS, '\ufffd')
    .replaceAll('/', SLASH);
  const short = safe.length > LONGEST ? shortened(safe) : safe;
  return /^\.{0,2}$|^\s*$/.test(short) ? `_${short.trim()}` : short;
}

/** The title that a segment most likely came from, to ask Drive for. */
export function toLikelyTitle(segment: string): string {
  return segment.replaceAll(SLASH, '/');
}

function shortened(name: string): string {
  const { stem, extension } = splitExtension(name);
  return `${Array.from(stem)
    .slice(0, LONGEST - extension.length - 1)
    .join('')}…${extension}`;
}
