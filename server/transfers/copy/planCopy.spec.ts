import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, type CopyRequest } from '../../../protocol';
import type { DriveFile } from '../../drive/drive';
import { browserOf, fileNamed, folderNamed, TreeDrive } from '../../testing/treeDrive';
import { Workspace } from '../../workspace/workspace';
import { targetPath } from '../item';
import { Transfer } from '../transfer';
import { CopyPlan } from './planCopy';

const GOOGLE = 'application/vnd.google-apps.';
const inTop = { parents: ['top'] };
const named = (id: string, name: string, more: Partial<DriveFile> = {}): DriveFile =>
  fileNamed(id, { name, ...inTop, ...more });
const document = (id: string, name: string, kind = 'document'): DriveFile =>
  named(id, name, { mimeType: `${GOOGLE}${kind}`, kind: 'document', size: null, md5: null });

type Plan = {
  readonly folders: readonly string[];
  readonly files: string[];
  readonly left: string[];
};

async function plan(
  inDrive: readonly DriveFile[],
  items: CopyRequest['items'],
  { destination = '', allowHidden = false } = {}
): Promise<Plan> {
  const drive = new TreeDrive(inDrive);
  const request = { items, destination };
  const owner = { accountId: 'x', email: 'a@b' };
  const transfer = new Transfer({ kind: 'copy', request }, owner, 'then', 'abc');
  const copyPlan = new CopyPlan(transfer, request, {
    ...{ drive, browser: browserOf(drive), preferences: DEFAULT_SETTINGS },
    workspace: new Workspace('/nowhere', allowHidden),
    caller: { priority: 'transfer', signal: new AbortController().signal }
  });
  await copyPlan.count();
  return {
    folders: transfer.folders,
    files: transfer.items.map(targetPath),
    left: transfer.failures.map(({ item, code }) => `${item}: ${code}`)
  };
}

const TOP = { id: 'top', path: 'My Drive/top' };

describe('the names in a copied folder', () => {
  it.each<[string, readonly DriveFile[], readonly string[]]>([
    ['stay', [named('a', 'x.csv'), named('b', 'y.csv')], ['x.csv', 'y.csv']],
    [
      'of twins: the later one by its id',
      [named('id-aaaaaa', 'x.csv'), named('id-bbbbbb', 'x.csv')],
      ['x.csv', 'x (bbbbbb).csv']
    ],
    [
      'of twins do not depend on the order of Drive’s answers',
      [named('id-bbbbbb', 'x.csv'), named('id-aaaaaa', 'x.csv')],
      ['x.csv', 'x (bbbbbb).csv']
    ],
    [
      'that differ in case alone',
      [named('id-aaaaaa', 'X.csv'), named('id-bbbbbb', 'x.csv')],
      ['X.csv', 'x (bbbbbb).csv']
    ],
    [
      'that differ in their composition alone',
      [named('id-aaaaaa', '\u00e9'), named('id-bbbbbb', 'e\u0301')],
      ['\u00e9', '\u00e9 (bbbbbb)']
    ],
    [
      'that become the same only here, but for the case',
      [named('id-aaaaaa', 'a:b'), named('id-bbbbbb', 'A?b')],
      ['a_b', 'A_b (bbbbbb)']
    ],
    [
      'of twins whose ids end alike',
      [...[named('1-zz00000000', 'x'), named('2-yy00000000', 'x'), named('3-ww00000000', 'x')]],
      ['x', 'x (000000)', 'x (ww00000000)']
    ],
    [
      'of a document and a file that has its ending: the file keeps the one it has in Drive',
      [document('id-aaaaaa', 'x'), named('id-bbbbbb', 'x.docx')],
      ['x.docx', 'x (aaaaaa).docx']
    ],
    ['of a document that has its ending', [document('a', 'x.docx')], ['x.docx']],
    [
      'of documents of every kind',
      [
        ...[document('a', 'd'), document('b', 's', 'spreadsheet')],
        ...[document('c', 'p', 'presentation'), document('d', 'w', 'drawing')]
      ],
      ['d.docx', 's.xlsx', 'p.pptx', 'w.svg']
    ],
    [
      'of a notebook',
      [named('a', 'n', { mimeType: 'application/vnd.google.colaboratory' })],
      ['n.ipynb']
    ],
    ['that Jupyter would hide', [named('a', '.env')], ['_.env']],
    ['that would lead out', [named('a', '../x'), named('b', '..')], ['_.._x', '_']]
  ])('%s', async (_, content, names) => {
    const { folders, files, left } = await plan([folderNamed('top'), ...content], [TOP]);
    expect({ folders, left }).toEqual({ folders: ['top'], left: [] });
    expect(files).toEqual(names.map(name => `top/${name}`));
  });

  it('may be hidden where the workspace allows it', async () => {
    const { files } = await plan([named('a', '.env')], [{ id: 'a', path: 'My Drive/.env' }], {
      allowHidden: true
    });
    expect(files).toEqual(['.env']);
  });
});

describe('what was chosen', () => {
  it('goes into the destination, folders with all that is in them', async () => {
    const inDrive = [
      ...[folderNamed('top'), folderNamed('sub', inTop), fileNamed('f', { parents: ['sub'] })],
      fileNamed('alone')
    ];
    const chosen = [TOP, { id: 'alone', path: 'My Drive/alone' }];
    expect(await plan(inDrive, chosen, { destination: 'a/b' })).toEqual({
      folders: ['a/b/top', 'a/b/top/sub'],
      files: ['a/b/alone', 'a/b/top/sub/f'],
      left: []
    });
  });

  it('keeps the name that it has in the panel, where that tells twins apart', async () => {
    const inDrive = [
      fileNamed('id-bbbbbb', { name: 'x.csv' }),
      fileNamed('id-aaaaaa', { name: 'x.csv' })
    ];
    const chosen = [{ id: 'id-bbbbbb', path: 'My Drive/x (bbbbbb).csv' }];
    expect((await plan(inDrive, chosen)).files).toEqual(['x (bbbbbb).csv']);
  });

  it('has the name of a shortcut, and the bytes of its target', async () => {
    const target = { id: 't', kind: 'file' as const, mimeType: '', resourceKey: null };
    const inDrive = [fileNamed('t'), fileNamed('s', { name: 'mine', kind: 'shortcut', target })];
    expect((await plan(inDrive, [{ id: 's', path: 'Starred/mine' }])).files).toEqual(['mine']);
  });

  it.each<[string, DriveFile, string]>([
    ['a form', document('a', 'Ask', 'form'), 'Ask: notSupported'],
    [
      'a file that must not be downloaded',
      named('a', 'x', { capabilities: { download: false, edit: false, addChildren: false } }),
      'x: downloadRefused'
    ]
  ])('is left out with its reason: %s', async (_, file, left) => {
    const { files, left: reasons } = await plan(
      [file, fileNamed('ok')],
      [file, fileNamed('ok')].map(({ id, name }) => ({ id, path: `My Drive/${name}` }))
    );
    expect([files, reasons]).toEqual([['ok'], [left]]);
  });

  it('is left out where it is gone, and the rest is planned', async () => {
    const chosen = ['gone', 'ok'].map(id => ({ id, path: `My Drive/${id}` }));
    const { files, left } = await plan([fileNamed('ok')], chosen);
    expect([files, left]).toEqual([['ok'], ['gone: notFound']]);
  });
});
