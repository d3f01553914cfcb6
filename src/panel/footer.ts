/** Footer: connection, emulator address, account, read-only state, what the administrator set. Pure. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { PROTOCOL_VERSION, type DriveSettings, type Status } from '../../protocol/status';

type FooterNote = { readonly kind: string; readonly text: string; readonly title?: string };

/** The notes on a status, the most urgent first. */
export function footerNotes(status: Status, trans: TranslationBundle): readonly FooterNote[] {
  return [
    ...connectionNotes(status, trans),
    ...(status.endpoint === null
      ? []
      : [{ kind: 'endpoint', text: trans.__('Not Google: an emulator at %1', status.endpoint) }]),
    ...accountNotes(status, trans),
    ...lockedNotes(status.locked, trans)
  ];
}

function connectionNotes(status: Status, trans: TranslationBundle): readonly FooterNote[] {
  if (status.protocol !== PROTOCOL_VERSION) {
    const text = trans.__('Panel and server are of different versions: restart Jupyter, reload.');
    return [{ kind: 'version', text }];
  }
  if (status.connection === 'offline') {
    return [{ kind: 'offline', text: trans.__('Offline: Google Drive cannot be reached.') }];
  }
  return status.connection === 'rateLimited'
    ? [{ kind: 'rateLimited', text: trans.__('Google Drive asks to slow down.') }]
    : [];
}

function accountNotes(status: Status, trans: TranslationBundle): readonly FooterNote[] {
  if (status.account === null) {
    return [];
  }
  const { email } = status.account;
  const origin = status.credentials?.origin ?? '';
  const title = origin === '' ? email : trans.__('%1, from %2', email, origin);
  const account = { kind: 'account', text: email, title };
  return [
    account,
    ...(status.canUpload ? [] : [{ kind: 'readOnly', text: trans.__('Read-only') }]),
    ...(status.workspaceOnDisk
      ? []
      : [
          {
            kind: 'noDisk',
            text: trans.__('This workspace is not on disk: nothing can be copied.')
          }
        ])
  ];
}

function lockedNotes(locked: Status['locked'], trans: TranslationBundle): readonly FooterNote[] {
  const labels: Record<keyof DriveSettings, string> = {
    credentials: trans.__('credentials'),
    keyFile: trans.__('key file'),
    rootFolder: trans.__('root folder'),
    exportDocuments: trans.__('format of documents'),
    exportSpreadsheets: trans.__('format of spreadsheets'),
    exportPresentations: trans.__('format of presentations'),
    exportDrawings: trans.__('format of drawings'),
    uploads: trans.__('uploads'),
    askAboveFiles: trans.__('files to ask above'),
    askAboveGigabytes: trans.__('gigabytes to ask above')
  };
  const values = new Map<string, string>(Object.entries(locked));
  const parts = Object.entries(labels).flatMap(([key, label]) => {
    const value = values.get(key);
    return value === undefined ? [] : [trans.__('%1 %2', label, value)];
  });
  return parts.length === 0
    ? []
    : [{ kind: 'locked', text: trans.__('Set by your administrator: %1', parts.join(', ')) }];
}
