import { expect, it } from '@jest/globals';
import { DriveError, ERROR_CODES } from '../../protocol';
import { endsEverything } from './endsEverything';

it('a full disk, refused credentials and a workspace that is gone end a transfer; all else one file', () => {
  const ending = ERROR_CODES.filter(code => endsEverything(new DriveError(code, 'words')));
  expect([...ending].sort()).toEqual([
    'apiDisabled',
    'clockWrong',
    'credentialsRejected',
    'delegationRefused',
    'notConfigured',
    'scopeMissing',
    'storageFull',
    'workspaceUnavailable'
  ]);
  expect(endsEverything(new Error('a fault of ours'))).toBe(false);
});

it('a journal that can’t be written ends a transfer, whatever its disk says', () => {
  const details = { what: 'journal' };
  expect(endsEverything(new DriveError('workspaceDenied', 'words', { details }))).toBe(true);
});
