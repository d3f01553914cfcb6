import { MAY } from '../accounts/scopes';
import type { Viewer } from '../drive/access';
import { roleOf } from '../drive/access';
import { time } from '../drive/fileResource';
import type { SharedDrive } from '../drive/items';
import { driveNotFound, forbidden } from '../drive/refusals';
import { DRIVE, DRIVE_LIST } from '../drive/shapes';
import type { Google } from '../google';
import type { Reply } from '../http/reply';
import type { Call, IApiRoute } from '../http/routes';
import type { JsonObject } from '../json';
import { masked } from '../calls/masked';
import { readPageSize } from './fileList';

const BASICS = 'kind,id,name';

export function driveRoutes(google: Google): IApiRoute[] {
  return [
    {
      method: 'GET',
      path: '/drive/v3/drives',
      name: 'google.apps.drive.v3.DriveDrives.List',
      scopes: MAY.readDrives,
      units: 'list',
      latency: 'list',
      run: call => listDrives(google, call)
    },
    {
      method: 'GET',
      path: '/drive/v3/drives/:driveId',
      name: 'google.apps.drive.v3.DriveDrives.Get',
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
    }
  ];
}

function listDrives(google: Google, call: Call): Reply {
  if (call.query.flag('useDomainAdminAccess')) {
    throw forbidden(
      'noListTeamDrivesAdministratorPrivilege',
      'The user does not have the administrator privilege to list all shared drives.'
    );
  }
  const pageSize = readPageSize(call, 100, 10);
  const question = `drives\n${call.viewer.email}`;
  const token = call.query.value('pageToken') ?? '';
  const from = token === '' ? 0 : google.pageTokens.read(question, token);
  const mine = [...google.store.drives.values()].filter(
    drive => roleIn(google, call.viewer, drive) !== undefined
  );
  const answer: JsonObject = {
    kind: 'drive#driveList',
    drives: mine
      .slice(from, from + pageSize)
      .map(drive => driveResource(google, call.viewer, drive))
  };
  if (from + pageSize < mine.length) {
    answer.nextPageToken = google.pageTokens.make(question, from + pageSize);
  }
  return masked(call, DRIVE_LIST, `kind,nextPageToken,drives(${BASICS})`, answer);
}

function roleIn(google: Google, viewer: Viewer, drive: SharedDrive): string | undefined {
  const top = google.store.find(drive.id);
  return top === undefined ? undefined : roleOf(google.store, viewer.email, top);
}

export function driveResource(google: Google, viewer: Viewer, drive: SharedDrive): JsonObject {
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
