/** Values of the protocol, whole, of which a spec says only what matters to it. */
import { DEFAULT_SETTINGS, type DriveItem, type Status, type Transfer } from '../../../protocol';

export function itemOf(more: Partial<DriveItem> = {}): DriveItem {
  return {
    id: '1AbC',
    name: 'a.csv',
    title: 'a.csv',
    path: 'My Drive/a.csv',
    kind: 'file',
    mimeType: 'text/csv',
    size: 7,
    modified: null,
    created: null,
    md5: null,
    headRevisionId: null,
    target: null,
    starred: false,
    trashed: false,
    capabilities: { download: true, edit: false, addChildren: false },
    inSharedDrive: false,
    ownedByMe: true,
    link: null,
    owner: '',
    ...more
  };
}

const NO_FILES = { total: 0, done: 0, skipped: 0, unchanged: 0, failed: 0, unverifiable: 0 };

/** `files` may say as little as it wants, too. */
export function transferOf({
  files,
  ...more
}: Partial<Omit<Transfer, 'files'>> & { files?: Partial<Transfer['files']> } = {}): Transfer {
  return {
    id: 't1',
    kind: 'copy',
    state: 'done',
    titles: ['a.csv'],
    chosen: 1,
    destination: '',
    startedAt: '2026-01-02T03:04:05Z',
    endedAt: null,
    bytes: { total: 0, done: 0 },
    unprovenFolders: 0,
    counting: false,
    speed: null,
    secondsLeft: null,
    question: null,
    problems: [],
    arrived: [],
    inPlace: [],
    ...more,
    files: { ...NO_FILES, ...files }
  };
}

export function statusOf(more: Partial<Status> = {}): Status {
  return {
    protocol: 1,
    version: '0.1.0',
    state: 'ready',
    problem: null,
    account: { email: 'ada@example.org', name: 'Ada Lovelace', kind: 'user' },
    credentials: { source: 'keyFile', origin: 'the settings' },
    offered: [],
    rootFolder: null,
    locked: {},
    settings: DEFAULT_SETTINGS,
    wrongSettings: [],
    canUpload: true,
    readOnlyReason: null,
    workspaceOnDisk: true,
    connection: 'online',
    endpoint: null,
    ...more
  };
}
