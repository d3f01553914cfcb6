/** Workspaces where names that Drive tells apart are one. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { EXFAT } from '../../testing/disks/imageDisks';
import { FOLDING, NO_DISK } from '../../testing/disks/plainDisks';
import { copy, ended, fetches, md5, outcomeOf, sumsIn } from '../../testing/disks/sides';
import { withDisk } from '../../testing/disks/withDisk';
import type { Stage } from '../../testing/withProxy';
import { expectNothingLeft, itKeepsFilesWhole } from './disk.contract';

/** Each of a pair is the other on some disk: by case, by two forms of a letter, by their composition. */
const TWINS = [
  ['Readme.txt', 'README.TXT'],
  ['σας.txt', 'σασ.txt'],
  ['straße.txt', 'STRASSE.txt'],
  ['5 µm.txt', '5 μm.txt'],
  ['273 K.txt', '273 \u212a.txt'],
  ['caf\u00e9.txt', 'cafe\u0301.txt']
];
const FOLDERS = ['Maße', 'MASSE'];

itKeepsFilesWhole(EXFAT, itKeepsTwinsApart);
describe.each([NO_DISK, FOLDING])('$name', disk => {
  const stage = withDisk(disk);
  afterEach(() => expectNothingLeft(stage));
  itKeepsTwinsApart(stage);
});

function itKeepsTwinsApart(stage: Stage): void {
  it('keeps files and folders apart whose names are one here, and knows each again', async () => {
    const top = await stage.emulator.addFolder('twins');
    const contents: string[] = [];
    const add = async (name: string, parent: string): Promise<string> => {
      contents.push(`${name} in ${parent}`);
      const content = `${name} in ${parent}`;
      return (await stage.emulator.addFile({ name, parents: [parent], content })).id;
    };
    const ids = [];
    for (const name of TWINS.flat()) {
      ids.push(await add(name, top.id));
    }
    for (const name of FOLDERS) {
      const folder = await stage.emulator.addFolder(name, { parents: [top.id] });
      ids.push(await add('same name.txt', folder.id));
    }
    expect(outcomeOf(await copy(stage, 'twins'))).toEqual(ended(ids.length, 0));
    const here = (): string[] => Object.values(sumsIn(stage.at('twins'))).sort();
    expect(here()).toEqual(contents.map(md5).sort());
    expect(readdirSync(stage.at('twins')).length).toBe(TWINS.flat().length + FOLDERS.length);

    await stage.emulator.clearRequests();
    expect(outcomeOf(await copy(stage, 'twins'))).toEqual(ended(0, ids.length));
    expect(await fetches(stage)).toBe(0);

    // One of each pair, then the other: none takes the place of its twin.
    for (const turn of [0, 1]) {
      const changed = [...ids.entries()].filter(([at]) => at % 2 === turn);
      for (const [at, id] of changed) {
        contents[at] = `new ${contents[at] ?? ''}`;
        await stage.emulator.overwrite(id, { content: contents[at] });
      }
      const half = ids.length / 2;
      expect(outcomeOf(await copy(stage, 'twins'))).toEqual(ended(half, half));
      expect(here()).toEqual(contents.map(md5).sort());
    }
  });
}
