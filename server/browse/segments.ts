/** Names from Drive → segments of panel paths: safe, readable, unique in their folder. Pure. */
import { splitExtension } from '../../protocol';

/** What a segment can't hold: separators, control characters, and marks that turn text around. */

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Looks like a slash and is not one. */
const SLASH = '\u2215';
const LONGEST = 200;

/**
 * The title as one path segment. Titles may be anything: empty, `..`, with slashes
 * (docs/reference/drive.md, "Names").
 */
export function toSegment(title: string): string {
  const safe = title.normalize('NFC').replace(UNSAFE, '\ufffd').replaceAll('/', SLASH);
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
