import { fileResource } from '../drive/fileResource';
import type { Item, Quirks, Role } from '../drive/items';
import { FOLDER, SHORTCUT } from '../drive/items';
import type { Mask } from '../drive/masks';
import { badRequest, notFound } from '../drive/refusals';
import { FILE } from '../drive/shapes';
import type { Google } from '../google';
import type { JsonObject } from '../json';
import { booleanOf, numberOf, objectOf, textOf, textsOf } from '../json';
import type { Place } from '../seed/planting';
import { Planter } from '../seed/planting';
import { permissionFor } from '../drive/store';
import { need } from './reading';

/** Puts one item into the Drive, as a test describes it; answers its whole resource as the owner sees it. */
export async function addItem(google: Google, body: JsonObject): Promise<JsonObject> {
  const owner = textOf(body, 'owner') ?? defaultOwner(google);
  const place: Place = {
    owner,
    parents: textsOf(body, 'parents'),
    driveId: textOf(body, 'driveId') ?? driveOfParent(google, body)
  };
  const item = plant(google, place, body);
  patchItem(google, item, body);
  return describe(google, item);
}

export function findItem(google: Google, id: string): Item {
  const item = google.store.find(id);
  if (item === undefined) {
    throw notFound(id);
  }
  return item;
}

/** Sets metadata of an item: what the store knows, else a fixed field of its resource. */
export function patchItem(google: Google, item: Item, body: JsonObject): void {
  for (const [key, value] of Object.entries(body)) {
    if (value === undefined || PLACE_KEYS.has(key)) {
      continue;
    }
    if (key === 'name') {
      item.name = need(body, 'name');
    } else if (key === 'mimeType') {
      item.mimeType = need(body, 'mimeType');
    } else if (key === 'trashed') {
      google.store.setTrashed(item, booleanOf(body, key) === true);
    } else if (key === 'starred') {
      item.starredBy = new Set(value === true ? [item.owner ?? defaultOwner(google)] : []);
    } else if (key === 'modifiedTime' || key === 'createdTime') {
      item[key] = Date.parse(need(body, key));
    } else if (key === 'description') {
      item.description = need(body, key);
    } else if (key === 'viewedByMeTime') {
      item.viewedBy = new Map([[item.owner ?? defaultOwner(google), Date.parse(need(body, key))]]);
    } else if (QUIRKS.has(key)) {
      item.quirks = { ...item.quirks, ...quirk(body, key) };
    } else {
      item.overrides = { ...item.overrides, [key]: value };
    }
  }
  if (item.quirks?.needsResourceKey === true) {
    item.resourceKey ??= google.ids.resourceKey();
  }
  google.store.touch(item);
}

export async function describe(google: Google, item: Item): Promise<JsonObject> {
  const email = item.owner ?? defaultOwner(google);
  return fileResource(
    item,
    {
      store: google.store,
      people: google.accounts,
      docsOrigin: 'https://docs.google.com',
      viewer: { email, isServiceAccount: false, clientId: '', scopes: new Set(['drive']) }
    },
    ALL_BUT_SLOW
  );
}

/** Every field but the digests that a large file would be read again for. */
const ALL_BUT_SLOW: Mask = new Map(
  Object.keys(FILE.fields)
    .filter(name => name !== 'sha1Checksum' && name !== 'sha256Checksum')
    .map(name => [name, 'all'])
);

export function addDrive(google: Google, body: JsonObject): JsonObject {
  const members = objectOf(body, 'members') ?? {};
  const now = google.clock.now();
  const permissions = Object.entries(members).map(([email, role]) =>
    permissionFor(email, readRole(typeof role === 'string' ? role : ''), now)
  );
  const drive = google.store.insertDrive(need(body, 'name'), permissions);
  return { id: drive.id, name: drive.name };
}

export function readRole(text: string): Role {
  const role = ROLES.find(each => each === text);
  if (role === undefined) {
    throw badRequest(`There is no role ${text}.`, 'role');
  }
  return role;
}

const ROLES: readonly Role[] = [
  'owner',
  'organizer',
  'fileOrganizer',
  'writer',
  'commenter',
  'reader'
];
const PLACE_KEYS = new Set([
  'id',
  'owner',
  'parents',
  'driveId',
  'content',
  'base64',
  'size',
  'contentSeed',
  'target',
  'document'
]);
const QUIRKS = new Set([
  'abusive',
  'downloadQuotaExceeded',
  'wrongMd5',
  'noMd5',
  'photosSize',
  'needsResourceKey'
]);

function quirk(body: JsonObject, key: string): Quirks {
  return { [key]: numberOf(body, key) ?? booleanOf(body, key) };
}

function plant(google: Google, place: Place, body: JsonObject): Item {
  const planter = new Planter(google.store);
  const name = textOf(body, 'name') ?? 'Untitled';
  const mimeType = textOf(body, 'mimeType');
  const id = textOf(body, 'id');
  const more = {
    ...(id === undefined ? {} : { id }),
    ...(mimeType === undefined ? {} : { mimeType })
  };
  if (mimeType === FOLDER) {
    return planter.folder(place, name, more);
  }
  if (mimeType === SHORTCUT) {
    return planter.shortcut(place, name, need(body, 'target'));
  }
  const document = objectOf(body, 'document');
  if (document !== undefined) {
    return planter.document(place, need(body, 'mimeType'), name, {
      text: textOf(document, 'text') ?? '',
      rows: rowsOf(document),
      exportBytes: numberOf(document, 'exportBytes')
    });
  }
  return planter.file(place, name, contentOf(body), more);
}

function contentOf(body: JsonObject): string | Buffer | { seed: number; size: number } {
  const base64 = textOf(body, 'base64');
  if (base64 !== undefined) {
    return Buffer.from(base64, 'base64');
  }
  const size = numberOf(body, 'size');
  if (size !== undefined) {
    return { seed: numberOf(body, 'contentSeed') ?? 0, size };
  }
  return textOf(body, 'content') ?? '';
}

function rowsOf(document: JsonObject): string[][] {
  const { rows } = document;
  return Array.isArray(rows)
    ? rows.map(row =>
        Array.isArray(row)
          ? row.map(cell => (typeof cell === 'string' ? cell : JSON.stringify(cell)))
          : []
      )
    : [];
}

function driveOfParent(google: Google, body: JsonObject): string | undefined {
  const [parent = ''] = textsOf(body, 'parents') ?? [];
  return google.store.find(parent)?.driveId;
}

/** The first person: whose Drive a test means when it names no person. */
function defaultOwner(google: Google): string {
  const [first] = google.accounts.users.keys();
  if (first === undefined) {
    throw badRequest('There is no user yet.');
  }
  return first;
}
