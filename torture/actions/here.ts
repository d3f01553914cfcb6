/** The user's side moves: which file, and what is done with it. */
import path from 'node:path';
import { at, Random } from '../random';
import { drawName, drawSize } from '../plan/names';
import type { ACTS, Step } from '../plan/steps';
import { nameOf } from '../model/model';
import type { World } from '../world/world';
import { filesBelow, foldersBelow } from './files';
import type { Editing } from './editing';

type HereAct = (typeof ACTS.here)[number];

/** The share of steps that pick the file that the held request is about. */
const ON_TARGET = 0.85;

/** What was done, in words. */
export function actHere(
  act: HereAct,
  step: Step,
  item: string | null,
  world: World,
  editing: Editing
): string {
  const random = new Random(`step ${step.draws.join(' ')}`);
  const folders = foldersBelow(world.workspace);
  if (act === 'create') {
    const folder = at(folders, step.draws[0]) ?? '';
    return editing.create(below(folder, drawName(random, 'here')), drawSize(random));
  }
  if (act === 'renameFolder') {
    const folder = at(folders.slice(1), step.draws[0]);
    return folder === undefined ? 'found no folder' : editing.rename(folder, `${folder} moved`);
  }
  const file = pick(step, item, world);
  if (file === undefined) {
    return 'found no file';
  }
  switch (act) {
    case 'editInPlace':
      return editing.rewrite(file, drawSize(random));
    case 'editByRename':
      return editing.byRename(file, drawSize(random));
    case 'editSameSizeAndTime':
      return editing.sameSizeAndTime(file);
    case 'append':
      return editing.append(file, 1 + drawSize(random));
    case 'truncate':
      return editing.truncate(file, step.draws[2]);
    case 'remove':
      return editing.remove(file);
    case 'rename':
      return editing.rename(file, below(path.posix.dirname(file), `${nameOf(file)} renamed`));
    case 'toFolder':
      return editing.toFolder(file);
    case 'toLink':
      return editing.toLink(file);
  }
}

function pick({ draws }: Step, item: string | null, world: World): string | undefined {
  const files = filesBelow(world.workspace);
  const names = item === null ? [] : world.model.theirs.namesOf(item);
  const targets = files.filter(file => names.includes(nameOf(file)));
  return at(draws[1] < ON_TARGET && targets.length > 0 ? targets : files, draws[0]);
}

function below(folder: string, name: string): string {
  return folder === '' || folder === '.' ? name : `${folder}/${name}`;
}
