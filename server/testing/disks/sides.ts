/** Both sides of a spec on a disk: what is put into Drive or the workspace, and what stands there afterwards. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AddedItem, EmulatorProcess } from '../../../emulator/client';
import { hasEnded, type Transfer } from '../../../protocol';
import type { Proxy } from '../proxy';

/** Drive, and the proxy whose workspace is on the disk. */
export type Sides = { readonly emulator: EmulatorProcess; readonly proxy: Proxy };

/** Paths and MD5s (hex). */
export type Sums = Readonly<Record<string, string>>;

/** Names and sizes: nothing, less than a block, a block and more, several; letters of other scripts. */
export const SIZES: Readonly<Record<string, number>> = {
  'empty.txt': 0,
  'naïve ☕.csv': 321,
  'inner/block and more.bin': 1_500_000,
  'inner/large.bin': 3_500_000,
  'inner/small.txt': 10
};
export const FILES = Object.keys(SIZES).length;

export const md5 = (bytes: Buffer | string): string =>
  createHash('md5').update(bytes).digest('hex');

/** What is in Drive, by path below the folder. */
export type Tree = ReadonlyMap<string, AddedItem>;

/** A folder of this name in My Drive, with the files of `SIZES` and a folder within. */
export async function addTree({ emulator }: Sides, name: string): Promise<Tree> {
  const top = await emulator.addFolder(name);
  const inner = await emulator.addFolder('inner', { parents: [top.id] });
  const files = new Map<string, AddedItem>();
  for (const [file, size] of Object.entries(SIZES)) {
    const parents = [file.startsWith('inner/') ? inner.id : top.id];
    const options = { name: path.basename(file), parents, size, contentSeed: files.size };
    files.set(file, await emulator.addFile(options));
  }
  return files;
}

export function sumsOf(tree: Tree): Sums {
  return Object.fromEntries([...tree].map(([name, item]) => [name, textIn(item, 'md5Checksum')]));
}

/** A field of an item that is always text. */
export function textIn(item: AddedItem, field: 'md5Checksum' | 'modifiedTime'): string {
  const value = item[field];
  return typeof value === 'string' ? value : '';
}

export function fileIn(tree: Tree, name: string): AddedItem {
  const item = tree.get(name);
  if (item === undefined) {
    throw new Error(`There is no ${name} in this tree.`);
  }
  return item;
}

/** Every file below a folder of the workspace, temporary ones too. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** The same by their content. */
export function sumsIn(folder: string): Sums {
  const sum = (name: string): string => md5(readFileSync(path.join(folder, name)));
  return Object.fromEntries(filesIn(folder).map(name => [name, sum(name)]));
}

/** In Drive, below the folder of this id; nothing that is in the trash. */
export async function sumsInDrive({ emulator }: Sides, folder: string): Promise<Sums> {
  const items = (await emulator.snapshot()).filter(({ trashed }) => !trashed);
  const below = (id: string, prefix: string): [string, string][] =>
    items
      .filter(({ parents }) => parents.includes(id))
      .flatMap(item =>
        item.md5 === undefined
          ? below(item.id, `${prefix}${item.name}/`)
          : [[`${prefix}${item.name}`, item.md5] as [string, string]]
      );
  return Object.fromEntries(below(folder, '').sort());
}

/** Requests for bytes and for exports since the journal was cleared. */
export async function fetches({ emulator }: Sides): Promise<number> {
  const requests = await emulator.requests();
  return requests.filter(
    ({ query, path: at }) => query.includes('alt=media') || at.includes('/export')
  ).length;
}

/** Copies from My Drive, until it has ended, or asks what nobody here expects to be asked. */
export async function copy({ proxy }: Sides, name: string): Promise<Transfer> {
  const { id } = await proxy.startCopy([`My Drive/${name}`]);
  return proxy.until(id, hasPaused);
}

/** True once nothing more happens to it by itself. */
export const hasPaused = ({ state }: Transfer): boolean => state === 'asking' || hasEnded(state);

/** What the panel says of it, as far as it does not depend on time. */
export function outcomeOf({ state, files, problems, question }: Transfer): {
  state: string;
  done: number;
  skipped: number;
  failed: number;
  problems: readonly string[];
  question: string | null;
} {
  const { done, skipped, failed } = files;
  return {
    ...{ state, done, skipped, failed },
    problems: problems.map(({ item, code, message }) => `${item}: ${code}: ${message}`),
    question: question?.kind ?? null
  };
}

/** A transfer that ended well, with so many files moved, and so many left as they were. */
export const ended = (done: number, skipped: number): ReturnType<typeof outcomeOf> => ({
  ...{ state: 'done', done, skipped, failed: 0, problems: [], question: null }
});
