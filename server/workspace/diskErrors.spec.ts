import { describe, expect, it } from '@jest/globals';
import { DriveError } from '../../protocol';
import { toDiskError } from './diskErrors';

const coded = (code: string): Error => Object.assign(new Error('disk'), { code });

describe('a failure of the disk', () => {
  it.each([
    ['ENOSPC', 'storageFull'],
    ['EDQUOT', 'storageFull'],
    ['EACCES', 'workspaceDenied'],
    ['EPERM', 'workspaceDenied'],
    ['EROFS', 'workspaceDenied'],
    ['ENOENT', 'workspaceMissing'],
    ['ENOTDIR', 'workspaceRefused'],
    ['EEXIST', 'workspaceRefused'],
    ['EISDIR', 'workspaceRefused'],
    ['ELOOP', 'workspaceRefused'],
    ['ENAMETOOLONG', 'workspaceRefused']
  ])('%s is said as %s, with path, reason and what to do', (reason, code) => {
    const cause = coded(reason);
    const error = toDiskError(cause, 'data/a.csv');
    expect(error).toMatchObject({ code, cause, details: { path: 'data/a.csv', reason } });
    expect(error.message).toMatch(/“data\/a\.csv”[^.]*\. (Free|Choose)/);
  });

  it.each([
    ['of another kind', coded('EIO')],
    ['that has its words', new DriveError('corrupt', 'words')]
  ])('%s passes as it is', (_name, error) => {
    expect(toDiskError(error, 'a')).toBe(error);
  });

  it('that is no error becomes one', () => {
    expect(toDiskError('odd', 'a')).toEqual(new Error('odd'));
  });
});
