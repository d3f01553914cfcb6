/** A folder is renamed, or moved, while files come into it: nothing of ours goes with it, unseen. */
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { withProxy } from '../../testing/withProxy';

const stage = withProxy();
const LARGE = 3_000_000;

/** Ways that the folder of a file goes. */
const MOVES: readonly (readonly [string, (at: Move) => void])[] = [
  ['is renamed', ({ folder, other }) => renameSync(folder, other)],
  [
    'is renamed with the folder that it is in',
    ({ above, otherAbove }) => renameSync(above, otherAbove)
  ],
  [
    'is renamed, and another one takes its name',
    ({ folder, other }) => {
      renameSync(folder, other);
      mkdirSync(folder);
    }
  ]
];
type Move = { above: string; otherAbove: string; folder: string; other: string };

const places = (): Move => ({
  ...{ above: stage.at('top'), otherAbove: stage.at('moved top') },
  ...{ folder: stage.at('top', 'sub'), other: stage.at('top', 'moved sub') }
});
const ours = (): string[] => stage.tree().filter(name => /\.~|\.old$/.test(name));

/** `top/sub/a.bin`, of which the bytes are about to come, or have begun to. */
async function fetching(isHeld: boolean): Promise<string> {
  const top = await stage.emulator.addFolder('top');
  const sub = await stage.emulator.addFolder('sub', { parents: [top.id] });
  await stage.emulator.addFile({ name: 'a.bin', parents: [sub.id], size: LARGE, contentSeed: 1 });
  if (isHeld) {
    const match = { query: 'alt=media' };
    await stage.emulator.addFault({ match: { ...match, range: '.' }, do: { stall: true } });
    await stage.emulator.addFault({ match, do: { stall: 2_000_000 } });
  }
  const { id } = await stage.proxy.startCopy(['My Drive/top']);
  return id;
}

describe('a folder that', () => {
  it.each(MOVES)('%s while its file comes keeps no part of it', async (_how, move) => {
    const id = await fetching(true);
    await stage.until('a part', ours, parts => parts.length > 0);
    move(places());
    await stage.proxy.call('POST /transfers/:id/cancel', { id });
    await stage.proxy.ended(id);
    expect(ours()).toEqual([]);
  });

  it.each(MOVES)(
    '%s while a question about its file is open keeps no part of it',
    async (_how, move) => {
      const hold = await stage.emulator.holdAt({ match: { query: 'alt=media' } });
      const id = await fetching(false);
      await hold.held();
      writeFileSync(stage.at('top', 'sub', 'a.bin'), 'of the user');
      await hold.release();
      await stage.proxy.until(id, ({ state }) => state === 'asking', 'a question');
      expect(ours()).toHaveLength(1);
      move(places());
      await stage.proxy.call('POST /transfers/:id/answer', {
        id,
        body: { kind: 'conflicts', choices: {}, others: 'skip' }
      });
      await stage.proxy.ended(id);
      expect(ours()).toEqual([]);
      expect(stage.tree().filter(name => name.endsWith('/a.bin'))).toHaveLength(1);
    }
  );
});
