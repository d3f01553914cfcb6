import { describe, expect, it } from '@jest/globals';
import { nullTranslator } from '@jupyterlab/translation';
import { item, status } from './testing/samples';
import { checkUpload, refusalText } from './uploadTarget';

const trans = nullTranslator.load('jupyterlab_gdrive');
const open = { download: true, edit: true, addChildren: true };
const folder = item({ id: 'f', kind: 'folder', path: 'My Drive/in', capabilities: open });
const team = item({ id: 'd', kind: 'folder', path: 'Shared drives/Team' });
const myDrive = item({ id: 'view:My Drive', kind: 'view', path: 'My Drive' });
const robot = { email: 'r', name: '', kind: 'serviceAccount' } as const;

describe('a folder of Drive', () => {
  it.each([
    ['a folder that may be added to', folder, { id: 'f', path: 'My Drive/in' }],
    ['My Drive', myDrive, { id: 'root', path: 'My Drive' }],
    ['a shared drive', team, { id: 'd', path: 'Shared drives/Team' }],
    [
      'a shortcut to a folder',
      item({
        kind: 'shortcut',
        path: 'My Drive/s',
        target: { id: 't', kind: 'folder', mimeType: '' }
      }),
      { id: 't', path: 'My Drive/s' }
    ]
  ])('takes uploads: %s', (_, target, expected) => {
    expect(checkUpload(target, status()).folder).toEqual(expected);
  });

  it.each([
    ['notConnected', folder, null],
    ['notConnected', folder, status({ state: 'problem' })],
    ['notEnabled', folder, status({ canUpload: false, readOnlyReason: 'notEnabled' })],
    ['scope', folder, status({ canUpload: false, readOnlyReason: 'scope' })],
    ['noFolder', null, status()],
    ['noFolder', item({ kind: 'view', path: 'Recent' }), status()],
    ['noFolder', item(), status()],
    ['denied', item({ kind: 'folder' }), status()],
    ['serviceAccount', folder, status({ account: robot })]
  ] as const)('says why it does not: %s', (refusal, target, facts) => {
    expect(checkUpload(target, facts)).toEqual({ folder: null, refusal });
    expect(refusalText(refusal, trans)).toMatch(/\.$/);
  });
});
