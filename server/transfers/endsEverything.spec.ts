import { expect, it } from '@jest/globals';
import { DriveError, ERROR_CODES } from '../../protocol';
import { endsEverything } from './endsEverything';

it('refused credentials, no way to Google, a full disk and a workspace that is gone end a transfer; all else one item', () => {
  const ending = ERROR_CODES.filter(code => endsEverything(new DriveError(code, 'words')));
  expect([...ending].sort()).toEqual([
    'apiDisabled',
    'certificateUntrusted',
    'clockWrong',
    'credentialsRejected',
    'delegationRefused',
    'notConfigured',
    'offline',
    'scopeMissing',
    'storageFull',
    'webProxyRefused',
    'workspaceUnavailable'
  ]);
  expect(endsEverything(new Error('a fault of ours'))).toBe(false);
});

it('a journal that can’t be written ends a transfer, whatever its disk says', () => {
  const details = { what: 'journal' };
  expect(endsEverything(new DriveError('workspaceDenied', 'words', { details }))).toBe(true);
});

it('a folder of Drive that holds as much as it can is one folder', () => {
  const of = (reason: string): DriveError =>
    new DriveError('storageFull', 'words', { details: { reason } });
  expect(endsEverything(of('numChildrenInNonRootLimitExceeded'))).toBe(false);
  expect(endsEverything(of('storageQuotaExceeded'))).toBe(true);
});
