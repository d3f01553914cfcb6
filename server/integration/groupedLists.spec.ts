/**
 * A copy of a folder is whole, though lists of many folders in one request are not always answered in full:
 * docs/reference/drive.md, "Grouped lists".
 */
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { withProxy } from '../testing/withProxy';

const stage = withProxy();

const FOLDERS = 30;
/** Half of what is asked for in groups is missing. */
const PARTIAL = { groupedParentsBug: 'partial', groupedParentsShare: 0.5 } as const;

/** A folder with that many folders of two files and a folder of one file each; the ids of these. */
async function addTree(count = FOLDERS): Promise<string[]> {
  const top = await stage.emulator.addFolder('top');
  const folders: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await stage.emulator.addFolder(`d${n}`, { parents: [top.id] });
    const below = await stage.emulator.addFolder('below', { parents: [id] });
    await stage.emulator.addFile({ name: 'f.txt', parents: [id], content: 'f' });
    await stage.emulator.addFile({ name: 'g.txt', parents: [id], content: 'g' });
    await stage.emulator.addFile({ name: 'h.txt', parents: [below.id], content: 'h' });
    folders.push(id);
  }
  return folders;
}

const aloneIn = (id: string): string => `q=%27${id}%27(\\+|%20)in(\\+|%20)parents(\\+|%20)and`;

/** What each list asked for: how many folders, and which. */
async function lists(): Promise<string[][]> {
  return (await stage.emulator.requests())
    .map(({ query }) => new URLSearchParams(query).get('q') ?? '')
    .filter(q => q.includes(' in parents') && !q.includes('name = '))
    .map(q => [...q.matchAll(/'([^']*)' in parents/g)].map(([, id = '']) => id));
}

const wholeTree = (count = FOLDERS): string[] =>
  [
    'top/',
    ...Array.from({ length: count }, (_, n) => `top/d${n}/`).flatMap(folder =>
      ['', 'below/', 'below/h.txt', 'f.txt', 'g.txt'].map(name => `${folder}${name}`)
    )
  ].sort();

describe('a copy of many folders is whole', () => {
  it.each(['off', 'empty', 'partial'] as const)(
    'whatever lists of many leave out: %s',
    async groupedParentsBug => {
      await addTree();
      await stage.emulator.setKnobs({ ...PARTIAL, groupedParentsBug });
      const { state, files, problems, unprovenFolders } = await stage.proxy.copy(['My Drive/top']);
      expect([state, files.done, problems, unprovenFolders]).toEqual(['done', 90, [], 0]);
      expect(stage.tree()).toEqual(wholeTree());
      const asked = await lists();
      expect(asked.some(ids => ids.length > 12)).toBe(true);
      // Every folder has had a list of its own.
      const alone = asked.filter(ids => ids.length === 1).flat();
      expect(new Set(alone).size).toBe(61);
    }
  );

  it('asks about a file of a name that is taken here, also if it was found later', async () => {
    await addTree();
    const taken = Array.from({ length: FOLDERS }, (_, n) => stage.at('top', `d${n}`));
    for (const folder of taken) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/g.txt`, 'mine');
    }
    await stage.emulator.setKnobs(PARTIAL);
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    const asked = new Set<string>();
    for (let questions = 0; asked.size < FOLDERS; questions += 1) {
      const { question } = await stage.proxy.until(
        id,
        ({ state, question: open }) =>
          state === 'asking' &&
          open?.kind === 'conflicts' &&
          !asked.has(open.conflicts[0]?.path ?? '')
      );
      expect(questions).toBeLessThan(FOLDERS);
      if (question?.kind === 'conflicts') {
        question.conflicts.forEach(({ path }) => asked.add(path));
      }
      const body = { kind: 'conflicts', choices: {}, others: 'skip' };
      await stage.proxy.call('POST /transfers/:id/answer', { id, body });
    }
    const { state, files } = await stage.proxy.ended(id);
    expect([state, files.done, files.skipped]).toEqual(['done', 60, 30]);
    expect(taken.map((_, n) => stage.text('top', `d${n}`, 'g.txt'))).toEqual(
      taken.map(() => 'mine')
    );
  });

  it('after a kill in the middle of the proof, which goes on with the folders that are open', async () => {
    const folders = await addTree();
    await stage.emulator.setKnobs(PARTIAL);
    // The proof stands still at three of them; the others are proven.
    const late = folders.slice(-3);
    for (const folder of late) {
      await stage.emulator.addFault({ match: { query: aloneIn(folder) }, do: { stall: true } });
    }
    const { id } = await stage.proxy.startCopy(['My Drive/top']);
    const journal = `${stage.proxy.home.data}/transfers/spec/${id}.jsonl`;
    const proven = (): string[] =>
      [
        ...readFileSync(journal, 'utf8').matchAll(/"t":"proven","folders":\[([\d,]*)\]\}\n/g)
      ].flatMap(([, numbers = '']) => numbers.split(','));
    await stage.until('proven folders', proven, numbers => numbers.length >= 30);
    await stage.proxy.kill();
    const ids = [...readFileSync(journal, 'utf8').matchAll(/"n":(\d+),"id":"(\w+)","driveId"/g)];
    const known = new Map(ids.map(([, n = '', folder = '']) => [n, folder]));
    const whole = proven().map(n => known.get(n));
    await stage.emulator.clearFaults();
    await stage.emulator.clearRequests();
    await stage.startNext();
    const { state, files, problems } = await stage.proxy.ended(id);
    expect([state, files.done, problems, stage.tree()]).toEqual(['done', 90, [], wholeTree()]);
    const again = (await lists()).flat();
    expect(late.every(folder => again.includes(folder))).toBe(true);
    expect(again.filter(folder => whole.includes(folder))).toEqual([]);
  });

  it('lists a few folders one by one at once, which is always right', async () => {
    await addTree(6);
    await stage.emulator.setKnobs(PARTIAL);
    const { files, unprovenFolders } = await stage.proxy.copy(['My Drive/top']);
    expect([files.done, unprovenFolders]).toEqual([18, 0]);
    expect((await lists()).map(ids => ids.length)).toEqual(Array.from({ length: 13 }, () => 1));
  });
});
