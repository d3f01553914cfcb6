/**
 * A name from Drive as one component of a workspace path (docs/reference/drive.md, "Names"): never a separator,
 * never hidden where Jupyter hides, never a device, never longer than a file system takes. Pure.
 */
import { CONTROL_CHARACTERS, splitExtension } from '../../protocol';

const SEPARATORS = /[/\\]/g;
/** Refused by Windows, and by the disks that people carry between systems. */
const ILLEGAL = /[<>:"|?*]/g;
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Bytes of one component on every common file system, with room for a suffix of ours. */
const LONGEST_BYTES = 240;

export function toFileName(title: string, allowHidden: boolean): string {
  const plain = title
    .normalize('NFC')
    .replace(CONTROL_CHARACTERS, '')
    .replace(SEPARATORS, '_')
    .replace(ILLEGAL, '_')
    .replace(/[. ]+$/, '')
    .trimStart();
  const visible = plain.startsWith('.') && !allowHidden ? `_${plain}` : plain;
  const named = visible === '' || DEVICES.test(visible) ? `_${visible}` : visible;
  return cutToBytes(named, LONGEST_BYTES);
}

/** `name (2).csv`, `name (3).csv`, …: the first that is free. */
export function toFreeName(name: string, isTaken: (candidate: string) => boolean): string {
  const { stem, extension } = splitExtension(name);
  for (let copy = 2; ; copy += 1) {
    const candidate = `${cutToBytes(stem, LONGEST_BYTES - extension.length - 8)} (${copy})${extension}`;
    if (!isTaken(candidate)) {
      return candidate;
    }
  }
}

/** Names that some file system takes for one: its case and its composition do not count. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Cuts the stem, keeps the extension, and never cuts a character in two. */
function cutToBytes(name: string, most: number): string {
  if (Buffer.byteLength(name) <= most) {
    return name;
  }
  const { stem, extension } = splitExtension(name);
  const characters = Array.from(stem);
  while (Buffer.byteLength(characters.join('') + extension) > most) {
    characters.pop();
  }
  return characters.join('') + extension;
}
