import { describe, expect, it } from '@jest/globals';

import { emptyStore, viewerOf } from '../testing/items';
import { canSee, capability, isInCorpus, roleOf, sharedWithMe } from './access';
import type { Item, Role } from './items';
import { FOLDER } from './items';
import { permissionFor } from './store';

const ADA = 'ada@example.org';
const GRACE = 'grace@example.org';
const store = emptyStore();
const put = (name: string, more: object = {}): Item =>
  store.insert({ name, mimeType: 'text/plain', owner: ADA, ...more });
const forGrace = (role: Role): object => ({ permissions: [permissionFor(GRACE, role, 1)] });
const anyone = { permissions: [{ id: 'x', type: 'anyone', role: 'reader', sharedAt: 1 }] };
const domain = (emailAddress: string): object => ({
  permissions: [{ id: 'd', type: 'domain', role: 'commenter', emailAddress, sharedAt: 1 }]
});

const shared = put('shared', { mimeType: FOLDER, ...forGrace('reader') });
const graces = put('graces', { mimeType: FOLDER, owner: GRACE });
const team = store.insertDrive('team', [permissionFor(GRACE, 'fileOrganizer', 1)]);
const inTeam = put('in team', { owner: undefined, driveId: team.id, parents: [team.id] });
/** A shared drive that Grace is no member of, and a folder of it that she was given. */
const other = store.insertDrive('other', [permissionFor(ADA, 'organizer', 1)]);
const inOther = (name: string, parent: string, more: object = {}): Item =>
  put(name, { owner: undefined, driveId: other.id, parents: [parent], ...more });
const given = inOther('given', other.id, { mimeType: FOLDER, ...forGrace('reader') });
const openInOther = inOther('open', other.id, { mimeType: FOLDER, ...anyone });

describe('roleOf', () => {
  it.each<[string, Item, Role | undefined]>([
    ['nothing', put('private'), undefined],
    ['her permission', put('given', forGrace('writer')), 'writer'],
    ['the permission of a folder above', put('below', { parents: [shared.id] }), 'reader'],
    [
      'the stronger of two',
      put('both', { parents: [shared.id], ...forGrace('commenter') }),
      'commenter'
    ],
    ['a folder of hers above', put('guest', { parents: [graces.id] }), 'writer'],
    ['her membership of the shared drive', inTeam, 'fileOrganizer'],
    ['nothing beside what was shared of a drive', inOther('beside', other.id), undefined],
    ['a folder of a drive that was shared by itself', inOther('in', given.id), 'reader'],
    ['an open folder of a drive', inOther('in', openInOther.id), 'reader'],
    ['a link for anyone', put('open', anyone), 'reader'],
    ['her domain', put('inside', domain('example.org')), 'commenter'],
    ['another domain', put('outside', domain('example.com')), undefined],
    ['a domain that ends like hers', put('trap', domain('ample.org')), undefined],
    ['what she owns', put('own', { owner: GRACE }), 'owner']
  ])('by %s', (_, item, role) => {
    expect(roleOf(store, GRACE, item)).toBe(role);
  });
});

describe('what is seen', () => {
  const open = put('open to all', anyone);
  const app = put('made here', { owner: GRACE, apps: new Set(['client']) });
  const alien = put('made elsewhere', { owner: GRACE });
  const narrow = viewerOf(GRACE, { scopes: new Set(['drive.file']) });

  it.each<[string, boolean, boolean, Item, ReturnType<typeof viewerOf>]>([
    ['an open link, by its id alone', true, false, open, viewerOf(GRACE)],
    ['a shared folder', true, true, shared, viewerOf(GRACE)],
    ['nothing of others', false, false, put('secret'), viewerOf(GRACE)],
    ['with drive.file: what the app made', true, true, app, narrow],
    ['with drive.file: nothing else, even her own', false, false, alien, narrow],
    ['with drive.file: her root, though no list has it', true, false, store.rootOf(GRACE), narrow]
  ])('%s', (_, seen, listed, item, viewer) => {
    expect([canSee(store, viewer, item), isInCorpus(store, viewer, item)]).toEqual([seen, listed]);
  });

  it('lists the children of an open folder to who asks by its id', () => {
    expect(isInCorpus(store, viewerOf(GRACE), open, true)).toBe(true);
  });

  it.each<[string, Item, boolean]>([
    ['by a permission of its own', shared, true],
    ['not by a folder above', put('deep', { parents: [shared.id] }), false],
    ['not her own', put('mine', { owner: GRACE, ...forGrace('owner') }), false],
    ['not in a shared drive', inTeam, false],
    ['not as a member of the drive', put('t', { driveId: team.id, ...forGrace('reader') }), false],
    ['by a permission of its own in a drive of others', given, true],
    ['not below it', inOther('deep', given.id), false]
  ])('is "shared with me" %s', (_, item, isShared) => {
    expect(sharedWithMe(store, item, GRACE) !== undefined).toBe(isShared);
  });
});

describe('capability', () => {
  it.each<[string, Item, string, boolean]>([
    ['a reader may download', put('r', forGrace('reader')), 'canDownload', true],
    ['a reader may not rename', put('r', forGrace('reader')), 'canRename', false],
    ['a writer may rename', put('w', forGrace('writer')), 'canRename', true],
    ['a writer may not trash', put('w', forGrace('writer')), 'canTrash', false],
    ['an owner may trash', put('o', { owner: GRACE }), 'canTrash', true],
    ['a root cannot be trashed', store.rootOf(GRACE), 'canTrash', false],
    ['a file organizer may trash in a shared drive', inTeam, 'canTrash', true],
    [
      'what a test fixed counts before the role',
      put('f', { owner: GRACE, overrides: { capabilities: { canTrash: false } } }),
      'canTrash',
      false
    ]
  ])('%s', (_, item, name, may) => {
    expect(capability(store, viewerOf(GRACE), item, name)).toBe(may);
  });
});
