/** Names from Drive → segments of panel paths: safe, readable, unique in their folder. Pure. */

/** What a segment can't hold: separators, control characters, and marks that turn text around. */
 
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/** Looks like a slash, and is none. */
const SLASH = '\u2215';
const LONGEST = 200;

/** The title as one path segment. Titles may be anything: empty, `..`, with slashes (drive-api.md §2). */
export function toSegment(title: string): string {
  const safe = title.normalize('NFC').replace(UNSAFE, '\ufffd').replaceAll('/', SLASH);
  const short = [...safe].length > LONGEST ? shortened(safe) : safe;
  return /^\.{0,2}$|^\s*$/.test(short) ? `_${short.trim()}` : short;
}

/** The title that a segment most likely came from, to ask Drive for. */
export function toLikelyTitle(segment: string): string {
  return segment.replaceAll(SLASH, '/');
}

/** The segment with as much of the id as is needed to be the only one. */
export function distinguish(
  segment: string,
  id: string,
  isTaken: (name: string) => boolean
): string {
  const { stem, extension } = splitExtension(segment);
  for (let length = 6; length < id.length; length += 4) {
    const candidate = `${stem} (${id.slice(-length)})${extension}`;
    if (!isTaken(candidate)) {
      return candidate;
    }
  }
  return `${stem} (${id})${extension}`;
}

/** `a.tar.gz` → `a` + `.tar.gz`; a leading dot begins no extension. */
export function splitExtension(name: string): { stem: string; extension: string } {
  const match = /^(.+?)((?:\.tar)?\.[A-Za-z0-9]{1,10})$/.exec(name);
  return match === null
    ? { stem: name, extension: '' }
    : { stem: match[1] ?? name, extension: match[2] ?? '' };
}

function shortened(name: string): string {
  const { stem, extension } = splitExtension(name);
  return `${[...stem].slice(0, LONGEST - extension.length - 1).join('')}…${extension}`;
}
