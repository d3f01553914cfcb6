import { describe, expect, it } from '@jest/globals';
import { statusLines, transferLines } from './status';
import { statusOf, transferOf } from './testing/samples';

const label = (line: string): string => line.slice(0, 13).trim();

describe('what there is to say', () => {
  it('is account, credentials, root folder, uploads and workspace', () => {
    expect(statusLines(statusOf(), '/home/ada')).toEqual([
      'Account:     Ada Lovelace <ada@example.org>',
      'Credentials: the settings',
      'Root folder: all of Drive',
      'Uploads:     possible',
      'Workspace:   /home/ada'
    ]);
  });

  it.each([
    [{ account: null }, 'Account:     none'],
    [{ credentials: null }, 'Credentials: none'],
    [
      { account: { email: 'a@b', name: '', kind: 'serviceAccount' } },
      'Account:     a@b, a service account'
    ],
    [{ account: { email: 'a@b', name: 'a@b', kind: 'user' } }, 'Account:     a@b'],
    [{ rootFolder: { id: '1x', title: 'raw\u0007' } }, 'Root folder: raw\ufffd (id 1x)'],
    [{ connection: 'offline' }, 'Connection:  Google does not answer'],
    [{ connection: 'rateLimited' }, 'Connection:  Drive asks to slow down'],
    [{ endpoint: 'http://127.0.0.1:1' }, 'Instead of:  Google, an emulator at http://127.0.0.1:1'],
    [
      { canUpload: false, readOnlyReason: 'notEnabled' },
      'Uploads:     switched off (on: c.GDrive.allow_uploads by the administrator, or ' +
        '“Uploads” in the settings for credentials of your own)'
    ]
  ] as const)('%j', (more, line) => {
    expect(statusLines(statusOf(more), '/')).toContain(line);
  });
});

describe('transfers', () => {
  it('that ended are not told', () => {
    const ended = (['done', 'failed', 'cancelled'] as const).map(state => transferOf({ state }));
    expect(transferLines(ended)).toEqual([]);
  });

  it('that wait are told, with what goes on with them', () => {
    const lines = transferLines([
      transferOf({ state: 'running', files: { done: 2, total: 4 } }),
      transferOf({ state: 'interrupted', titles: ['a', 'b\u001b', 'c'], chosen: 5 })
    ]);
    expect(lines).toEqual([
      'Transfer:    running: copy of a.csv to the working directory, 2 of 4 files',
      'Transfer:    interrupted: copy of a, b\ufffd, c and 2 more to the working directory',
      '             Go on with: jupyter gdrive resume'
    ]);
    expect(lines.map(label)).toEqual(['Transfer:', 'Transfer:', '']);
  });
});
