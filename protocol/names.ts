/** File names, as both sides cut them. */

/** Control characters, and marks that turn text around: nothing that a name may hold. */
export const CONTROL_CHARACTERS =
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** `a.tar.gz` → `a` + `.tar.gz`; a leading dot begins no extension. */
export function splitExtension(name: string): { stem: string; extension: string } {
  const match = /^(.+?)((?:\.tar)?\.[A-Za-z0-9]{1,10})$/.exec(name);
  return match === null
    ? { stem: name, extension: '' }
    : { stem: match[1] ?? name, extension: match[2] ?? '' };
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
