import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BrokenConnection, GoogleApiError } from '../google/apiErrors';
import { backoffMs, verdictOf } from './retryPolicy';

const TIMES = { backoffBaseMs: 1_000, backoffCapMs: 32_000 };

describe('whether to try again', () => {
  it.each([
    [403, 'userRateLimitExceeded', 'rate'],
    [403, 'rateLimitExceeded', 'rate'],
    [403, 'RESOURCE_EXHAUSTED', 'rate'],
    [429, '', 'rate'],
    [403, 'dailyLimitExceeded', 'never'],
    [403, 'downloadQuotaExceeded', 'never'],
    [403, 'insufficientFilePermissions', 'never'],
    [401, 'authError', 'auth'],
    [404, 'notFound', 'never'],
    [408, '', 'server'],
    [416, '', 'never'],
    [500, 'backendError', 'server'],
    [501, '', 'never'],
    [502, '', 'server'],
    [503, '', 'server'],
    [504, '', 'server']
  ])('%i %s: %s', (status, reason, verdict) => {
    expect(verdictOf(new GoogleApiError(status, reason, ''))).toBe(verdict);
  });

  it('tells a broken connection from none at all', () => {
    expect(verdictOf(new BrokenConnection(false, 'ECONNRESET'))).toBe('server');
    expect(verdictOf(new BrokenConnection(true, 'ENOTFOUND'))).toBe('unreachable');
  });

  it('never tries again what is not Google’s failure', () => {
    expect(verdictOf(new Error('the disk is full'))).toBe('never');
  });
});

describe('how long to wait', () => {
  it('is a random part of a doubling time, and at most the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, random) => {
          const most = Math.min(TIMES.backoffCapMs, TIMES.backoffBaseMs * 2 ** (failures - 1));
          const wait = backoffMs(failures, TIMES, random);
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(most);
        }
      )
    );
  });
});
