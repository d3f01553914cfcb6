import { permissionIdOf } from '../ids';
import type { JsonObject } from '../json';
import type { Viewer } from './access';
import type { Permission } from './items';

/** Names of accounts: all that Drive needs to know of them. */
export interface IPeople {
  displayName(email: string): string;
}

export function userResource(people: IPeople, viewer: Viewer, email: string): JsonObject {
  return {
    kind: 'drive#user',
    displayName: people.displayName(email),
    me: email === viewer.email,
    permissionId: permissionIdOf(email),
    emailAddress: email
  };
}

/** `permission` with its `kind`; an address only where there is a person behind it. */
export function permissionResource(
  people: IPeople,
  permission: Permission,
  isInDrive = false
): JsonObject {
  const { id, type, role, emailAddress } = permission;
  const resource: JsonObject = { kind: 'drive#permission', id, type, role };
  if (type === 'anyone') {
    return { ...resource, allowFileDiscovery: false };
  }
  if (type === 'domain') {
    return { ...resource, domain: emailAddress, allowFileDiscovery: true };
  }
  const named = emailAddress ?? '';
  return {
    ...resource,
    emailAddress,
    displayName: people.displayName(named),
    deleted: false,
    pendingOwner: false,
    ...(isInDrive
      ? { permissionDetails: [{ permissionType: 'member', role, inherited: false }] }
      : {})
  };
}
