import { describe, expect, it } from '@jest/globals';
import { DriveError } from '../../protocol';
import { BrokenConnection, GoogleApiError } from './apiErrors';
import { toDriveError, type Verdict } from './toDriveError';

const answer = (status: number, reason = '', message = '', detail = ''): GoogleApiError =>
  new GoogleApiError(status, reason, message, { detail });

describe('a failure of Google', () => {
  it.each<[string, unknown, Verdict, string, RegExp]>([
    ['no network', new BrokenConnection(true, 'ENETDOWN'), 'unreachable', 'offline', /network/],
    ['broken', new BrokenConnection(false, 'ECONNRESET'), 'server', 'driveUnavailable', /again/],
    ['slow down', answer(403, 'userRateLimitExceeded'), 'rate', 'rateLimited', /Wait/],
    ['bad token', answer(401, 'authError'), 'auth', 'credentialsRejected', /sign in again/],
    ['its own', answer(500), 'server', 'driveUnavailable', /trouble/],
    ['not there', answer(404, 'notFound'), 'never', 'notFound', /“a\.csv” was not found/],
    [
      'quota of downloads',
      answer(403, 'downloadQuotaExceeded'),
      'never',
      'downloadRefused',
      /tomorrow/
    ],
    ['malware', answer(403, 'cannotDownloadAbusiveFile'), 'never', 'downloadRefused', /malware/],
    [
      'export too large',
      answer(403, 'exportSizeLimitExceeded'),
      'never',
      'downloadRefused',
      /format/
    ],
    [
      'a scope',
      answer(403, 'x', '', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'),
      'never',
      'scopeMissing',
      /grant/
    ],
    ['API off', answer(403, 'accessNotConfigured'), 'never', 'apiDisabled', /enable/],
    [
      'API off, by detail',
      answer(403, '', '', 'SERVICE_DISABLED'),
      'never',
      'apiDisabled',
      /enable/
    ],
    ['Drive full', answer(403, 'storageQuotaExceeded'), 'never', 'storageFull', /Free some space/],
    [
      'a robot’s',
      answer(403, 'storageQuotaExceeded', 'Service Accounts do not'),
      'never',
      'noStorage',
      /shared drive/
    ],
    [
      'any other 403',
      answer(403, 'insufficientFilePermissions'),
      'never',
      'accessDenied',
      /Ask the owner/
    ],
    [
      'the policy of a domain',
      answer(403, 'domainPolicy'),
      'never',
      'accessDenied',
      /administrators of your Google Workspace domain/
    ],
    ['any other', answer(400, 'invalid'), 'never', 'badAnswer', /HTTP 400, invalid/],
    ['a name of JavaScript’s', answer(403, 'constructor'), 'never', 'accessDenied', /owner/],
    ['none of Google’s', new TypeError('x is undefined'), 'never', 'internal', /went wrong/]
  ])('%s', (_name, error, verdict, code, sentence) => {
    const translated = toDriveError(error, verdict, 'a.csv');
    expect([translated.code, translated.cause]).toEqual([code, error]);
    expect(translated.message).toMatch(sentence);
    expect(translated.message).toMatch(/\.$|\)\.$/);
  });

  it('that is translated already passes as it is', () => {
    const error = new DriveError('corrupt', 'words');
    expect(toDriveError(error, 'server')).toBe(error);
  });

  it('tells status, reason and name as details', () => {
    const { details } = toDriveError(answer(404, 'notFound'), 'never', 'a.csv');
    expect(details).toEqual({ status: 404, reason: 'notFound', name: 'a.csv' });
  });
});
