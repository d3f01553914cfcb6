import { describe, expect, it } from '@jest/globals';
import { MimeData } from '@lumino/coreutils';
import { drivePaths, workspacePaths } from './dragPaths';

const CONTENTS = 'application/x-jupyter-icontents';
const OURS = ['GDrive:My Drive/a.csv', 'GDrive:My Drive/b'];
const THEIRS = ['data/a.csv', 'GDrive'];

const drag = (carried: unknown, mimeType = CONTENTS): { mimeData: MimeData } => {
  const mimeData = new MimeData();
  mimeData.setData(mimeType, carried);
  return { mimeData };
};

describe('what a drag carries', () => {
  it.each([
    ['rows of Drive', drag(OURS), OURS, null],
    ['files of the workspace', drag(THEIRS), null, THEIRS],
    ['both', drag([...OURS, ...THEIRS]), null, null],
    ['nothing', drag([]), null, null],
    ['something that is not a list', drag('GDrive:a'), null, null],
    ['a list of something else', drag([OURS[0], 7]), null, null],
    ['cells of a notebook', drag(OURS, 'application/vnd.jupyter.cells'), null, null]
  ])('is taken only for %s', (_, event, ofDrive, ofWorkspace) => {
    expect([drivePaths(event), workspacePaths(event)]).toEqual([ofDrive, ofWorkspace]);
  });
});
