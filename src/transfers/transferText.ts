/** What is said about a transfer. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Transfer } from '../../protocol/transfers';
import { formatBytes, formatCount, formatDuration } from '../words/format';

/** What is moved: "a.csv", "a.csv and b.csv", "a.csv and 4 more". */
export function transferTitle(transfer: Transfer, trans: TranslationBundle): string {
  const [first = '', second = ''] = transfer.titles;
  if (transfer.chosen <= 1) {
    return first;
  }
  return transfer.chosen === 2
    ? trans.__('%1 and %2', first, second)
    : trans.__('%1 and %2 more', first, formatCount(transfer.chosen - 1));
}

/** Paths of what is there now: moved, or in place before; as far as they are known. */
export function pathsThere({ arrived: moved, inPlace }: Transfer): readonly string[] {
  return [...moved, ...inPlace];
}

/** Share of what is to be done, 0 to 100; null while that is not known. */
export function percentDone({ state, bytes, files, counting }: Transfer): number | null {
  if (state === 'done') {
    return 100;
  }
  if (counting || state === 'planning') {
    return null;
  }
  if (bytes.total > 0) {
    return Math.min(100, Math.floor((100 * bytes.done) / bytes.total));
  }
  const over = files.done + files.skipped + files.failed;
  return files.total > 0 ? Math.floor((100 * over) / files.total) : 0;
}

/** Where the transfer is, in one line. */
export function transferLine(transfer: Transfer, trans: TranslationBundle): string {
  const { state, files } = transfer;
  switch (state) {
    case 'planning':
      return trans.__('Preparing…');
    case 'asking':
      return trans.__('Waiting for your answer');
    case 'running':
      return join(progress(transfer, trans), pace(transfer, trans));
    case 'paused':
      return join([trans.__('Waiting for the connection')], progress(transfer, trans));
    case 'interrupted':
      return join([trans.__('Interrupted')], progress(transfer, trans));
    case 'done':
      return isUpToDate(transfer)
        ? trans.__('Already up to date')
        : join(arrived(transfer, trans), left(transfer, trans));
    case 'failed':
      return join(
        [failed(Math.max(1, files.failed), trans)],
        files.done > 0 ? arrived(transfer, trans) : [],
        left(transfer, trans)
      );
    case 'cancelled':
      return join([trans.__('Cancelled')], files.done > 0 ? arrived(transfer, trans) : []);
  }
}

/** What came of it, as a sentence for a toast. */
export function transferOutcome(transfer: Transfer, trans: TranslationBundle): string {
  const { files, kind, state } = transfer;
  if (state === 'failed') {
    return transferLine(transfer, trans);
  }
  if (isUpToDate(transfer)) {
    return trans.__('Already up to date: %1', transferTitle(transfer, trans));
  }
  if (files.done === 0) {
    const nothing =
      kind === 'copy' ? trans.__('Nothing was copied') : trans.__('Nothing was uploaded');
    return join([nothing], left(transfer, trans));
  }
  // What was chosen is named only where all of it was moved: else the name may be one that was left out.
  const what =
    files.skipped === 0
      ? transferTitle(transfer, trans)
      : trans._n('%2 file', '%2 files', files.done, formatCount(files.done));
  const place = transferDestination(transfer, trans);
  const moved =
    kind === 'copy'
      ? trans.__('Copied %1 %2', what, place)
      : trans.__('Uploaded %1 %2', what, place);
  return join([moved], left(transfer, trans));
}

/** Where it goes: "to data", "to the workspace". */
export function transferDestination(transfer: Transfer, trans: TranslationBundle): string {
  if (transfer.destination !== '') {
    return trans.__('to %1', transfer.destination);
  }
  return transfer.kind === 'copy' ? trans.__('to the workspace') : trans.__('to Google Drive');
}

/** What the copy can't know of itself, as it ended too early; '' for nothing, and while it is not over. */
export function transferDoubt(transfer: Transfer, trans: TranslationBundle): string {
  const { state, unprovenFolders } = transfer;
  return unprovenFolders === 0 || (state !== 'done' && state !== 'failed')
    ? ''
    : trans._n(
        '%2 folder was only listed together with others before this ended. Google sometimes leaves files out of such lists: copy it again to get them.',
        '%2 folders were only listed together before this ended. Google sometimes leaves files out of such lists: copy them again to get them.',
        unprovenFolders,
        formatCount(unprovenFolders)
      );
}

/** True if there was nothing to do: all of it is in place, the same as its source. */
function isUpToDate({ state, files }: Transfer): boolean {
  return state === 'done' && files.unchanged > 0 && files.unchanged === files.total;
}

function progress({ files, bytes, counting }: Transfer, trans: TranslationBundle): string[] {
  const count = trans._n(
    '%2 of %3 file',
    '%2 of %3 files',
    files.total,
    formatCount(files.done),
    formatCount(files.total)
  );
  const total = counting
    ? trans.__('%1 and counting', formatBytes(bytes.total))
    : formatBytes(bytes.total);
  return [count, trans.__('%1 of %2', formatBytes(bytes.done), total)];
}

function pace({ speed, secondsLeft }: Transfer, trans: TranslationBundle): string[] {
  return [
    ...(speed === null ? [] : [trans.__('%1/s', formatBytes(Math.round(speed)))]),
    ...(secondsLeft === null ? [] : [trans.__('%1 left', formatDuration(secondsLeft, trans))])
  ];
}

function arrived({ kind, files, bytes }: Transfer, trans: TranslationBundle): string[] {
  const count =
    kind === 'copy'
      ? trans._n('%2 file copied', '%2 files copied', files.done, formatCount(files.done))
      : trans._n('%2 file uploaded', '%2 files uploaded', files.done, formatCount(files.done));
  const notVerifiable =
    files.unverifiable === 0
      ? []
      : [trans.__('%1 not verifiable', formatCount(files.unverifiable))];
  return [count, formatBytes(bytes.done), ...notVerifiable];
}

function left({ files }: Transfer, trans: TranslationBundle): string[] {
  const others = files.skipped - files.unchanged;
  return [
    ...(files.unchanged === 0
      ? []
      : [trans.__('%1 already up to date', formatCount(files.unchanged))]),
    ...(others === 0 ? [] : [trans.__('%1 skipped', formatCount(others))])
  ];
}

function failed(count: number, trans: TranslationBundle): string {
  return trans._n('%2 file failed', '%2 files failed', count, formatCount(count));
}

function join(...parts: readonly (readonly string[])[]): string {
  return parts.flat().join(' · ');
}
