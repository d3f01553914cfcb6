/** What is said about a transfer. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Transfer } from '../../protocol/transfers';
import { formatBytes, formatDuration } from '../words/format';

/** What is moved: "a.csv", "a.csv and b.csv", "a.csv and 4 more". */
export function transferTitle(transfer: Transfer, trans: TranslationBundle): string {
  const [first = '', second = ''] = transfer.titles;
  if (transfer.chosen <= 1) {
    return first;
  }
  return transfer.chosen === 2
    ? trans.__('%1 and %2', first, second)
    : trans.__('%1 and %2 more', first, transfer.chosen - 1);
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
      return join(arrived(transfer, trans), left(transfer, trans));
    case 'failed':
      return join(
        [trans._n('%1 file failed', '%1 files failed', Math.max(1, files.failed))],
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
  const title = transferTitle(transfer, trans);
  const place = transferDestination(transfer, trans);
  const moved =
    kind === 'copy'
      ? trans.__('Copied %1 %2', title, place)
      : trans.__('Uploaded %1 %2', title, place);
  const nothing =
    kind === 'copy' ? trans.__('Nothing was copied') : trans.__('Nothing was uploaded');
  return join([files.done === 0 ? nothing : moved], left(transfer, trans));
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
        '%1 folder was only listed together with others before this ended. Google sometimes leaves files out of such lists: copy it again to get them.',
        '%1 folders were only listed together before this ended. Google sometimes leaves files out of such lists: copy them again to get them.',
        unprovenFolders
      );
}

function progress({ files, bytes, counting }: Transfer, trans: TranslationBundle): string[] {
  const count = trans.__('%1 of %2 files', files.done, files.total);
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
      ? trans._n('%1 file copied', '%1 files copied', files.done)
      : trans._n('%1 file uploaded', '%1 files uploaded', files.done);
  const notVerifiable =
    files.unverifiable === 0 ? [] : [trans.__('%1 not verifiable', files.unverifiable)];
  return [count, formatBytes(bytes.done), ...notVerifiable];
}

function left({ files }: Transfer, trans: TranslationBundle): string[] {
  return files.skipped === 0 ? [] : [trans.__('%1 skipped', files.skipped)];
}

function join(...parts: readonly (readonly string[])[]): string {
  return parts.flat().join(' · ');
}
