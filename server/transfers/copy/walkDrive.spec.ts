import { beforeEach, describe, expect, it } from '@jest/globals';
import { DriveError } from '../../../protocol';
import type { DriveFile, IDrive } from '../../drive/drive';
import { browserOf, fileNamed, folderNamed, TreeDrive } from '../../testing/treeDrive';
import { DriveWalk } from './walkDrive';
import { Walked } from './walked';

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
/** What could not be looked at. */
let unseen: string[];
let proven: string[];
let walked: Walked;

beforeEach(() => {
  [files, problems, unseen, proven] = [[], [], [], []];
  walked = new Walked();
});

const SIGNAL = new AbortController().signal;
const wordOf = (error: unknown): string =>
  error instanceof DriveError ? error.code : String(error);

function walkIn(drive: IDrive, starts: readonly DriveFile[] = []): DriveWalk {
  for (const { id, name, driveId, ownedByMe } of starts) {
    walked.find({ ...{ id, driveId, ownedByMe }, local: name, entry: id, above: null });
  }
  return new DriveWalk(walked, {
    ...{ drive, browser: browserOf(drive) },
    caller: { priority: 'transfer', signal: SIGNAL },
    onFile: (_, entry, folder) => files.push(`${folder.local}/${entry.name}`),
    onFolder: (entry, folder) => `${folder.local}/${entry.name}`,
    onProblem: (item, error) => problems.push([item, wordOf(error)]),
    onUnseen: (item, error) => unseen.push(`${item}: ${wordOf(error)}`)
  });
}

const walk = (drive: IDrive, starts: readonly DriveFile[]): Promise<void> =>
  walkIn(drive, starts).count();
const prove = (drive: IDrive): Promise<void> =>
  walkIn(drive).prove(SIGNAL, ({ local }) => proven.push(local));

/** How many folders each request asked for, most first. */
const asked = (drive: TreeDrive): number[] =>
  drive.listed.map(({ length }) => length).sort((a, b) => b - a);
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const withAFile = (ids: readonly string[]): DriveFile[] =>
  ids.map(id => fileNamed(`in-${id}`, inside(id)));

describe('folders are listed', () => {
  it.each<[string, number, Partial<DriveFile>, number[], number]>([
    ['one by one where they are few', 12, {}, ones(12), 0],
    ['together where they are many', 13, {}, [13], 13],
    // What is left after a full group is few again.
    ['by fifty at most, and the few that are left one by one', 60, {}, [50, ...ones(10)], 50],
    ['together in one shared drive', 13, { driveId: 'd', ownedByMe: false }, [13], 13],
    ['one by one where others own them', 13, { ownedByMe: false }, ones(13), 0]
  ])('%s', async (_, count, more, requests, open) => {
    const folders = many(count).map(id => folderNamed(id, more));
    const drive = new TreeDrive([...folders, ...withAFile(many(count))]);
    await walk(drive, folders);
    expect(asked(drive)).toEqual(requests);
    expect(walked.unproven).toBe(open);
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

  it('again alone where a group answered nothing; only the others stay open', async () => {
    const folders = many(13).map(id => folderNamed(id));
    const drive = new TreeDrive([...folders, ...withAFile(['f0', 'f1', 'f2'])]);
    drive.lostInGroups.add('f1');
    await walk(drive, folders);
    expect(files.sort()).toEqual(['f0/in-f0', 'f1/in-f1', 'f2/in-f2']);
    expect([walked.unproven, asked(drive)]).toEqual([2, [13, ...ones(11)]]);
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
});

describe('a folder that can’t be listed now', () => {
  const busy = new DriveError('driveUnavailable', 'Drive is busy.');

  it('stays open, the others are listed, and it is listed when all begins again', async () => {
    const drive = new TreeDrive([
      ...[folderNamed('top'), folderNamed('shut', inside('top')), fileNamed('f', inside('top'))],
      ...[folderNamed('in', inside('shut')), fileNamed('g', inside('in'))]
    ]);
    drive.broken.set('shut', busy);
    await walk(drive, [folderNamed('top')]);
    await prove(drive);
    expect([files, unseen, problems]).toEqual([['top/f'], ['top/shut: driveUnavailable'], []]);
    expect([walked.unproven, proven]).toEqual([1, []]);
    drive.broken.clear();
    walked.beginAgain();
    await prove(drive);
    expect([files, unseen.length]).toEqual([['top/f', 'top/shut/in/g'], 1]);
    expect([walked.unproven, proven]).toEqual([0, ['top/shut', 'top/shut/in']]);
  });

  it('keeps its folder open if it is what a shortcut leads to', async () => {
    const drive = new TreeDrive([
      ...[folderNamed('top'), fileNamed('f', inside('top')), folderNamed('elsewhere')],
      ...[shortcut('s', 'elsewhere', 'top'), fileNamed('linked', inside('elsewhere'))]
    ]);
    drive.broken.set('elsewhere', busy);
    await walk(drive, [folderNamed('top')]);
    expect([files, unseen]).toEqual([['top/f'], ['top/s: driveUnavailable']]);
    drive.broken.clear();
    walked.beginAgain();
    await prove(drive);
    expect([files, problems]).toEqual([['top/f', 'top/s/linked'], []]);
    expect([walked.unproven, proven]).toEqual([0, ['top', 'top/s']]);
  });

  it.each(['credentialsRejected', 'clockWrong', 'offline'] as const)(
    'ends the walk where no other could be listed either: %s',
    async code => {
      const folders = many(3).map(id => folderNamed(id));
      const drive = new TreeDrive(folders);
      drive.broken.set('f1', new DriveError(code, 'No.'));
      await expect(walk(drive, folders)).rejects.toMatchObject({ code });
      expect([unseen, walked.unproven > 0]).toEqual([[], true]);
    }
  );

  it('is asked for alone if the request for its group fails', async () => {
    const folders = many(13).map(id => folderNamed(id));
    const drive = new TreeDrive([...folders, ...withAFile(many(13))]);
    drive.refused.add('f3');
    await walk(drive, folders);
    expect([files, walked.unproven]).toEqual([[], 13]);
    await prove(drive);
    expect([files.length, unseen, walked.unproven]).toEqual([12, ['f3: accessDenied'], 1]);
  });
});

describe('the proof that a walk is whole', () => {
  /** Twenty folders of two files; the lists of many leave out half of them. */
  function halfSeen(): { drive: TreeDrive; folders: DriveFile[] } {
    const folders = many(20).map(id => folderNamed(id));
    const drive = new TreeDrive([
      ...folders,
      ...withAFile(many(20)),
      ...many(20).map(id => fileNamed(`lost-${id}`, inside(id))),
      ...[folderNamed('lost-in-f0', inside('f0')), fileNamed('deep', inside('lost-in-f0'))]
    ]);
    drive.lostFromGroups = ({ id }) => id.startsWith('lost');
    return { drive, folders };
  }

  it('lists every folder alone, and tells of what was missing, once', async () => {
    const { drive, folders } = halfSeen();
    await walk(drive, folders);
    expect([files.length, walked.unproven]).toEqual([20, 20]);
    drive.listed.length = 0;
    await prove(drive);
    expect([asked(drive), walked.unproven, proven.length]).toEqual([ones(21), 0, 21]);
    expect([files.length, new Set(files).size]).toEqual([41, 41]);
    await prove(drive);
    expect([asked(drive).length, files.length]).toEqual([21, 41]);
  });

  it('goes on with the folders that are open, after whatever interrupted it', async () => {
    const { drive, folders } = halfSeen();
    await walk(drive, folders);
    const stop = new AbortController();
    const first = walkIn(drive).prove(stop.signal, ({ local }) => {
      proven.push(local);
      stop.abort(new Error('interrupted'));
    });
    await expect(first).rejects.toThrow('interrupted');
    // What a journal keeps: folders, which are proven, and what was found in each.
    const kept = walked;
    const foundBefore = [...files];
    walked = new Walked(
      kept.folders,
      kept.folders.filter(folder => kept.isProven(folder)).map(({ n }) => n)
    );
    for (const file of foundBefore) {
      walked.noteAt(file.slice(0, file.lastIndexOf('/')), file.slice(file.lastIndexOf('/') + 1));
    }
    drive.listed.length = 0;
    await prove(drive);
    expect(asked(drive).length).toBe(walked.folders.length - kept.folders.length + kept.unproven);
    expect([walked.unproven, files.length, new Set(files).size]).toEqual([0, 41, 41]);
  });
});
