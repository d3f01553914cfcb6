import { beforeEach, describe, expect, it } from '@jest/globals';
import { DriveError } from '../../../protocol';
import type { DriveFile } from '../../drive/drive';
import { browserOf, fileNamed, folderNamed, TreeDrive } from '../../testing/treeDrive';
import { startOf, walkDrive } from './walkDrive';

const FOLDER = 'folder' as const;
const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `f${n}`);
const inside = (parent: string) => ({ parents: [parent] });
const shortcut = (id: string, to: string, parent: string): DriveFile =>
  fileNamed(id, {
    ...{ kind: 'shortcut', mimeType: 'application/vnd.google-apps.shortcut' },
    ...{ target: { id: to, kind: FOLDER, mimeType: '', resourceKey: null }, ...inside(parent) }
  });

/** Where a walk came. */
let files: string[];
let problems: [string, string][];
let unproven: number[];

beforeEach(() => {
  [files, problems, unproven] = [[], [], []];
});

async function walk(drive: TreeDrive, starts: readonly DriveFile[]): Promise<void> {
  const caller = { priority: 'transfer', signal: new AbortController().signal } as const;
  const local = (path: string, name: string): string => `${path}/${name}`;
  await walkDrive(
    starts.map(folder => startOf(folder, folder.name)),
    {
      ...{ drive, caller, browser: browserOf(drive) },
      onFile: (_, name, folder) => files.push(local(folder.local, name)),
      onFolder: (_, name, folder) => local(folder.local, name),
      onProblem: (item, error) =>
        problems.push([item, error instanceof DriveError ? error.code : String(error)]),
      onUnproven: folders => unproven.push(folders)
    }
  );
}

/** How many folders each request asked for, most first. */
const asked = (drive: TreeDrive): number[] =>
  drive.listed.map(({ length }) => length).sort((a, b) => b - a);
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const withAFile = (ids: readonly string[]): DriveFile[] =>
  ids.map(id => fileNamed(`in-${id}`, inside(id)));

describe('folders are listed', () => {
  it.each<[string, number, Partial<DriveFile>, number[], number[]]>([
    ['one by one where they are few', 12, {}, ones(12), []],
    ['together where they are many', 13, {}, [13], [13]],
    // What is left after a full group is few again.
    ['by fifty at most, and the few that are left one by one', 60, {}, [50, ...ones(10)], [50]],
    ['together in one shared drive', 13, { driveId: 'd', ownedByMe: false }, [13], [13]],
    ['one by one where others own them', 13, { ownedByMe: false }, ones(13), []]
  ])('%s', async (_, count, more, requests, doubts) => {
    const folders = many(count).map(id => folderNamed(id, more));
    const drive = new TreeDrive([...folders, ...withAFile(many(count))]);
    await walk(drive, folders);
    expect(asked(drive)).toEqual(requests);
    expect(unproven).toEqual(doubts);
    expect(files.sort()).toEqual(
      many(count)
        .map(id => `${id}/in-${id}`)
        .sort()
    );
  });

  it('of two drives apart from one another', async () => {
    const ids = many(26);
    const folders = ids.map((id, n) => folderNamed(id, { driveId: n % 2 === 0 ? 'even' : 'odd' }));
    const drive = new TreeDrive([...folders, ...withAFile(ids)]);
    await walk(drive, folders);
    const driveIds = new Map(folders.map(({ id, driveId }) => [id, driveId]));
    const drives = drive.listed.map(group => new Set(group.map(id => driveIds.get(id))).size);
    expect([asked(drive), drives]).toEqual([
      [13, 13],
      [1, 1]
    ]);
    expect(files).toHaveLength(26);
  });

  it('again alone where a group answered nothing; only the others are in doubt', async () => {
    const folders = many(13).map(id => folderNamed(id));
    const drive = new TreeDrive([...folders, ...withAFile(['f0', 'f1', 'f2'])]);
    drive.lostInGroups.add('f1');
    await walk(drive, folders);
    expect(files.sort()).toEqual(['f0/in-f0', 'f1/in-f1', 'f2/in-f2']);
    expect([unproven, asked(drive)]).toEqual([[2], [13, ...ones(11)]]);
  });

  it.each([1, 2, 3])('to their last page, where one holds %i', async page => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const drive = new TreeDrive([
      folderNamed('top'),
      ...names.map(name => fileNamed(name, inside('top')))
    ]);
    drive.page = page;
    await walk(drive, [folderNamed('top')]);
    expect(files).toEqual(names.map(name => `top/${name}`));
  });
});

describe('a walk', () => {
  it('goes down to the last folder, and into what shortcuts point to', async () => {
    const drive = new TreeDrive([
      ...[folderNamed('top'), folderNamed('a', inside('top')), folderNamed('b', inside('a'))],
      ...[
        fileNamed('deep', inside('b')),
        folderNamed('elsewhere'),
        shortcut('s', 'elsewhere', 'b')
      ],
      fileNamed('linked', inside('elsewhere'))
    ]);
    await walk(drive, [folderNamed('top')]);
    expect([files.sort(), problems]).toEqual([['top/a/b/deep', 'top/a/b/s/linked'], []]);
  });

  it('has an end where shortcuts lead back up', async () => {
    const drive = new TreeDrive([
      ...[folderNamed('top'), folderNamed('a', inside('top')), fileNamed('f', inside('a'))],
      ...[shortcut('up', 'top', 'a'), shortcut('here', 'a', 'a')]
    ]);
    await walk(drive, [folderNamed('top')]);
    expect(files).toEqual(['top/a/f']);
    expect(problems.sort()).toEqual([
      ['top/a/here', 'notSupported'],
      ['top/a/up', 'notSupported']
    ]);
  });

  it.each([
    [100, 0],
    [101, 1]
  ])('goes %i folders down, and leaves out %i', async (depth, leftOut) => {
    const ids = many(depth + 1);
    const chain = ids.map((id, n) => folderNamed(id, inside(n === 0 ? 'my' : `f${n - 1}`)));
    await walk(new TreeDrive(chain), chain.slice(0, 1));
    expect(problems).toHaveLength(leftOut);
  });

  it('tells what can’t be listed or is gone, and goes on', async () => {
    const drive = new TreeDrive([
      ...[folderNamed('top'), folderNamed('shut', inside('top')), fileNamed('f', inside('top'))],
      shortcut('dangling', 'nowhere', 'top')
    ]);
    drive.refused.add('shut');
    await walk(drive, [folderNamed('top')]);
    expect(files).toEqual(['top/f']);
    expect(problems).toEqual([
      ['top/dangling', 'notFound'],
      ['top/shut', 'accessDenied']
    ]);
  });

  it('ends with the failure of a group, of which nothing is known', async () => {
    const folders = many(13).map(id => folderNamed(id));
    const drive = new TreeDrive(folders);
    drive.refused.add('f3');
    await expect(walk(drive, folders)).rejects.toMatchObject({ code: 'accessDenied' });
  });
});
