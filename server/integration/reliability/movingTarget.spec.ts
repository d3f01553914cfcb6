/** A file that a copy replaces is moved meanwhile: it is the user's, whatever becomes of the copy. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IHold } from '../../../emulator/client';
import {
  COPY_OPERATIONS,
  LOCAL_MOVES,
  targetMovesToMarkdown,
  type CopyOperation
} from '../../testing/localMoves';
import { hasPaused } from '../../testing/disks/sides';
import { withProxy } from '../../testing/withProxy';

const SIZES = { 'small copy': 40_000, 'large copy': 4_000_000 };
const SECRET = 'outside of the workspace';

const stage = withProxy({ lasts: 'block' });
let cells = 0;
let folder: string;
let outside: string;

/** A folder of this cell's own on both sides. */
beforeEach(() => {
  cells += 1;
  folder = `cell ${cells}`;
  outside = path.join(stage.proxy.home.folder, 'outside');
  writeFileSync(outside, SECRET);
});

const NAMES = { 'small copy': 'a.bin', 'large copy': 'a.bin', export: 'a.docx' };

/** What was copied, and has changed in Drive since; resolves with its id. */
async function changedInDrive(operation: CopyOperation): Promise<string> {
  const { id: parent } = await stage.emulator.addFolder(folder);
  const parents = [parent];
  if (operation === 'export') {
    const { id } = await stage.emulator.addDocument('document', 'a', { text: 'one' }, { parents });
    await stage.proxy.copy([`My Drive/${folder}`]);
    await stage.emulator.overwrite(id, { content: 'two' });
    return id;
  }
  const size = SIZES[operation];
  const { id } = await stage.emulator.addFile({ name: 'a.bin', size, contentSeed: 1, parents });
  await stage.proxy.copy([`My Drive/${folder}`]);
  await stage.emulator.overwrite(id, { size, contentSeed: 2 });
  return id;
}

/** Before the first byte, or where a part of a large file is here already. */
async function holdMidst(operation: CopyOperation, id: string): Promise<IHold> {
  const match =
    operation === 'export' ? { path: `${id}/export` } : { path: id, query: 'alt=media' };
  if (operation !== 'large copy') {
    return stage.emulator.holdAt({ match });
  }
  await stage.emulator.addFault({
    match: { ...match, times: 1 },
    do: { cutAfterBytes: 2_500_000 }
  });
  return stage.emulator.holdAt({ match: { ...match, nth: 2 } });
}

/** What stands there: the bytes of a file, where a link leads, or that it is a folder. */
function standing(file: string): string {
  const found = lstatSync(file);
  if (found.isSymbolicLink()) {
    return `a link to ${readlinkSync(file)}`;
  }
  const sum = (): string => createHash('md5').update(readFileSync(file)).digest('hex');
  return found.isFile() ? sum() : 'a folder';
}

const table = LOCAL_MOVES.flatMap(move =>
  COPY_OPERATIONS.map(operation => [move.name, operation, move] as const)
);

describe('the local side moves × copies', () => {
  it.each(table)('%s × %s', async (moved, operation, { move, copy }) => {
    const id = await changedInDrive(operation);
    const file = stage.at(folder, NAMES[operation]);
    const old = standing(file);
    const hold = await holdMidst(operation, id);
    const begun = await stage.proxy.startCopy([`My Drive/${folder}`]);
    await hold.held();
    move(file, outside);
    const own = copy === 'asks' ? standing(file) : null;
    await hold.release();
    const paused = await stage.proxy.until(begun.id, hasPaused);
    expect([paused.state, paused.problems]).toEqual([copy === 'asks' ? 'asking' : 'done', []]);
    if (copy === 'asks') {
      expect(standing(file)).toBe(own);
      const body = { kind: 'conflicts', choices: {}, others: 'skip' };
      await stage.proxy.call('POST /transfers/:id/answer', { id: begun.id, body });
      const { state, files } = await stage.proxy.ended(begun.id);
      expect([state, files.skipped, standing(file)]).toEqual(['done', 1, own]);
    } else {
      const inDrive = (await stage.emulator.snapshot()).find(item => item.id === id)?.md5;
      // The revisions of a document are exported alike by the small Google.
      expect(standing(file)).toBe(operation === 'export' ? old : inDrive);
      expect(paused.files.done).toBe(1);
    }
    if (moved === 'rename') {
      expect(standing(`${file}.moved`)).toBe(old);
    }
    expect(readFileSync(outside, 'utf8')).toBe(SECRET);
    expect(stage.tree().filter(name => name.includes('.~'))).toEqual([]);
  });

  it('stands in the documentation as it is tested', () => {
    expect(readFileSync('docs/reliability.md', 'utf8')).toContain(targetMovesToMarkdown());
  });
});
