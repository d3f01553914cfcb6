import { describe, expect, it } from '@jest/globals';
import { constants } from 'node:os';
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
    ['ENOTEMPTY', 'workspaceRefused'],
    ['ELOOP', 'workspaceRefused'],
    ['ENAMETOOLONG', 'workspaceRefused'],
    ['EFBIG', 'workspaceRefused'],
    ['EILSEQ', 'workspaceRefused'],
    ['EINVAL', 'workspaceRefused'],
    ['EBUSY', 'fileInUse'],
    ['ETXTBSY', 'fileInUse'],
    ['EMFILE', 'diskFailed'],
    ['ENFILE', 'diskFailed'],
    ['ESTALE', 'diskFailed'],
    ['ENOTCONN', 'diskFailed'],
    ['ETIMEDOUT', 'diskFailed'],
    ['EIO', 'diskFailed'],
    ['EPROTO', 'diskFailed'],
    ['ERANGE', 'diskFailed']
  ])('%s is said as %s, with path, reason and what to do', (reason, code) => {
    const cause = coded(reason);
    const error = toDiskError(cause, 'data/a.csv');
    expect(error).toMatchObject({ code, cause, details: { path: 'data/a.csv', reason } });
    expect(error.message).toMatch(/“data\/a\.csv”[^.]*\. (Free|Choose|Close|See|Try again)/);
  });

  it.each([
    ['a full quota', constants.errno.EDQUOT, 'storageFull', 'EDQUOT'],
    ['a mount that is stale', constants.errno.ESTALE, 'diskFailed', 'ESTALE'],
    ['whatever Node has no name for', 4_095, 'diskFailed', 'UNKNOWN']
  ])('that has only a number is told by that: %s', (_name, errno, code, reason) => {
    const cause = Object.assign(new Error('disk'), { code: 'UNKNOWN', errno: -errno });
    expect(toDiskError(cause, 'a')).toMatchObject({ code, details: { reason } });
  });

  it('of a file that is gone is not said of its folder', () => {
    expect(toDiskError(coded('ENOENT'), 'a.csv', 'file').message).toMatch(/^“a\.csv” is not in/);
    expect(toDiskError(coded('ENOENT'), 'a.csv').message).toMatch(/folder of “a\.csv” is gone/);
  });

  it.each([
    ['of another kind', new TypeError('ours')],
    ['of Node’s own making', coded('ERR_INVALID_ARG_TYPE')],
    ['that has its words', new DriveError('corrupt', 'words')]
  ])('%s passes as it is', (_name, error) => {
    expect(toDiskError(error, 'a')).toBe(error);
  });

  it('that is no error becomes one', () => {
    expect(toDiskError('odd', 'a')).toEqual(new Error('odd'));
  });
});
