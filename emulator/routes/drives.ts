import { MAY } from '../accounts/scopes';
import { masked } from '../calls/masked';
import { pageOf, readPageSize } from '../calls/pages';
import type { Viewer } from '../drive/access';
import { roleOf } from '../drive/access';
import { time } from '../drive/fileResource';
import type { SharedDrive } from '../drive/items';
import type { PageTokens } from '../drive/pageTokens';
import { driveNotFound, forbidden } from '../drive/refusals';
import { DRIVE, DRIVE_LIST } from '../drive/shapes';
import type { DriveStore } from '../drive/store';
import type { Reply } from '../http/reply';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { JsonObject } from '../json';

type Parts = {
  readonly store: DriveStore;
  readonly pageTokens: PageTokens;
};

const BASICS = 'kind,id,name';

const route = routesOf('DriveDrives');

export function driveRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', 'drives', 'List', {
      scopes: MAY.readDrives,
      units: 'list',
      latency: 'list',
      run: call => listDrives(google, call)
    }),
    route('GET', 'drives/:driveId', 'Get', {
      scopes: MAY.readDrives,
      units: 'get',
      latency: 'get',
      run: call => {
        const drive = google.store.drives.get(call.params.driveId ?? '');
        if (drive === undefined || roleIn(google, call.viewer, drive) === undefined) {
          throw driveNotFound(call.params.driveId ?? '');
        }
        return masked(call, DRIVE, BASICS, driveResource(google, call.viewer, drive));
      }
    })
  ];
}

function listDrives(google: Parts, call: Call): Reply {
  if (call.query.flag('useDomainAdminAccess')) {
    throw forbidden(
      'noListTeamDrivesAdministratorPrivilege',
      'The user does not have the administrator privilege to list all shared drives.'
    );
  }
  const pageSize = readPageSize(call, 100, 10);
  const mine = [...google.store.drives.values()].filter(
    drive => roleIn(google, call.viewer, drive) !== undefined
  );
  const question = `drives\n${call.viewer.email}`;
  const { items, nextPageToken } = pageOf(google, call, question, mine, pageSize);
  const answer = {
    kind: 'drive#driveList',
    nextPageToken,
    drives: items.map(drive => driveResource(google, call.viewer, drive))
  };
  return masked(call, DRIVE_LIST, `kind,nextPageToken,drives(${BASICS})`, answer);
}

function roleIn(
  { store }: Pick<Parts, 'store'>,
  viewer: Viewer,
  drive: SharedDrive
): string | undefined {
  const top = store.find(drive.id);
  return top === undefined ? undefined : roleOf(store, viewer.email, top);
}

export function driveResource(
  google: Pick<Parts, 'store'>,
  viewer: Viewer,
  drive: SharedDrive
): JsonObject {
  const role = roleIn(google, viewer, drive);
  const organizes = role === 'organizer';
  const manages = organizes || role === 'fileOrganizer';
  const writes = manages || role === 'writer';
  return {
    kind: 'drive#drive',
    id: drive.id,
    name: drive.name,
    colorRgb: '#0b8043',
    createdTime: time(drive.createdTime),
    hidden: drive.hidden,
    capabilities: {
      canAddChildren: writes,
      canChangeCopyRequiresWriterPermissionRestriction: organizes,
      canChangeDomainUsersOnlyRestriction: organizes,
      canChangeDownloadRestriction: organizes,
      canChangeDriveBackground: organizes,
      canChangeDriveMembersOnlyRestriction: organizes,
      canChangeSharingFoldersRequiresOrganizerPermissionRestriction: organizes,
      canComment: role !== 'reader',
      canCopy: true,
      canDeleteChildren: organizes,
      canDeleteDrive: organizes,
      canDownload: true,
      canEdit: writes,
      canListChildren: true,
      canManageMembers: organizes,
      canReadRevisions: writes,
      canRename: writes,
      canRenameDrive: organizes,
      canResetDriveRestrictions: organizes,
      canShare: writes,
      canTrashChildren: manages
    },
    restrictions: {
      adminManagedRestrictions: false,
      copyRequiresWriterPermission: false,
      domainUsersOnly: false,
      driveMembersOnly: false,
      sharingFoldersRequiresOrganizerPermission: false
    }
  };
}
