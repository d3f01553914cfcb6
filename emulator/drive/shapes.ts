/**
 * The resources of Drive v3 and the types of their fields: what a field mask may name (docs/reference/drive.md, "Listing and search")
 * and what the discovery document describes.
 */
export type Shape = Leaf | IListShape | IObjectShape;
type Leaf = 'string' | 'boolean' | 'int64' | 'integer' | 'time' | 'map' | 'any';
interface IListShape {
  list: Shape;
}
export interface IObjectShape {
  /** Name of the resource, for the discovery document; nested anonymous objects have none. */
  name?: string;
  fields: Record<string, Shape>;
}

const all = (type: Shape, names: string): Record<string, Shape> =>
  Object.fromEntries(
    names
      .split(' ')
      .filter(name => name !== '')
      .map(name => [name, type])
  );

export const USER: IObjectShape = {
  name: 'User',
  fields: {
    ...all('string', 'kind displayName photoLink'),
    me: 'boolean',
    ...all('string', 'permissionId emailAddress')
  }
};

export const PERMISSION: IObjectShape = {
  name: 'Permission',
  fields: {
    ...all('string', 'id displayName type kind'),
    permissionDetails: {
      list: {
        fields: { ...all('string', 'permissionType inheritedFrom role'), inherited: 'boolean' }
      }
    },
    ...all('string', 'photoLink emailAddress role'),
    allowFileDiscovery: 'boolean',
    ...all('string', 'domain view'),
    expirationTime: 'time',
    ...all('boolean', 'deleted pendingOwner inheritedPermissionsDisabled'),
    teamDrivePermissionDetails: { list: 'any' }
  }
};

export const FILE_CAPABILITIES =
  'canAcceptOwnership canAccessViaGenAi canAddChildren canAddFolderFromAnotherDrive canAddMyDriveParent ' +
  'canChangeCopyRequiresWriterPermission canChangeItemDownloadRestriction canChangeSecurityUpdateEnabled ' +
  'canChangeViewersCanCopyContent canComment canCopy canDelete canDeleteChildren ' +
  'canDisableInheritedPermissions canDownload canEdit canEnableInheritedPermissions canListChildren ' +
  'canModifyContent canModifyContentRestriction canModifyEditorContentRestriction canModifyLabels ' +
  'canModifyOwnerContentRestriction canMoveChildrenOutOfDrive canMoveChildrenOutOfTeamDrive ' +
  'canMoveChildrenWithinDrive canMoveChildrenWithinTeamDrive canMoveItemIntoTeamDrive ' +
  'canMoveItemOutOfDrive canMoveItemOutOfTeamDrive canMoveItemWithinDrive canMoveItemWithinTeamDrive ' +
  'canMoveTeamDriveItem canReadDrive canReadLabels canReadRevisions canReadTeamDrive canRemoveChildren ' +
  'canRemoveContentRestriction canRemoveMyDriveParent canRename canShare canStartApproval canTrash ' +
  'canTrashChildren canUntrash';

export const FILE: IObjectShape = {
  name: 'File',
  fields: {
    ...all('string', 'kind driveId fileExtension'),
    copyRequiresWriterPermission: 'boolean',
    ...all('string', 'md5Checksum'),
    contentHints: 'any',
    writersCanShare: 'boolean',
    viewedByMe: 'boolean',
    mimeType: 'string',
    exportLinks: 'map',
    parents: { list: 'string' },
    ...all('string', 'thumbnailLink iconLink'),
    shared: 'boolean',
    lastModifyingUser: USER,
    owners: { list: USER },
    ...all('string', 'headRevisionId'),
    sharingUser: USER,
    ...all('string', 'webViewLink webContentLink'),
    size: 'int64',
    viewersCanCopyContent: 'boolean',
    permissions: { list: PERMISSION },
    hasThumbnail: 'boolean',
    spaces: { list: 'string' },
    folderColorRgb: 'string',
    ...all('string', 'id name description'),
    ...all('boolean', 'starred trashed explicitlyTrashed'),
    ...all('time', 'createdTime modifiedTime modifiedByMeTime viewedByMeTime sharedWithMeTime'),
    ...all('int64', 'quotaBytesUsed version'),
    ...all('string', 'originalFilename'),
    ...all('boolean', 'ownedByMe modifiedByMe isAppAuthorized hasAugmentedPermissions'),
    fullFileExtension: 'string',
    properties: 'map',
    appProperties: 'map',
    capabilities: { fields: all('boolean', FILE_CAPABILITIES) },
    imageMediaMetadata: 'any',
    videoMediaMetadata: 'any',
    thumbnailVersion: 'int64',
    trashingUser: USER,
    trashedTime: 'time',
    teamDriveId: 'string',
    permissionIds: { list: 'string' },
    contentRestrictions: { list: 'any' },
    shortcutDetails: { fields: all('string', 'targetId targetMimeType targetResourceKey') },
    resourceKey: 'string',
    linkShareMetadata: { fields: all('boolean', 'securityUpdateEligible securityUpdateEnabled') },
    labelInfo: 'any',
    ...all('string', 'sha1Checksum sha256Checksum'),
    inheritedPermissionsDisabled: 'boolean',
    downloadRestrictions: 'any',
    clientEncryptionDetails: 'any'
  }
};

export const FILE_LIST: IObjectShape = {
  name: 'FileList',
  fields: {
    ...all('string', 'nextPageToken kind'),
    incompleteSearch: 'boolean',
    files: { list: FILE }
  }
};

export const DRIVE_CAPABILITIES =
  'canAddChildren canChangeCopyRequiresWriterPermissionRestriction canChangeDomainUsersOnlyRestriction ' +
  'canChangeDownloadRestriction canChangeDriveBackground canChangeDriveMembersOnlyRestriction ' +
  'canChangeSharingFoldersRequiresOrganizerPermissionRestriction canComment canCopy canDeleteChildren ' +
  'canDeleteDrive canDownload canEdit canListChildren canManageMembers canReadRevisions canRename ' +
  'canRenameDrive canResetDriveRestrictions canShare canTrashChildren';

export const DRIVE: IObjectShape = {
  name: 'Drive',
  fields: {
    ...all('string', 'id name colorRgb kind backgroundImageLink'),
    capabilities: { fields: all('boolean', DRIVE_CAPABILITIES) },
    ...all('string', 'themeId orgUnitId'),
    backgroundImageFile: 'any',
    createdTime: 'time',
    hidden: 'boolean',
    restrictions: {
      fields: all(
        'boolean',
        'adminManagedRestrictions copyRequiresWriterPermission domainUsersOnly driveMembersOnly sharingFoldersRequiresOrganizerPermission'
      )
    }
  }
};

export const DRIVE_LIST: IObjectShape = {
  name: 'DriveList',
  fields: { ...all('string', 'nextPageToken kind'), drives: { list: DRIVE } }
};

export const ABOUT: IObjectShape = {
  name: 'About',
  fields: {
    kind: 'string',
    storageQuota: { fields: all('int64', 'limit usageInDriveTrash usageInDrive usage') },
    driveThemes: { list: 'any' },
    canCreateDrives: 'boolean',
    importFormats: 'map',
    exportFormats: 'map',
    appInstalled: 'boolean',
    user: USER,
    folderColorPalette: { list: 'string' },
    maxImportSizes: 'map',
    maxUploadSize: 'int64',
    teamDriveThemes: { list: 'any' },
    canCreateTeamDrives: 'boolean'
  }
};

export const CHANGE: IObjectShape = {
  name: 'Change',
  fields: {
    kind: 'string',
    removed: 'boolean',
    file: FILE,
    fileId: 'string',
    time: 'time',
    ...all('string', 'driveId type teamDriveId'),
    teamDrive: 'any',
    changeType: 'string',
    drive: DRIVE
  }
};

export const CHANGE_LIST: IObjectShape = {
  name: 'ChangeList',
  fields: {
    ...all('string', 'kind nextPageToken newStartPageToken'),
    changes: { list: CHANGE }
  }
};

export const START_PAGE_TOKEN: IObjectShape = {
  name: 'StartPageToken',
  fields: all('string', 'kind startPageToken')
};

export const REVISION: IObjectShape = {
  name: 'Revision',
  fields: {
    ...all('string', 'id mimeType kind'),
    published: 'boolean',
    exportLinks: 'map',
    keepForever: 'boolean',
    md5Checksum: 'string',
    modifiedTime: 'time',
    publishAuto: 'boolean',
    publishedOutsideDomain: 'boolean',
    publishedLink: 'string',
    size: 'int64',
    originalFilename: 'string',
    lastModifyingUser: USER
  }
};

export const REVISION_LIST: IObjectShape = {
  name: 'RevisionList',
  fields: { ...all('string', 'nextPageToken kind'), revisions: { list: REVISION } }
};

export const PERMISSION_LIST: IObjectShape = {
  name: 'PermissionList',
  fields: { ...all('string', 'nextPageToken kind'), permissions: { list: PERMISSION } }
};

export const GENERATED_IDS: IObjectShape = {
  name: 'GeneratedIds',
  fields: { ...all('string', 'space kind'), ids: { list: 'string' } }
};

export const OPERATION: IObjectShape = {
  name: 'Operation',
  fields: { name: 'string', metadata: 'map', done: 'boolean', response: 'map', error: 'any' }
};
