/**
 * A name from Drive as one component of a workspace path (docs/reference/drive.md, "Names"): never a separator,
 * never hidden where Jupyter hides, never a device, never longer than a file system takes. Pure, and its
 * work grows no faster than the name.
 */
import { CONTROL_CHARACTERS, cutName, splitExtension } from '../../protocol';

const SEPARATORS = /[/\\]/g;
/** Refused by Windows, and by the disks that people carry between systems. */
const ILLEGAL = /[<>:"|?*]/g;
/** Windows does not see blanks before the ending: `CON .txt` is the console too. */
const DEVICES = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/i;
/** Bytes of one component on every common file system, with room for a suffix of ours. */
const LONGEST_BYTES = 240;

export function toFileName(title: string, allowHidden: boolean): string {
  const plain = withoutEnd(
    cutName(title)
      .normalize('NFC')
      .replace(CONTROL_CHARACTERS, '')
      .replace(SEPARATORS, '_')
      .replace(ILLEGAL, '_')
  ).trimStart();
  const visible = plain.startsWith('.') && !allowHidden ? `_${plain}` : plain;
  const named = visible === '' || DEVICES.test(visible) ? `_${visible}` : visible;
  return cutToBytes(named, LONGEST_BYTES);
}

/** `name (2).csv`, `name (3).csv`, …: the first that is free. */
export function toFreeName(name: string, isTaken: (candidate: string) => boolean): string {
  const { stem, extension } = splitExtension(name);
  const short = cutToBytes(stem, LONGEST_BYTES - extension.length - 8);
  for (let copy = 2; ; copy += 1) {
    const candidate = `${short} (${copy})${extension}`;
    if (!isTaken(candidate)) {
      return candidate;
    }
  }
}

/**
 * Names that some file system takes for one: neither case nor composition counts. By way of capitals, as
 * only so σ and ς, ß and ss, µ and μ become one, which they are on exFAT and on disks that fold case.
 */
export function nameKey(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Without dots and blanks at the end, which Windows drops. */
function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) {
    end -= 1;
  }
  return name.slice(0, end);
}

/** Cuts the stem, keeps the extension, and never cuts a character in two. */
function cutToBytes(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) {
    return name;
  }
  const { stem, extension } = splitExtension(name);
  let left = most - Buffer.byteLength(extension);
  let end = 0;
  for (const character of stem) {
    left -= Buffer.byteLength(character);
    if (left < 0) {
      break;
    }
    end += character.length;
  }
  return withoutEnd(stem.slice(0, end)) + extension;
}
