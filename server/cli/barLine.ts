/** The text of the progress bar. Pure. */
import stringWidth from 'string-width';
import type { Transfer } from '../../protocol';
import * as format from './format';

/** Columns of the title, and of the bar itself at least. */
const TITLE_COLUMNS = 30;
const BAR_COLUMNS = 4;

/** `sunset.png  45% |███   | 41 kB/91 kB 20 kB/s, 0 of 1 file, 00:03 left`, in at most `columns`. */
export function barLine(transfer: Transfer, columns: number): string {
  const { bytes, speed } = transfer;
  const share = bytes.total === 0 ? 1 : Math.min(1, bytes.done / bytes.total);
  const left = `${title(transfer)} ${String(Math.floor(share * 100)).padStart(3)}% |`;
  const rate = speed === null ? '' : ` ${format.size(Math.round(speed))}/s`;
  const right = `| ${format.size(bytes.done)}/${format.size(bytes.total)}${rate}, ${note(transfer)}`;
  const room = Math.max(BAR_COLUMNS, columns - stringWidth(left) - stringWidth(right));
  const filled = Math.floor(share * room);
  return fitted(`${left}${'█'.repeat(filled)}${' '.repeat(room - filled)}${right}`, columns);
}

function note({ files, state, secondsLeft }: Transfer): string {
  const settled = files.done + files.skipped + files.failed;
  const number = `${format.grouped(settled)} of ${format.counted(files.total, 'file')}`;
  if (state === 'paused') {
    return `${number}, no connection: waiting`;
  }
  return secondsLeft === null ? number : `${number}, ${format.duration(secondsLeft)} left`;
}

function title({ titles, chosen }: Transfer): string {
  const first = format.plain(titles[0] ?? '');
  const isShort = stringWidth(first) <= TITLE_COLUMNS;
  const short = isShort ? first : `${fitted(first, TITLE_COLUMNS - 1)}…`;
  return chosen === 1 ? short : `${short} +${chosen - 1}`;
}

/** As much of the text as has room: a line that wraps is not drawn over but drawn again. */
function fitted(text: string, columns: number): string {
  if (stringWidth(text) <= columns) {
    return text;
  }
  const kept = Array.from(text).slice(0, columns);
  while (stringWidth(kept.join('')) > columns) {
    kept.pop();
  }
  return kept.join('');
}
