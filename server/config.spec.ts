import { expect, it } from '@jest/globals';
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
    lockRenewMs: 10 * SECOND,
    lockStaleMs: MINUTE
  });
});

it('names what is wrong, but none of the values: they may be secrets', () => {
  const wrong = { ...LEAST, secret: 'too short', serverPid: -1, endpoint: 'http://example.com' };
  expect(() => parseConfig(JSON.stringify(wrong))).toThrow(
    'The proxy’s configuration is wrong at: secret, serverPid, endpoint.'
  );
});
