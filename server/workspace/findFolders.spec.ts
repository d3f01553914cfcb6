import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFolders } from './findFolders';
import { identityOf, type FolderIdentity } from './folderIdentity';

let root: string;
const at = (...names: string[]): string => path.join(root, ...names);
const idOf = (folder: string): FolderIdentity => identityOf(statSync(folder, { bigint: true }));

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'gdrive-find-'));
  mkdirSync(at('a', 'b', 'c'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

it('folders are found wherever they were moved to within the workspace', async () => {
  const [b, c] = [idOf(at('a', 'b')), idOf(at('a', 'b', 'c'))];
  renameSync(at('a', 'b', 'c'), at('c of old'));
  renameSync(at('a', 'b'), at('a', 'another'));
  const found = await findFolders(root, [b, c]);
  expect([found.get(b), found.get(c)]).toEqual([at('a', 'another'), at('c of old')]);
});

it('what left the workspace is not found, also where a link leads to it', async () => {
  const outside = mkdtempSync(path.join(tmpdir(), 'gdrive-find-'));
  const moved = path.join(outside, 'b');
  const b = idOf(at('a', 'b'));
  renameSync(at('a', 'b'), moved);
  symlinkSync(outside, at('link'));
  expect(await findFolders(root, [b, { device: '0', inode: '0' }])).toEqual(new Map());
  rmSync(outside, { recursive: true });
});
