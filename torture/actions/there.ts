/** Drive's side moves: others change, trash, rename, move, and take rights away. */
import type { SnapshotItem } from '../../emulator/client';
import { bytesOf, md5Of } from '../bytes';
import { nameOf } from '../model/model';
import { drawName, drawSize } from '../plan/names';
import type { ACTS, Step } from '../plan/steps';
import { at, Random } from '../random';
import type { World } from '../world/world';
import { filesBelow } from './files';

type ThereAct = (typeof ACTS.there)[number];

export const FOLDER = 'application/vnd.google-apps.folder';
const ON_TARGET = 0.6;

/** What was done, in words. */
export async function actThere(
  act: ThereAct,
  step: Step,
  held: string | null,
  world: World
): Promise<string> {
  const random = new Random(`step ${step.draws.join(' ')}`);
  const items = await world.emulator.snapshot();
  const folders = items.filter(({ mimeType }) => mimeType === FOLDER);
  if (act === 'add') {
    return addFile(at(folders, step.draws[0]), random, world);
  }
  const item = pick(step, { held, items, copied: copiedNames(world) });
  if (item === undefined) {
    return 'found nothing';
  }
  switch (act) {
    case 'overwrite':
      return overwrite(item, random, world);
    case 'trash':
      return change(item, { trashed: true }, world);
    case 'restore':
      return change(item, { trashed: false }, world);
    case 'renameItem':
      return rename(item, drawName(random, 'there'), world);
    case 'move':
      return move(item, at(folders, step.draws[2]), world);
    case 'loseAccess':
      return loseAccess(step, items, world);
  }
}

type Picking = {
  readonly held: string | null;
  readonly items: readonly SnapshotItem[];
  /** Names that stand in the workspace. */
  readonly copied: ReadonlySet<string>;
};

/** What the held request is about, or what was most likely copied already: it meets more than others. */
function pick({ draws }: Step, { held, items, copied }: Picking): SnapshotItem | undefined {
  const files = items.filter(({ mimeType }) => !mimeType.includes('google-apps'));
  const meant = files.filter(({ id }) => id === held);
  const likely = meant.length > 0 ? meant : files.filter(({ name }) => copied.has(name));
  return at(draws[1] < ON_TARGET && likely.length > 0 ? likely : files, draws[0]);
}

function copiedNames({ workspace }: World): ReadonlySet<string> {
  return new Set(filesBelow(workspace).map(nameOf));
}

async function addFile(
  folder: SnapshotItem | undefined,
  random: Random,
  world: World
): Promise<string> {
  if (folder === undefined) {
    return 'found no folder';
  }
  const name = drawName(random, 'there');
  const bare = random.chance(0.15);
  return addBytes({ name, folder: folder.id, owner: folder.owner, bare }, drawSize(random), world);
}

export type NewFile = {
  readonly name: string;
  readonly folder: string;
  readonly owner?: string | undefined;
  /** Drive tells no checksum of it. */
  readonly bare: boolean;
};

export async function addBytes(
  { name, folder, owner, bare }: NewFile,
  size: number,
  { emulator, model, history }: World
): Promise<string> {
  const bytes = bytesOf(model.nextNumber(), size);
  const from = history.now();
  const added = await emulator.addFile({
    ...{ name, parents: [folder], base64: bytes.toString('base64') },
    ...(owner === undefined ? {} : { owner }),
    ...(bare ? { noMd5: true } : {})
  });
  model.madeThere(added.id, name, md5Of(bytes), from);
  return `added ${name}${bare ? ' without checksum' : ''}: ${model.versions.label(md5Of(bytes))}`;
}

async function overwrite(item: SnapshotItem, random: Random, world: World): Promise<string> {
  const { emulator, model, history } = world;
  const bytes = bytesOf(model.nextNumber(), drawSize(random));
  const from = history.now();
  model.theirs.touch(item.id);
  model.madeThere(item.id, item.name, md5Of(bytes), from);
  await emulator.overwrite(item.id, { base64: bytes.toString('base64') });
  return `overwrote ${item.name}: now ${model.versions.label(md5Of(bytes))}`;
}

async function rename(item: SnapshotItem, name: string, world: World): Promise<string> {
  world.model.renamedThere(item.id, name, item.md5 ?? null);
  return change(item, { name }, world);
}

async function change(item: SnapshotItem, fields: object, world: World): Promise<string> {
  world.model.theirs.touch(item.id);
  const done = await personFor(item, world).change(item.id, fields);
  return `${JSON.stringify(fields)} for ${item.name}: ${done}`;
}

async function move(
  item: SnapshotItem,
  to: SnapshotItem | undefined,
  world: World
): Promise<string> {
  if (to === undefined) {
    return 'found no folder';
  }
  world.model.theirs.touch(item.id);
  const query = `&addParents=${to.id}&removeParents=${item.parents.join(',')}`;
  const done = await personFor(item, world).change(item.id, {}, query);
  return `moved ${item.name} to ${to.name}: ${done}`;
}

/** Of a folder or a file that belongs to somebody else. */
async function loseAccess(
  { draws }: Step,
  items: readonly SnapshotItem[],
  world: World
): Promise<string> {
  const me = world.emulator.subject;
  const theirs = items.filter(({ owner }) => owner !== undefined && owner !== me);
  const item = at(theirs, draws[0]);
  if (item === undefined) {
    return 'found nothing of others';
  }
  const below = items.filter(({ id, parents }) => id === item.id || parents.includes(item.id));
  below.forEach(({ id }) => world.model.theirs.touch(id));
  const done = await world.other.withdraw(item.id, me);
  return `took ${item.name} away: ${done}`;
}

function personFor({ owner }: SnapshotItem, { emulator, me, other }: World) {
  return owner === emulator.subject ? me : other;
}
