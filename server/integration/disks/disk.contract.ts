/** What holds on every file system that a workspace may be on. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasEnded, type ConflictChoice, type Transfer } from '../../../protocol';
import type { Disk } from '../../testing/disks/disk';
import {
  addTree,
  copy,
  ended,
  fetches,
  fileIn,
  FILES,
  filesIn,
  hasPaused,
  md5,
  outcomeOf,
  SIZES,
  type Sides,
  sumsIn,
  sumsInDrive,
  sumsOf,
  textIn
} from '../../testing/disks/sides';
import { openFiles, withDisk } from '../../testing/disks/withDisk';
import type { Stage } from '../../testing/withProxy';

const LARGE = 'inner/large.bin';
const SMALL = 'inner/small.txt';
const NAMED = 'naïve ☕.csv';

/** Specs of this disk alone may follow in `more`. */
export function itKeepsFilesWhole(disk: Disk, more?: (stage: Stage) => void): void {
  describe(disk.name, () => {
    const stage = withDisk(disk);
    afterEach(() => expectNothingLeft(stage));
    itCopies(stage, disk.keepsTimes !== false);
    itMindsEdits(stage);
    itSurvives(stage);
    itStartsOver(stage);
    itUploads(stage);
    more?.(stage);
  });
}

/** No temporary file, no descriptor, and nothing that was called our own fault. Clears the list. */
export async function expectNothingLeft({ proxy }: Sides): Promise<void> {
  const { body } = await proxy.call('GET /transfers');
  for (const { id } of body) {
    await proxy.call('DELETE /transfers/:id', { id });
  }
  const running = body.filter(({ state }) => !hasEnded(state));
  const ours = body.flatMap(({ problems }) => problems).filter(({ code }) => code === 'internal');
  const { workspace } = proxy.home;
  expect({
    running: running.map(outcomeOf),
    ours: ours.map(({ item, message }) => `${item}: ${message}`),
    temporary: filesIn(workspace).filter(isTemporary),
    open: openFiles(proxy.pid, workspace)
  }).toEqual({ running: [], ours: [], temporary: [], open: [] });
}

const isTemporary = (name: string): boolean => path.basename(name).startsWith('.~');

function itCopies(stage: Stage, keepsTimes: boolean): void {
  it('copies byte for byte, and again without a move or a question', async () => {
    const tree = await addTree(stage, 'copied');
    expect(outcomeOf(await copy(stage, 'copied'))).toEqual(ended(FILES, 0));
    expect(sumsIn(stage.at('copied'))).toEqual(sumsOf(tree));
    if (keepsTimes) {
      const seconds = statSync(stage.at('copied', LARGE)).mtimeMs / 1000;
      const promised = Date.parse(textIn(fileIn(tree, LARGE), 'modifiedTime')) / 1000;
      expect(Math.abs(seconds - promised)).toBeLessThanOrEqual(2); // exFAT counts in twos
    }
    await stage.emulator.clearRequests();
    expect(outcomeOf(await copy(stage, 'copied'))).toEqual(ended(0, FILES));
    expect(await fetches(stage)).toBe(0);
  });

  it('replaces what changed in Drive, and asks nothing', async () => {
    const tree = await addTree(stage, 'replaced');
    await copy(stage, 'replaced');
    const [large, small] = [fileIn(tree, LARGE), fileIn(tree, SMALL)];
    const newLarge = await stage.emulator.overwrite(large.id, { size: 2_500_000, contentSeed: 9 });
    const newSmall = await stage.emulator.overwrite(small.id, { content: 'new in Drive' });
    expect(outcomeOf(await copy(stage, 'replaced'))).toEqual(ended(2, FILES - 2));
    expect(sumsIn(stage.at('replaced'))).toEqual({
      ...sumsOf(tree),
      [LARGE]: newLarge.md5Checksum,
      [SMALL]: newSmall.md5Checksum
    });
  });

  it('exports documents whole, and again without a move', async () => {
    const { id } = await stage.emulator.addFolder('exported');
    const parents = [id];
    const text = 'a paragraph '.repeat(500);
    await stage.emulator.addDocument('document', 'Words', { text }, { parents });
    const rows = [['a', 'b']];
    await stage.emulator.addDocument('spreadsheet', 'Numbers', { rows }, { parents });
    expect(outcomeOf(await copy(stage, 'exported'))).toEqual(ended(2, 0));
    expect(Object.keys(sumsIn(stage.at('exported')))).toEqual(['Numbers.xlsx', 'Words.docx']);
    for (const name of ['Numbers.xlsx', 'Words.docx']) {
      expectWholeZip(stage.at('exported', name));
    }
    await stage.emulator.clearRequests();
    expect(outcomeOf(await copy(stage, 'exported'))).toEqual(ended(0, 2));
    expect(await fetches(stage)).toBe(0);
  });
}

function itMindsEdits(stage: Stage): void {
  it('asks about a file that was edited here, and does as it is answered', async () => {
    const tree = await addTree(stage, 'edited');
    await copy(stage, 'edited');
    const edit = edited(stage.at('edited', NAMED));
    const asked = await stage.proxy.startCopy(['My Drive/edited']);
    await expectQuestion(stage, asked, `edited/${NAMED}`);
    expect(outcomeOf(await answer(stage, asked, 'skip'))).toEqual(ended(0, FILES));
    expect(sumsIn(stage.at('edited'))).toEqual({ ...sumsOf(tree), [NAMED]: edit });
    const again = await stage.proxy.startCopy(['My Drive/edited']);
    await expectQuestion(stage, again, `edited/${NAMED}`);
    expect(outcomeOf(await answer(stage, again, 'replace'))).toEqual(ended(1, FILES - 1));
    expect(sumsIn(stage.at('edited'))).toEqual(sumsOf(tree));
  });

  it('keeps an edit that comes while the file is replaced, and asks', async () => {
    const tree = await addTree(stage, 'moving');
    await copy(stage, 'moving');
    const { id } = fileIn(tree, NAMED);
    const newer = await stage.emulator.overwrite(id, { content: 'new in Drive' });
    const hold = await stage.emulator.holdAt({ match: { path: id, query: 'alt=media' } });
    const begun = await stage.proxy.startCopy(['My Drive/moving']);
    await hold.held();
    writeFileSync(stage.at('moving', NAMED), 'edited meanwhile');
    await hold.release();
    await expectQuestion(stage, begun, `moving/${NAMED}`);
    expect(stage.text('moving', NAMED)).toBe('edited meanwhile');
    await answer(stage, begun, 'keepBoth');
    expect(sumsIn(stage.at('moving'))).toEqual({
      ...sumsOf(tree),
      [NAMED]: md5('edited meanwhile'),
      'naïve ☕ (2).csv': newer.md5Checksum
    });
  });
}

function itSurvives(stage: Stage): void {
  it('goes on after kill -9 in the middle of a file', async () => {
    const tree = await addTree(stage, 'survived');
    const { id } = fileIn(tree, LARGE);
    const match = { path: id, query: 'alt=media' };
    await stage.emulator.addFault({
      match: { ...match, times: 1 },
      do: { cutAfterBytes: 2_500_000 }
    });
    const hold = await stage.emulator.holdAt({ match: { ...match, nth: 2 } });
    const begun = await stage.proxy.startCopy(['My Drive/survived']);
    await hold.held();
    await stage.proxy.kill();
    await hold.release();
    await stage.emulator.clearFaults();
    await stage.startNext();
    expect(outcomeOf(await stage.proxy.ended(begun.id))).toEqual(ended(FILES, 0));
    expect(sumsIn(stage.at('survived'))).toEqual(sumsOf(tree));
  });
}

function itStartsOver(stage: Stage): void {
  it('starts a file over whose bytes arrived wrong', async () => {
    const tree = await addTree(stage, 'wrong');
    const { id } = fileIn(tree, LARGE);
    const match = { path: id, query: 'alt=media', times: 1 };
    await stage.emulator.addFault({ match, do: { wrongBytes: true } });
    expect(outcomeOf(await copy(stage, 'wrong'))).toEqual(ended(FILES, 0));
    expect(sumsIn(stage.at('wrong'))).toEqual(sumsOf(tree));
  });
}

function itUploads(stage: Stage): void {
  it('uploads byte for byte, and a copy that was edited as a new revision', async () => {
    const folder = await stage.emulator.addFolder('target');
    mkdirSync(stage.at('up', 'inner'), { recursive: true });
    for (const [name, size] of Object.entries(SIZES)) {
      writeFileSync(stage.at('up', name), Buffer.alloc(size, name));
    }
    const upload = async (): Promise<Transfer> => {
      const target = { id: folder.id, path: 'My Drive/target' };
      const body = { paths: ['up'], folder: target };
      const begun = await stage.proxy.call('POST /uploads', { body });
      return stage.proxy.until(begun.body.id, hasPaused);
    };
    expect(outcomeOf(await upload())).toEqual(ended(FILES, 0));
    const sums = (): Record<string, string> =>
      Object.fromEntries(
        Object.entries(sumsIn(stage.at('up'))).map(([name, sum]) => [`up/${name}`, sum])
      );
    expect(await sumsInDrive(stage, folder.id)).toEqual(sums());
    edited(stage.at('up', SMALL));
    const asking = await upload();
    await expectQuestion(stage, asking, `My Drive/target/up/${SMALL}`);
    await answer(stage, asking, 'replace');
    expect(await sumsInDrive(stage, folder.id)).toEqual(sums());
  });
}

/** Longer by a word, and written as a whole: some disks can't append. Returns its MD5. */
function edited(file: string): string {
  const content = `${readFileSync(file, 'latin1')} mine`;
  writeFileSync(file, content, 'latin1');
  return md5(readFileSync(file));
}

/** It asks about this one path, and nothing else. */
async function expectQuestion(stage: Stage, { id }: Transfer, about: string): Promise<void> {
  const seen = await stage.proxy.until(id, hasPaused);
  const { question } = seen;
  const paths = question?.kind === 'conflicts' ? question.conflicts.map(each => each.path) : [];
  expect({ ...outcomeOf(seen), paths }).toMatchObject({ state: 'asking', paths: [about] });
}

async function answer(stage: Stage, { id }: Transfer, others: ConflictChoice): Promise<Transfer> {
  const body = { kind: 'conflicts', choices: {}, others };
  await stage.proxy.call('POST /transfers/:id/answer', { id, body });
  return stage.proxy.until(id, hasPaused);
}

/** Python reads every part of it, and compares the checksums. */
function expectWholeZip(file: string): void {
  const program = 'import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip())';
  expect(() => execFileSync('.venv/bin/python', ['-c', program, file])).not.toThrow();
}
