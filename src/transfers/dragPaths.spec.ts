import { describe, expect, it } from '@jest/globals';
import { MimeData } from '@lumino/coreutils';
import { drivePaths, workspacePaths } from './dragPaths';

const CONTENTS = 'application/x-jupyter-icontents';
const OURS = ['GDrive:My Drive/a.csv', 'GDrive:My Drive/b'];
const THEIRS = ['data/a.csv', 'GDrive'];

/** As JupyterLab does with a second drive beside ours. */
const driveOf = (path: string): string => /^(GDrive|S3):/.exec(path)?.[1] ?? '';

const drag = (carried: unknown, mimeType = CONTENTS): { mimeData: MimeData } => {
  const mimeData = new MimeData();
  mimeData.setData(mimeType, carried);
  return { mimeData };
};

describe('what a drag carries', () => {
  it.each([
    ['rows of Drive', drag(OURS), OURS, null],
    ['files of the workspace', drag(THEIRS), null, THEIRS],
    ['files of another drive', drag(['S3:bucket/a.csv']), null, null],
    ['a file with a colon in its name', drag(['data/GDrive:a']), null, ['data/GDrive:a']],
    ['both', drag([...OURS, ...THEIRS]), null, null],
    ['nothing', drag([]), null, null],
    ['something that is not a list', drag('GDrive:a'), null, null],
    ['a list of something else', drag([OURS[0], 7]), null, null],
    ['cells of a notebook', drag(OURS, 'application/vnd.jupyter.cells'), null, null]
  ])('is taken only for %s', (_, event, ofDrive, ofWorkspace) => {
    expect([drivePaths(event), workspacePaths(event, driveOf)]).toEqual([ofDrive, ofWorkspace]);
  });
});
