import { MAY } from '../accounts/scopes';
import { allExportFormats } from '../drive/exports';
import { headOf } from '../drive/items';
import { userResource } from '../drive/people';
import { required } from '../drive/refusals';
import { ABOUT } from '../drive/shapes';
import type { Google } from '../google';
import type { Call, IApiRoute } from '../http/routes';
import type { JsonObject } from '../json';
import { masked } from '../calls/masked';

export function aboutRoutes(google: Google): IApiRoute[] {
  return [
    {
      method: 'GET',
      path: '/drive/v3/about',
      name: 'google.apps.drive.v3.DriveAbout.Get',
      scopes: MAY.about,
      units: 'get',
      latency: 'get',
      run: call => {
        if (!call.query.has('fields')) {
          throw required('fields', "The 'fields' parameter is required for this method.");
        }
        return masked(call, ABOUT, '', about(google, call));
      }
    }
  ];
}

function about(google: Google, { viewer }: Call): JsonObject {
  return {
    kind: 'drive#about',
    storageQuota: storageQuota(google, viewer.email, viewer.isServiceAccount),
    canCreateDrives: !viewer.isServiceAccount,
    canCreateTeamDrives: !viewer.isServiceAccount,
    importFormats: IMPORT_FORMATS,
    exportFormats: allExportFormats(),
    appInstalled: false,
    user: userResource(google.accounts, viewer, viewer.email),
    folderColorPalette: ['#ac725e', '#d06b64', '#f83a22', '#fa573c', '#ff7537', '#8f8f8f'],
    maxImportSizes: MAX_IMPORT_SIZES,
    maxUploadSize: String(5 * 1024 ** 4),
    driveThemes: [],
    teamDriveThemes: []
  };
}

function storageQuota(google: Google, email: string, isServiceAccount: boolean): JsonObject {
  const used = usageOf(google, email);
  const limit = isServiceAccount ? 0 : google.knobs.storageLimit;
  return {
    ...(limit > 0 || isServiceAccount ? { limit: String(limit) } : {}),
    usage: String(used.all),
    usageInDrive: String(used.all),
    usageInDriveTrash: String(used.trash)
  };
}

/** Bytes that the account's own blobs occupy. */
export function usageOf(google: Google, email: string): { all: number; trash: number } {
  const used = { all: 0, trash: 0 };
  for (const item of google.store.all.newestFirst()) {
    if (item.owner === email) {
      const size = headOf(item)?.content.size ?? 0;
      used.all += size;
      used.trash += item.trashed ? size : 0;
    }
  }
  return used;
}

const IMPORT_FORMATS = {
  'text/plain': ['application/vnd.google-apps.document'],
  'text/html': ['application/vnd.google-apps.document'],
  'text/markdown': ['application/vnd.google-apps.document'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': [
    'application/vnd.google-apps.document'
  ],
  'text/csv': ['application/vnd.google-apps.spreadsheet'],
  'text/tab-separated-values': ['application/vnd.google-apps.spreadsheet'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': [
    'application/vnd.google-apps.spreadsheet'
  ],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': [
    'application/vnd.google-apps.presentation'
  ]
};

const MAX_IMPORT_SIZES = {
  'application/vnd.google-apps.document': '10485760',
  'application/vnd.google-apps.spreadsheet': '104857600',
  'application/vnd.google-apps.presentation': '104857600',
  'application/vnd.google-apps.drawing': '2097152'
};
