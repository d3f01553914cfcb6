import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../protocol';
import { parseConfig } from './config';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LEAST = {
  secret: 'a secret for tests only',
  listen: null,
  workspace: { root: null, allowHidden: false },
  dataFolder: '/data',
  serverId: 'spec',
  serviceAccount: null
};

it('has these times where nobody scales them', () => {
  expect(parseConfig(JSON.stringify(LEAST)).times).toEqual({
    backoffBaseMs: SECOND,
    backoffCapMs: 32 * SECOND,
    probeMs: 15 * SECOND,
    offlineLimitMs: 24 * 60 * MINUTE,
    calmMs: SECOND,
    recoverMs: 3 * MINUTE,
    connectMs: 20 * SECOND,
    idleMs: MINUTE,
    tokenEarlyMs: 5 * MINUTE,
    listingTtlMs: 30 * SECOND,
    folderTtlMs: 5 * MINUTE,
    lookAgainMs: MINUTE,
    lockRenewMs: 10 * SECOND,
    lockStaleMs: MINUTE,
    cancelMs: 10 * SECOND,
    stopMs: 5 * SECOND
  });
});

it('names what is wrong, but none of the values: they may be secrets', () => {
  const wrong = { ...LEAST, secret: 'too short', serverPid: -1, endpoint: 'http://example.com' };
  expect(() => parseConfig(JSON.stringify(wrong))).toThrow(
    'The proxy’s configuration is wrong at: secret, serverPid, endpoint.'
  );
});

const parsed = (more: object) => parseConfig(JSON.stringify({ ...LEAST, ...more }));

it('has these values where nothing else is said, and can’t be changed', () => {
  const { times, ...others } = parsed({});
  expect(Object.keys(times)).toHaveLength(16);
  expect(others).toEqual({
    ...LEAST,
    ...{ serverPid: null, subject: '', rootFolder: '', endpoint: '', logLevel: 'info' },
    ...{ lockCredentials: false, allowUploads: false, applicationDefaultFile: null },
    ...{ unitsPerMinute: 325_000, maxConnections: 32, startConnections: 16 },
    ...{ writesPerSecond: 3, writeBurst: 40, maxTries: 8 },
    settings: { settings: DEFAULT_SETTINGS, wrong: [] }
  });
  expect(Object.isFrozen(parsed({}))).toBe(true);
});

describe('the configuration', () => {
  it.each([
    ['a key', { serviceAccount: { content: '{}', origin: 'GDRIVE_KEY' } }],
    ['a key file', { serviceAccount: { file: '/key.json', origin: 'c.GDrive' } }],
    ['an emulator', { endpoint: 'http://127.0.0.1:8080' }],
    ['an emulator by name', { endpoint: 'http://localhost:8080/x' }],
    ['an emulator of IPv6', { endpoint: 'http://[::1]:8080' }],
    ['a server', { serverPid: 1, serverId: 'A-9' }],
    ['a socket', { listen: '/run/s' }]
  ])('takes %s', (_, more) => {
    expect(parsed(more)).toMatchObject(more);
  });

  it.each<[string, object, string]>([
    ['no secret', { secret: undefined }, 'secret'],
    ['another host', { endpoint: 'https://www.googleapis.com' }, 'endpoint'],
    ['a host that begins like loopback', { endpoint: 'http://127.0.0.1.evil.org' }, 'endpoint'],
    ['loopback as a user’s name', { endpoint: 'http://localhost@evil.org' }, 'endpoint'],
    ['no address', { endpoint: 'localhost:8080' }, 'endpoint'],
    ['an id that leads out of its folder', { serverId: '../x' }, 'serverId'],
    ['an empty id', { serverId: '' }, 'serverId'],
    ['an id too long', { serverId: 'x'.repeat(65) }, 'serverId'],
    ['a process of no number', { serverPid: 1.5 }, 'serverPid'],
    ['no connections', { maxConnections: 0 }, 'maxConnections'],
    ['too many connections', { maxConnections: 257 }, 'maxConnections'],
    ['no tries', { maxTries: 0 }, 'maxTries'],
    ['a key without an origin', { serviceAccount: { file: '/k' } }, 'serviceAccount'],
    ['a workspace without its rule', { workspace: { root: null } }, 'workspace.allowHidden'],
    ['a wrong time', { times: { idleMs: 'soon' } }, 'times.idleMs'],
    ['a level of none', { logLevel: 'loud' }, 'logLevel']
  ])('refuses %s', (_, more, field) => {
    expect(() => parsed(more)).toThrow(
      expect.objectContaining({
        code: 'badRequest',
        message: `The proxy’s configuration is wrong at: ${field}.`
      })
    );
  });

  it.each([
    ['no JSON', '{', 'The proxy’s configuration is not JSON.'],
    ['a number', '7', 'The proxy’s configuration is wrong at: all of it.']
  ])('refuses %s', (_, line, sentence) => {
    expect(() => parseConfig(line)).toThrow(sentence);
  });

  it('lets wrong settings stop nothing', () => {
    const { settings } = parsed({ settings: { uploads: 'yes', exportDocuments: 'pdf' } });
    expect(settings.settings).toEqual({ ...DEFAULT_SETTINGS, exportDocuments: 'pdf' });
    expect(settings.wrong.map(({ key }) => key)).toEqual(['uploads']);
    expect(parsed({ settingsProblem: 'notJson' }).settings.wrong).toMatchObject([{ key: '' }]);
  });
});
