/** Puts the tree of a round on both sides. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesOf, md5Of } from '../bytes';
import { addBytes } from '../actions/there';
import { kindOf } from '../actions/files';
import { HERE_FOLDERS, THERE_FOLDERS, type ThereSeed, type Tree } from '../plan/tree';
import type { World } from './world';

/** What the proxy exports documents as, if nobody chose. */
const FORMATS = {
  document: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  spreadsheet: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
} as const;

const SHARED = 'theirs';

export async function plant(tree: Tree, world: World): Promise<void> {
  plantHere(tree, world);
  await plantThere(tree, world);
}

function plantHere({ here }: Tree, world: World): void {
  HERE_FOLDERS.forEach(folder =>
    mkdirSync(path.join(world.workspace, folder), { recursive: true })
  );
  for (const { path: file, size } of here) {
    const absolute = path.join(world.workspace, file);
    if (kindOf(absolute) === null) {
      const bytes = bytesOf(world.model.nextNumber(), size);
      mkdirSync(path.dirname(absolute), { recursive: true });
      writeFileSync(absolute, bytes);
      world.model.madeHere(file, md5Of(bytes), world.history.now());
      world.history.note('here', `${file}, ${size} bytes`);
    }
  }
}

async function plantThere({ there }: Tree, world: World): Promise<void> {
  const { emulator } = world;
  const folders = new Map<string, string>();
  for (const folder of THERE_FOLDERS) {
    const parent = folders.get(path.posix.dirname(folder));
    const added = await emulator.addFolder(path.posix.basename(folder), {
      ...(parent === undefined ? {} : { parents: [parent] }),
      ...(folder === SHARED ? { owner: emulator.email } : {})
    });
    folders.set(folder, added.id);
    world.model.theirs.touch(added.id); // no transfer made it
  }
  await emulator.share(folders.get(SHARED) ?? '', emulator.subject, 'writer');
  const put = async (seed: ThereSeed): Promise<void> => {
    const said = await plantItem(seed, folders.get(seed.folder) ?? '', world);
    world.history.note('there', `${seed.folder}/${seed.name}: ${said}`);
  };
  const shortcuts = there.filter(({ kind }) => kind === 'shortcut');
  await Promise.all(there.filter(seed => !shortcuts.includes(seed)).map(put));
  await Promise.all(shortcuts.map(put)); // their targets are there by now
}

async function plantItem(
  { folder, name, kind, size }: ThereSeed,
  parent: string,
  world: World
): Promise<string> {
  const { emulator, model } = world;
  const owner = folder === SHARED ? emulator.email : emulator.subject;
  switch (kind) {
    case 'file':
    case 'bare':
      return addBytes({ name, folder: parent, owner, bare: kind === 'bare' }, size, world);
    case 'shortcut': {
      const items = await emulator.snapshot();
      const target = items.find(({ md5, parents }) => md5 !== undefined && parents[0] !== parent);
      if (target === undefined) {
        return 'no target';
      }
      await emulator.addShortcut(name, target.id, { parents: [parent], owner });
      model.versions.named(target.md5 ?? '', name);
      model.theirs.named(target.id, name);
      return `a shortcut to ${target.name}`;
    }
    case 'document':
    case 'spreadsheet': {
      const text = `document ${model.nextNumber()}`;
      const options = { parents: [parent], owner };
      const added = await emulator.addDocument(kind, name, { text, rows: [[text]] }, options);
      const person = folder === SHARED ? world.other : world.me;
      const bytes = await person.exported(added.id, FORMATS[kind]);
      model.versions.add(md5Of(bytes), `the ${kind} ${name}`, name);
      return `a ${kind}`;
    }
  }
}
