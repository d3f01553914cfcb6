/** Numbers, times and names as a terminal shows them. Pure. */
import {
  CONTROL_CHARACTERS,
  type Conflict,
  type DriveItem,
  type Problem,
  type Transfer
} from '../../protocol';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
/** Names that a sentence lists before it only counts the others. */
const NAMED = 10;

/** The text without what a terminal would obey: names come from strangers. */
export function plain(text: string): string {
  return text.replace(CONTROL_CHARACTERS, '\ufffd');
}

/** `1.2 MB`; a dash where there is none. */
export function size(bytes: number | null): string {
  if (bytes === null) {
    return '-';
  }
  let number = bytes;
  let unit = 0;
  while (number >= 999.5 && unit < UNITS.length - 1) {
    number /= 1000;
    unit += 1;
  }
  const digits = number > 0 && number < 10 && unit > 0 ? 1 : 0;
  return `${number.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** Local time to the minute; a dash where there is none, or what is no time. */
export function moment(rfc3339: string | null): string {
  if (rfc3339 === null) {
    return '-';
  }
  const time = new Date(RFC_3339.test(rfc3339) ? rfc3339 : NaN);
  if (Number.isNaN(time.getTime())) {
    return '-';
  }
  const date = [padded(time.getFullYear(), 4), padded(time.getMonth() + 1), padded(time.getDate())];
  return `${date.join('-')} ${padded(time.getHours())}:${padded(time.getMinutes())}`;
}

function padded(number: number, digits = 2): string {
  return `${number < 0 ? '-' : ''}${String(Math.abs(number)).padStart(digits, '0')}`;
}

/** `1,234 files`, `1 file`. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

/** `01:05`, `1:01:05`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${padded(Math.floor(whole / 60) % 60)}:${padded(whole % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** The first ten, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(plain).join(', ');
  return names.length <= NAMED ? shown : `${shown} and ${grouped(names.length - NAMED)} more`;
}

/** A JSON object in one line, spaced as Python's json.dumps does: scripts may match on it. */
export function jsonLine(type: string, value: object): string {
  return JSON.stringify({ type, ...value }, null, 1)
    .replace(/,\n */g, ', ')
    .replace(/\n */g, '');
}

/** Like `ls -l`: type, size, modified, name. From page to page columns only grow wider. */
export class Columns {
  private widths: readonly [number, number, number] = [0, 0, 0];

  rows(items: readonly DriveItem[]): string[] {
    const cells = items.map(item => [item.kind, size(item.size), moment(item.modified)] as const);
    for (const [kind, bytes, modified] of cells) {
      const [first, second, third] = this.widths;
      this.widths = [
        Math.max(first, kind.length),
        Math.max(second, bytes.length),
        Math.max(third, modified.length)
      ];
    }
    const [first, second, third] = this.widths;
    return items.map((item, at) => {
      const [kind, bytes, modified] = cells[at] ?? ['', '', ''];
      const left = `${kind.padEnd(first)}  ${bytes.padStart(second)}  ${modified.padEnd(third)}`;
      return `${left}  ${name(item)}`;
    });
  }
}

function name(item: DriveItem): string {
  return plain(item.name) + (item.kind === 'folder' || item.kind === 'view' ? '/' : '');
}

/** What a transfer is to do, and how much of it is done. */
export function task({ kind, titles, chosen, destination, files }: Transfer): string {
  const what = kind === 'copy' ? 'copy of' : 'upload of';
  const named = titles.map(plain).join(', ');
  const more = chosen > titles.length ? ` and ${grouped(chosen - titles.length)} more` : '';
  const done = `, ${grouped(files.done)} of ${counted(files.total, 'file')}`;
  const isCounted = files.total > 0;
  return `${what} ${named}${more} to ${place(destination)}${isCounted ? done : ''}`;
}

/** What a transfer did, in a sentence; `skipped` says why files were passed over. */
export function summary(transfer: Transfer, skipped = 'skipped'): string {
  const verb = transfer.kind === 'copy' ? 'Copied' : 'Uploaded';
  const { files } = transfer;
  const where = place(transfer.destination);
  if (files.done === 0 && transfer.state === 'failed') {
    return `${verb} nothing to ${where}.`;
  }
  const parts = [
    `${verb} ${files.done === 0 ? 'no file' : counted(files.done, 'file')} to ${where}`,
    ...(files.skipped > 0 ? [`${grouped(files.skipped)} ${skipped}`] : []),
    ...(files.failed > 0 ? [`${grouped(files.failed)} failed`] : []),
    ...(files.unverifiable > 0
      ? [`${grouped(files.unverifiable)} without a checksum to verify`]
      : []),
    ...(transfer.state === 'cancelled' ? ['then cancelled'] : [])
  ];
  return `${parts.join(', ')}.`;
}

/** What a copy can't know of itself, as it ended too early; empty where it knows all. */
export function doubt({ unprovenFolders, state }: Transfer): string {
  if (unprovenFolders === 0 || (state !== 'done' && state !== 'failed')) {
    return '';
  }
  return (
    `${counted(unprovenFolders, 'folder')} came only from lists of many folders together before this ` +
    'ended. Google sometimes leaves files out of such lists: copy again to get them.'
  );
}

/** What was not moved, by its name, and why. */
export function problem({ item, message }: Pick<Problem, 'item' | 'message'>): string {
  return item === '' || message.includes(item) ? message : `${item}: ${message}`;
}

function place(path: string): string {
  return path === '' ? 'the working directory' : plain(path);
}

/** What stands where a file wants to go, for the question about it. */
export function conflict({ path, existing, incoming, linkTarget, changed }: Conflict): string {
  const notes = [
    `${size(existing.size)}, ${moment(existing.modified)}`,
    ...(linkTarget === null ? [] : [`a link to ${plain(linkTarget)}`]),
    ...(changed ? ['changed since it was copied'] : [])
  ];
  const fresh = `${size(incoming.size)}, ${moment(incoming.modified)}`;
  return `${plain(path)} exists (${notes.join('; ')}). New: ${fresh}.`;
}
