/** Scopes by short name: what stands behind `https://www.googleapis.com/auth/`. */
const PREFIX = 'https://www.googleapis.com/auth/';

const DRIVE_SCOPES = [
  'drive',
  'drive.file',
  'drive.readonly',
  'drive.metadata',
  'drive.metadata.readonly',
  'drive.appdata',
  'drive.apps.readonly',
  'drive.install',
  'drive.photos.readonly',
  'drive.meet.readonly',
  'drive.scripts',
  'drive.activity',
  'drive.activity.readonly',
  'drive.labels',
  'drive.labels.readonly'
];
const OTHER_SCOPES = [
  'openid',
  'email',
  'profile',
  `${PREFIX}userinfo.email`,
  `${PREFIX}userinfo.profile`,
  `${PREFIX}cloud-platform`,
  `${PREFIX}spreadsheets`,
  `${PREFIX}spreadsheets.readonly`,
  `${PREFIX}documents`,
  `${PREFIX}documents.readonly`
];
const KNOWN = new Set([...DRIVE_SCOPES.map(name => PREFIX + name), ...OTHER_SCOPES]);

/** Splits a space-separated list; undefined when it is empty or a word of it is not a scope of Google's. */
export function parseScopes(text: string): string[] | undefined {
  const scopes = text.split(' ').filter(scope => scope !== '');
  return scopes.length > 0 && scopes.every(scope => KNOWN.has(scope)) ? scopes : undefined;
}

/** `https://www.googleapis.com/auth/drive.readonly` → `drive.readonly`. */
export function shortScopes(scopes: readonly string[]): Set<string> {
  return new Set(
    scopes.map(scope => (scope.startsWith(PREFIX) ? scope.slice(PREFIX.length) : scope))
  );
}

/** Scopes that each kind of method accepts, as Google's reference lists them (docs/reference/drive.md, "Sign-in and tokens"). */
export const MAY = {
  about: [
    'drive',
    'drive.file',
    'drive.readonly',
    'drive.metadata',
    'drive.metadata.readonly',
    'drive.appdata',
    'drive.photos.readonly'
  ],
  readMetadata: [
    'drive',
    'drive.file',
    'drive.readonly',
    'drive.metadata',
    'drive.metadata.readonly',
    'drive.appdata',
    'drive.photos.readonly',
    'drive.meet.readonly'
  ],
  readContent: [
    'drive',
    'drive.file',
    'drive.readonly',
    'drive.appdata',
    'drive.photos.readonly',
    'drive.meet.readonly'
  ],
  exportContent: ['drive', 'drive.file', 'drive.readonly', 'drive.meet.readonly'],
  longDownload: ['drive', 'drive.file', 'drive.readonly'],
  readPermissions: [
    'drive',
    'drive.file',
    'drive.readonly',
    'drive.metadata',
    'drive.metadata.readonly',
    'drive.photos.readonly',
    'drive.meet.readonly'
  ],
  write: ['drive', 'drive.file', 'drive.appdata'],
  writeMetadata: ['drive', 'drive.file', 'drive.appdata', 'drive.metadata', 'drive.scripts'],
  copy: ['drive', 'drive.file', 'drive.appdata', 'drive.photos.readonly'],
  emptyTrash: ['drive'],
  readDrives: ['drive', 'drive.readonly'],
  writeDrives: ['drive'],
  share: ['drive', 'drive.file']
} as const;
