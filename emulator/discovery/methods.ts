import { MAY } from '../accounts/scopes';

/** One method, as the discovery document describes it. */
export type Method = {
  /** `files.list` */
  id: string;
  httpMethod: string;
  path: string;
  /** Names of its query parameters. */
  query: string;
  scopes: readonly string[];
  request?: string;
  response?: string;
  /** Its content can be downloaded with alt=media. */
  hasMedia?: boolean;
  /** It takes content, below /upload/. */
  takesMedia?: boolean;
};

const DRIVES = 'supportsAllDrives supportsTeamDrives';
const ASKS = `includeLabels includePermissionsForView ${DRIVES}`;
const LISTS = 'pageSize pageToken';
const CREATES = `enforceSingleParent ignoreDefaultVisibility keepRevisionForever ocrLanguage useContentAsIndexableText ${ASKS}`;

export const METHODS: readonly Method[] = [
  {
    id: 'about.get',
    httpMethod: 'GET',
    path: 'about',
    query: '',
    scopes: MAY.about,
    response: 'About'
  },
  {
    id: 'changes.getStartPageToken',
    httpMethod: 'GET',
    path: 'changes/startPageToken',
    query: `driveId teamDriveId ${DRIVES}`,
    scopes: MAY.readMetadata,
    response: 'StartPageToken'
  },
  {
    id: 'changes.list',
    httpMethod: 'GET',
    path: 'changes',
    query: `driveId includeCorpusRemovals includeItemsFromAllDrives includeRemoved includeTeamDriveItems restrictToMyDrive spaces teamDriveId ${ASKS} ${LISTS}`,
    scopes: MAY.readMetadata,
    response: 'ChangeList'
  },
  {
    id: 'drives.get',
    httpMethod: 'GET',
    path: 'drives/{driveId}',
    query: 'useDomainAdminAccess',
    scopes: MAY.readDrives,
    response: 'Drive'
  },
  {
    id: 'drives.list',
    httpMethod: 'GET',
    path: 'drives',
    query: `q useDomainAdminAccess ${LISTS}`,
    scopes: MAY.readDrives,
    response: 'DriveList'
  },
  {
    id: 'files.copy',
    httpMethod: 'POST',
    path: 'files/{fileId}/copy',
    query: `copyComments ${CREATES.replace('useContentAsIndexableText ', '')}`,
    scopes: MAY.copy,
    request: 'File',
    response: 'File'
  },
  {
    id: 'files.create',
    httpMethod: 'POST',
    path: 'files',
    query: CREATES,
    scopes: MAY.write,
    request: 'File',
    response: 'File',
    takesMedia: true
  },
  {
    id: 'files.delete',
    httpMethod: 'DELETE',
    path: 'files/{fileId}',
    query: `enforceSingleParent ${DRIVES}`,
    scopes: MAY.write
  },
  {
    id: 'files.download',
    httpMethod: 'POST',
    path: 'files/{fileId}/download',
    query: 'mimeType revisionId',
    scopes: MAY.longDownload,
    response: 'Operation'
  },
  {
    id: 'files.emptyTrash',
    httpMethod: 'DELETE',
    path: 'files/trash',
    query: 'driveId enforceSingleParent',
    scopes: MAY.emptyTrash
  },
  {
    id: 'files.export',
    httpMethod: 'GET',
    path: 'files/{fileId}/export',
    query: 'mimeType',
    scopes: MAY.exportContent,
    hasMedia: true
  },
  {
    id: 'files.generateIds',
    httpMethod: 'GET',
    path: 'files/generateIds',
    query: 'count space type',
    scopes: MAY.write,
    response: 'GeneratedIds'
  },
  {
    id: 'files.get',
    httpMethod: 'GET',
    path: 'files/{fileId}',
    query: `acknowledgeAbuse ${ASKS}`,
    scopes: MAY.readMetadata,
    response: 'File',
    hasMedia: true
  },
  {
    id: 'files.list',
    httpMethod: 'GET',
    path: 'files',
    query: `corpora corpus driveId includeItemsFromAllDrives includeTeamDriveItems orderBy q spaces teamDriveId ${ASKS} ${LISTS}`,
    scopes: MAY.readMetadata,
    response: 'FileList'
  },
  {
    id: 'files.update',
    httpMethod: 'PATCH',
    path: 'files/{fileId}',
    query: `addParents removeParents ${CREATES.replace('ignoreDefaultVisibility ', '')}`,
    scopes: MAY.writeMetadata,
    request: 'File',
    response: 'File',
    takesMedia: true
  },
  {
    id: 'operations.get',
    httpMethod: 'GET',
    path: 'operations/{name}',
    query: '',
    scopes: MAY.exportContent,
    response: 'Operation'
  },
  {
    id: 'permissions.create',
    httpMethod: 'POST',
    path: 'files/{fileId}/permissions',
    query: `emailMessage enforceExpansiveAccess enforceSingleParent moveToNewOwnersRoot sendNotificationEmail transferOwnership useDomainAdminAccess ${DRIVES}`,
    scopes: MAY.share,
    request: 'Permission',
    response: 'Permission'
  },
  {
    id: 'permissions.delete',
    httpMethod: 'DELETE',
    path: 'files/{fileId}/permissions/{permissionId}',
    query: `enforceExpansiveAccess useDomainAdminAccess ${DRIVES}`,
    scopes: MAY.share
  },
  {
    id: 'permissions.get',
    httpMethod: 'GET',
    path: 'files/{fileId}/permissions/{permissionId}',
    query: `useDomainAdminAccess ${DRIVES}`,
    scopes: MAY.readPermissions,
    response: 'Permission'
  },
  {
    id: 'permissions.list',
    httpMethod: 'GET',
    path: 'files/{fileId}/permissions',
    query: `includePermissionsForView useDomainAdminAccess ${DRIVES} ${LISTS}`,
    scopes: MAY.readPermissions,
    response: 'PermissionList'
  },
  {
    id: 'revisions.delete',
    httpMethod: 'DELETE',
    path: 'files/{fileId}/revisions/{revisionId}',
    query: '',
    scopes: MAY.write
  },
  {
    id: 'revisions.get',
    httpMethod: 'GET',
    path: 'files/{fileId}/revisions/{revisionId}',
    query: 'acknowledgeAbuse',
    scopes: MAY.readMetadata,
    response: 'Revision',
    hasMedia: true
  },
  {
    id: 'revisions.list',
    httpMethod: 'GET',
    path: 'files/{fileId}/revisions',
    query: LISTS,
    scopes: MAY.readMetadata,
    response: 'RevisionList'
  },
  {
    id: 'revisions.update',
    httpMethod: 'PATCH',
    path: 'files/{fileId}/revisions/{revisionId}',
    query: '',
    scopes: MAY.write,
    request: 'Revision',
    response: 'Revision'
  }
];
