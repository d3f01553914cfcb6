/** What specs need: one good example of each shape of the protocol, to be varied, and English. */
import { nullTranslator } from '@jupyterlab/translation';
import type { DriveItem } from '../../protocol/items';
import { DEFAULT_SETTINGS, PROTOCOL_VERSION, type Status } from '../../protocol/status';
import type { Transfer } from '../../protocol/transfers';
import { loadTranslation } from '../words/translation';

const NAME = 'a.csv';

export const trans = loadTranslation(nullTranslator);

export const item = (fields: Partial<DriveItem> = {}): DriveItem => ({
  id: 'id1',
  name: NAME,
  title: NAME,
  path: 'My Drive/a.csv',
  kind: 'file',
  mimeType: 'text/csv',
  size: 7,
  modified: '2026-01-02T03:04:05Z',
  created: '2026-01-01T00:00:00Z',
  md5: 'abc',
  headRevisionId: 'r1',
  target: null,
  starred: false,
  trashed: false,
  capabilities: { download: true, edit: false, addChildren: false },
  inSharedDrive: false,
  ownedByMe: false,
  link: 'https://drive.google.com/file/d/id1',
  owner: 'Ada',
  ...fields
});

export const transfer = (fields: Partial<Transfer> = {}): Transfer => ({
  id: 't1',
  kind: 'copy',
  state: 'running',
  titles: ['a.csv', 'b.csv', 'c.csv'],
  chosen: 3,
  destination: 'data',
  startedAt: '2026-01-01T00:00:00Z',
  endedAt: null,
  files: { total: 3, done: 1, skipped: 0, unchanged: 0, failed: 0, unverifiable: 0 },
  bytes: { total: 4096, done: 1024 },
  unprovenFolders: 0,
  counting: false,
  speed: 512,
  secondsLeft: 6,
  question: null,
  problems: [],
  arrived: [],
  inPlace: [],
  ...fields
});

export const status = (fields: Partial<Status> = {}): Status => ({
  protocol: PROTOCOL_VERSION,
  version: '0.1.0',
  state: 'ready',
  problem: null,
  account: { email: 'ada@example.org', name: 'Ada', kind: 'user' },
  credentials: { source: 'serviceAccount', origin: 'the file /key.json' },
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
  ...fields
});
