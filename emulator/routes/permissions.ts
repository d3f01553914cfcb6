import { MAY } from '../accounts/scopes';
import type { SceneParts } from '../calls/fileReply';
import type { LookupParts } from '../calls/lookup';
import { demand, lookUp } from '../calls/lookup';
import { masked } from '../calls/masked';
import { readPageSize } from '../calls/pages';
import type { Item, Permission, Role } from '../drive/items';
import { permissionResource } from '../drive/people';
import {
  ApiError,
  insufficientFilePermissions,
  invalid,
  notFound,
  partNotFound
} from '../drive/refusals';
import { PERMISSION, PERMISSION_LIST } from '../drive/shapes';
import { permissionFor } from '../drive/store';
import type { Reply } from '../http/reply';
import { empty } from '../http/reply';
import { readJson } from '../http/request';
import type { Call, IApiRoute } from '../http/routes';
import { routesOf } from '../http/routes';
import type { JsonObject } from '../json';
import { textOf } from '../json';

type Parts = LookupParts & SceneParts;

const BASICS = 'kind,id,type,role';
const PATH = 'files/:fileId/permissions';

/** Minimal: lists, gives and takes permissions of single addresses, and of anyone. */
const route = routesOf('DrivePermissions');

export function permissionRoutes(google: Parts): IApiRoute[] {
  return [
    route('GET', PATH, 'List', {
      scopes: MAY.readPermissions,
      units: 'list',
      latency: 'list',
      run: call => list(google, call)
    }),
    route('GET', `${PATH}/:permissionId`, 'Get', {
      scopes: MAY.readPermissions,
      units: 'get',
      latency: 'get',
      run: call => {
        const item = lookUp(google, call, call.params.fileId ?? '');
        return answer(google, call, item, findPermission(google, call, item));
      }
    }),
    route('POST', PATH, 'Create', {
      scopes: MAY.share,
      units: 'edit',
      latency: 'update',
      run: call => create(google, call)
    }),
    route('DELETE', `${PATH}/:permissionId`, 'Delete', {
      scopes: MAY.share,
      units: 'edit',
      latency: 'update',
      run: call => remove(google, call)
    })
  ];
}

function list(google: Parts, call: Call): Reply {
  const item = lookUp(google, call, call.params.fileId ?? '');
  if (call.query.flag('useDomainAdminAccess')) {
    throw notFound(item.id);
  }
  demand(google, call, item, 'canShare');
  readPageSize(call, 100);
  const all = permissionsOn(google, item);
  return masked(call, PERMISSION_LIST, `kind,nextPageToken,permissions(${BASICS})`, {
    kind: 'drive#permissionList',
    permissions: all.map(each => resource(google, item, each))
  });
}

async function create(google: Parts, call: Call): Promise<Reply> {
  const body = await readJson(call.request);
  const item = lookUp(google, call, call.params.fileId ?? '');
  demand(google, call, item, 'canShare');
  const permission = readPermission(body, google.clock.now());
  item.permissions = item.permissions.filter(each => each.id !== permission.id);
  item.permissions.push(permission);
  google.store.touch(item);
  return answer(google, call, item, permission);
}

function readPermission(body: JsonObject, now: number): Permission {
  const role = ROLES.find(each => each === textOf(body, 'role'));
  const type = TYPES.find(each => each === textOf(body, 'type'));
  const email = textOf(body, 'emailAddress')?.toLowerCase();
  if (role === undefined) {
    throw invalid('permission.role', 'The specified role is invalid or not supported.');
  }
  if (type === undefined) {
    throw invalid('permission.type', 'The specified type is invalid or not supported.');
  }
  if (type === 'anyone') {
    return { id: 'anyoneWithLink', type, role, sharedAt: now };
  }
  const address = type === 'domain' ? textOf(body, 'domain') : email;
  if (address === undefined || (type !== 'domain' && !address.includes('@'))) {
    throw new ApiError({
      status: 400,
      message: 'Bad Request. User message: "You are trying to invite an invalid address."',
      reason: 'invalidSharingRequest'
    });
  }
  return { ...permissionFor(address, role, now), type };
}

const ROLES: readonly Role[] = ['organizer', 'fileOrganizer', 'writer', 'commenter', 'reader'];
const TYPES: readonly Permission['type'][] = ['user', 'group', 'domain', 'anyone'];

function remove(google: Parts, call: Call): Reply {
  const item = lookUp(google, call, call.params.fileId ?? '');
  demand(google, call, item, 'canShare');
  const permission = findPermission(google, call, item);
  if (!item.permissions.includes(permission)) {
    throw insufficientFilePermissions();
  }
  item.permissions = item.permissions.filter(each => each !== permission);
  google.store.touch(item);
  return empty(204);
}

function answer(google: Parts, call: Call, item: Item, permission: Permission): Reply {
  return masked(call, PERMISSION, BASICS, resource(google, item, permission));
}

function resource(google: Parts, item: Item, permission: Permission): JsonObject {
  return permissionResource(google.accounts, permission, item.driveId !== undefined);
}

/** The owner's own, the members' of a shared drive, and those of the item. */
function permissionsOn(google: Parts, item: Item): Permission[] {
  const owner = item.owner === undefined ? [] : [permissionFor(item.owner, 'owner', 0)];
  const members = google.store.drives.get(item.driveId ?? '')?.members ?? [];
  return [...owner, ...members, ...item.permissions];
}

function findPermission(google: Parts, call: Call, item: Item): Permission {
  const id = call.params.permissionId ?? '';
  const permission = permissionsOn(google, item).find(each => each.id === id);
  if (permission === undefined) {
    throw partNotFound('permission', id);
  }
  return permission;
}
