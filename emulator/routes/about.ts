import type { Accounts } from '../accounts/accounts';
import { MAY } from '../accounts/scopes';
import { masked } from '../calls/masked';
import { allExportFormats } from '../drive/exports';
import { userResource } from '../drive/people';
import { required } from '../drive/refusals';
import { ABOUT } from '../drive/shapes';
import type { DriveStore } from '../drive/store';
import { usageOf } from '../drive/usage';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { JsonObject } from '../json';
import type { Knobs } from '../traffic/knobs';

type Parts = {
  readonly store: DriveStore;
  readonly accounts: Accounts;
  readonly knobs: Pick<Knobs, 'storageLimit'>;
};

const route = routesOf('DriveAbout');

export function aboutRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', 'about', 'Get', {
      scopes: MAY.about,
      units: 'get',
      latency: 'get',
      run: call => {
        if (!call.query.has('fields')) {
          throw required('fields', "The 'fields' parameter is required for this method.");
        }
        return masked(call, ABOUT, '', about(google, call));
      }
    })
  ];
}

function about(google: Parts, { viewer }: Call): JsonObject {
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

function storageQuota(google: Parts, email: string, isServiceAccount: boolean): JsonObject {
  const used = usageOf(google.store, email);
  const limit = isServiceAccount ? 0 : google.knobs.storageLimit;
  return {
    ...(limit > 0 || isServiceAccount ? { limit: String(limit) } : {}),
    usage: String(used.all),
    usageInDrive: String(used.all),
    usageInDriveTrash: String(used.trash)
  };
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
