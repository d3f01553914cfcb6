import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lstatSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stateOf } from './fileState';
import { removeTrial, trialOf } from './longNames';
import { Workspace } from './workspace';

let root: string;
let workspace: Workspace;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'gdrive-workspace-'));
  workspace = new Workspace(root, false);
});
afterEach(async () => {
  await workspace.writers.dispose();
  rmSync(root, { recursive: true, force: true });
});

describe('what stands under a name', () => {
  it('has the state that decisions about it are bound to: of a link its own', async () => {
    writeFileSync(path.join(root, 'a.csv'), 'text');
    symlinkSync('a.csv', path.join(root, 'link'));
    const lstat = (name: string) => lstatSync(path.join(root, name), { bigint: true });
    expect((await workspace.existing('a.csv'))?.state).toEqual(stateOf(lstat('a.csv')));
    expect(await workspace.existing('link')).toMatchObject({
      ...{ kind: 'other', linkTarget: 'a.csv', state: stateOf(lstat('link')) }
    });
    expect(await workspace.existing('nothing')).toBeNull();
  });
});

describe('room on the disk', () => {
  it('is told where the file system counts, and is not known where it does not', async () => {
    expect(await workspace.freeBytes()).toBeGreaterThan(0);
    await expect(new Workspace('/proc', false).freeBytes()).resolves.toBeNull();
    await expect(new Workspace('/nowhere', false).freeBytes()).resolves.toBeNull();
  });
});

describe('a long name', () => {
  it.each([
    ['short', 'a.csv'],
    ['of 255 bytes', `${'a'.repeat(251)}.csv`],
    ['of 255 bytes in other letters', 'é'.repeat(127)]
  ])('fits: %s', async (_what, name) => {
    await expect(workspace.assertNameFits('', name)).resolves.toBeUndefined();
    expect(readdirSync(root)).toEqual([]);
  });

  it('fits though a process was ended while it tried the name, or another one tries it', async () => {
    const name = `${'a'.repeat(251)}.csv`;
    writeFileSync(path.join(root, trialOf(name) ?? ''), '');
    await expect(workspace.assertNameFits('', name)).resolves.toBeUndefined();
    await removeTrial(path.join(root, trialOf(name) ?? ''));
    expect(readdirSync(root)).toEqual([]);
  });

  it('is no reason to remove what holds something', async () => {
    const name = 'é'.repeat(127);
    writeFileSync(path.join(root, trialOf(name) ?? ''), 'of the user');
    await removeTrial(path.join(root, trialOf(name) ?? ''));
    expect(readdirSync(root)).toEqual([trialOf(name)]);
  });

  it('may be tried many times at once', async () => {
    const name = `${'a'.repeat(251)}.csv`;
    const tries = Array.from({ length: 50 }, () => workspace.assertNameFits('', name));
    await expect(Promise.all(tries)).resolves.toHaveLength(50);
    expect(readdirSync(root)).toEqual([]);
  });

  it.each([
    ['of 256 bytes', `${'a'.repeat(252)}.csv`],
    ['of 256 bytes in other letters', 'é'.repeat(128)]
  ])('does not fit, which is known before anything is fetched: %s', async (_what, name) => {
    await expect(workspace.assertNameFits('', name)).rejects.toThrow(
      /^The name of “.*” is longer than the disk/
    );
    expect(readdirSync(root)).toEqual([]);
  });
});
