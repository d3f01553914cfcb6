/** File names, as both sides cut them. */

/** Control characters, and marks that turn text around: nothing that a name may hold. */
export const CONTROL_CHARACTERS =
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Characters in which an ending of a name stands, if it has one. */
const ENDING = 24;

/** `a.tar.gz` → `a` + `.tar.gz`; a leading dot begins no extension. */
export function splitExtension(name: string): { stem: string; extension: string } {
  const extension = /(?:\.tar)?\.[A-Za-z0-9]{1,10}$/.exec(name.slice(-ENDING))?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length);
  return stem === '' ? withoutExtension(name, extension) : { stem, extension };
}

/** `.tar.gz` alone is a hidden name with one ending, `.gz` one with none. */
function withoutExtension(name: string, extension: string): { stem: string; extension: string } {
  const last = extension.lastIndexOf('.');
  return last <= 0
    ? { stem: name, extension: '' }
    : { stem: name.slice(0, last), extension: name.slice(last) };
}

/** Characters. Nobody reads more of a name, and whatever works on names works on short ones. */
export const LONGEST_TITLE = 1_000;

/** A name of at most `most` characters: cut in front of its ending, which says what it is. */
export function cutName(name: string, most = LONGEST_TITLE): string {
  if (name.length <= most) {
    return name;
  }
  const { extension } = splitExtension(name.slice(-ENDING));
  const stem = name.slice(0, most - 1 - extension.length);
  return `${stem.replace(/[\uD800-\uDBFF]$/, '')}…${extension}`;
}

/** The name with as much of the id as is needed to be the only one: `a (3fX9_q).csv`. */
export function distinguish(name: string, id: string, isTaken: (name: string) => boolean): string {
  const { stem, extension } = splitExtension(name);
  for (let length = 6; length < id.length; length += 4) {
    const candidate = `${stem} (${id.slice(-length)})${extension}`;
    if (!isTaken(candidate)) {
      return candidate;
    }
  }
  return `${stem} (${id})${extension}`;
}
