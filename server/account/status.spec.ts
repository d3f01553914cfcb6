import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_SETTINGS, DriveError, PROTOCOL_VERSION } from '../../protocol';
import { Credentials } from '../auth/credentials';
import { chooseSource } from '../auth/sources/sources';
import { PathTable } from '../browse/pathTable';
import { systemClock } from '../clock';
import { parseConfig, type Config } from '../config';
import { createLog } from '../log';
import { Ledger } from '../records/ledger';
import { folderNamed } from '../testing/treeDrive';
import { Account } from './account';
import { Place } from './place';
import { mayWriteWith, toStatus, type StatusParts } from './status';

const OURS = { serviceAccount: { file: '/admin.json', origin: 'c.GDrive' } };
const configWith = (more: object): Config =>
  parseConfig(
    JSON.stringify({
      ...{ secret: 'a secret for tests only', listen: null, dataFolder: '/data', serverId: 'spec' },
      ...{ workspace: { root: '/work', allowHidden: false }, serviceAccount: null },
      ...more
    })
  );
const partsOf = (more: Partial<StatusParts> = {}): StatusParts => ({
  ...{ config: configWith(OURS), settings: DEFAULT_SETTINGS, wrong: [] },
  ...{ version: '1.2.3', place: null, problem: null },
  ...more
});

describe('the status without an account', () => {
  it.each<[string, Partial<StatusParts>, object]>([
    ['is versioned', {}, { protocol: PROTOCOL_VERSION, version: '1.2.3' }],
    ['is ready', {}, { state: 'ready', problem: null, account: null, connection: 'online' }],
    [
      'is not configured',
      { problem: new DriveError('notConfigured', 'Enter a key.') },
      { state: 'notConfigured', problem: { code: 'notConfigured', message: 'Enter a key.' } }
    ],
    [
      'has a problem, whose cause stays here',
      {
        problem: new DriveError('keyNotJson', 'No.', { details: { origin: 'x' }, cause: 'secret' })
      },
      {
        state: 'problem',
        problem: { code: 'keyNotJson', message: 'No.', details: { origin: 'x' } }
      }
    ],
    [
      'names the credentials',
      {},
      { credentials: { source: 'serviceAccount', origin: 'c.GDrive' } }
    ],
    ['has none', { config: configWith({}) }, { credentials: null, offered: [] }],
    [
      'offers what is not taken by itself',
      { config: configWith({ applicationDefaultFile: '/adc.json' }) },
      { credentials: null, offered: ['applicationDefault'] }
    ],
    [
      'knows what is locked',
      { config: configWith({ ...OURS, lockCredentials: true, rootFolder: 'r' }) },
      { locked: { rootFolder: 'r', credentials: 'serviceAccount', keyFile: '' } }
    ],
    ['locks nothing by itself', {}, { locked: {} }],
    [
      'may not upload with the key of the server, unless its administrator allows it',
      {},
      { canUpload: false, readOnlyReason: 'administrator' }
    ],
    [
      'may not upload with a key of one’s own, unless the settings allow it',
      {
        config: configWith({}),
        settings: { ...DEFAULT_SETTINGS, credentials: 'keyFile', keyFile: '/key.json' }
      },
      { canUpload: false, readOnlyReason: 'notEnabled' }
    ],
    [
      'tells wrong settings',
      { wrong: [{ key: 'k', message: 'm' }] },
      { wrongSettings: [{ key: 'k' }] }
    ],
    ['has a workspace', {}, { workspaceOnDisk: true, endpoint: null }],
    [
      'has none on disk, and an emulator',
      {
        config: configWith({
          workspace: { root: null, allowHidden: false },
          endpoint: 'http://127.0.0.1:1'
        })
      },
      { workspaceOnDisk: false, endpoint: 'http://127.0.0.1:1' }
    ]
  ])('%s', (_, more, expected) => {
    const status = toStatus(partsOf(more));
    expect(status).toMatchObject(expected);
    expect(JSON.stringify(status)).not.toContain('secret');
  });
});

describe('the status of an account', () => {
  let folder: string;
  let ledger: Ledger;
  let account: Account;
  const log = createLog('error', () => undefined);
  const config = configWith(OURS);
  const clock = systemClock;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'gdrive-status-'));
    ledger = await Ledger.open(folder, 'account', log);
  });
  afterEach(async () => {
    await account.close();
    await ledger.flush();
    rmSync(folder, { recursive: true });
  });

  function placeOf(mayWrite: boolean, isRooted: boolean): Place {
    const agent = new http.Agent();
    const key = { type: 'service_account', client: 'p', email: 'e', privateKey: '' } as const;
    const connection = { agent, idleMs: 0 };
    const options = { clock, connection, endpoint: null, tokenEarlyMs: 0 };
    const about = {
      ...{ email: 'ada@example.org', name: 'Ada', kind: 'user' as const },
      permissionId: 'secret-number'
    };
    account = new Account(
      { about, client: 'secret-project' },
      { credentials: new Credentials(key, '', options), mayWrite },
      ledger,
      () => undefined,
      { config, clock, log, agent }
    );
    const rootFolder = isRooted ? folderNamed('root-1', { name: 'Data' }) : null;
    return new Place(
      {
        ...{ account, rootFolder, myDriveId: 'my', table: new PathTable([], () => undefined) },
        ...{ keep: () => () => undefined, releases: [] }
      },
      { config, clock, log, agent }
    );
  }

  it.each([
    [false, false, null, 'administrator'],
    [true, true, { id: 'root-1', title: 'Data' }, null]
  ])('that may write: %s, in a root folder: %s', (mayWrite, isRooted, rootFolder, reason) => {
    const status = toStatus(partsOf({ place: placeOf(mayWrite, isRooted) }));
    expect(status).toMatchObject({
      account: { email: 'ada@example.org', name: 'Ada', kind: 'user' },
      ...{ rootFolder, canUpload: mayWrite, readOnlyReason: reason, connection: 'online' }
    });
    expect(JSON.stringify(status)).not.toContain('secret');
  });
});

describe('writing is allowed', () => {
  const mine = { credentials: 'keyFile', keyFile: '/mine.json' } as const;
  const ours = { credentials: 'serviceAccount', keyFile: '' } as const;
  it.each([
    ['by the administrator, for what is shared', ours, false, true, true],
    ['not by a person, for what is shared', ours, true, false, false],
    ['by a person, for what is one’s own', mine, true, false, true],
    ['not by the administrator, for what is one’s own', mine, false, true, false]
  ])('%s', (_, settings, uploads, allowUploads, expected) => {
    const config = configWith({ ...OURS, allowUploads });
    expect(mayWriteWith(chooseSource(config, settings), { uploads }, config)).toBe(expected);
  });
});
