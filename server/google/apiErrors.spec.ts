import { describe, expect, it } from '@jest/globals';
import {
  BrokenConnection,
  GoogleApiError,
  parseRetryAfter,
  toApiError,
  toBrokenConnection,
  UntrustedCertificate,
  WebProxyRefusal
} from './apiErrors';

const NOW = Date.parse('2026-03-01T00:00:00Z');

describe('how long Google asks to wait', () => {
  it.each([
    ['2', 2_000],
    ['0', 0],
    ['1.5', 1_500],
    ['-3', 0],
    ['Sun, 01 Mar 2026 00:00:30 GMT', 30_000],
    ['Sat, 28 Feb 2026 23:59:00 GMT', 0],
    ['1e9', 3_600_000],
    ['1e999', 3_600_000],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 3_600_000],
    ['-1e999', 0],
    ['Infinity', null],
    ['NaN', null],
    ['0x10', null],
    ['soon', null],
    ['', null],
    [null, null],
    [undefined, null]
  ])('Retry-After: %s is %s ms', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });
});

describe('the body of a failure', () => {
  const json = (error: object): string => JSON.stringify({ error });
  it.each<[string, string, string, string, string | undefined]>([
    [
      'JSON with a reason',
      json({ message: 'm', errors: [{ reason: 'rateLimitExceeded' }] }),
      'rateLimitExceeded',
      'm',
      ''
    ],
    [
      'JSON with details',
      json({ message: 'm', details: [{}, { reason: 'SERVICE_DISABLED' }] }),
      '',
      'm',
      'SERVICE_DISABLED'
    ],
    ['JSON without anything', json({}), '', '', ''],
    [
      'of the token endpoint',
      '{"error":"invalid_grant","error_description":"why"}',
      'invalid_grant',
      'why',
      undefined
    ],
    [
      'of the token endpoint, bare',
      '{"error":"invalid_grant"}',
      'invalid_grant',
      'invalid_grant',
      undefined
    ],
    ['HTML', '<html>Bad Gateway</html>', '', 'HTTP 502', undefined],
    ['text', 'Service Unavailable', '', 'HTTP 502', undefined],
    ['a number', '42', '', 'HTTP 502', undefined],
    ['null', 'null', '', 'HTTP 502', undefined],
    ['a list', '[]', '', 'HTTP 502', undefined],
    ['an error of another type', '{"error":[7]}', '', 'HTTP 502', undefined],
    [
      'JSON with a wrong type in each field',
      json({ message: {}, errors: [null, 7, { reason: {} }], details: 'x' }),
      '',
      '',
      ''
    ],
    ['empty', '', '', 'HTTP 502', undefined]
  ])('%s', (_name, body, reason, message, detail) => {
    const error = toApiError(502, body, { retryAfter: '1', date: 'd', webProxy: 'proxy:1' });
    expect([error.status, error.reason, error.message, error.extra]).toEqual([
      502,
      reason,
      message,
      {
        ...{ retryAfterMs: 1_000, date: 'd' },
        ...(detail === undefined ? {} : { detail }),
        ...(message === 'HTTP 502' ? { isForeign: true, webProxy: 'proxy:1' } : {})
      }
    ]);
  });

  it('is cut when its message is long', () => {
    const { message } = toApiError(400, json({ message: 'x'.repeat(100_000) }), {});
    expect([message.length, message.endsWith('x…')]).toEqual([501, true]);
  });
});

describe('a connection that broke', () => {
  const coded = (code: string): Error => Object.assign(new Error('socket'), { code });
  it.each<[string, unknown, boolean, string]>([
    ['nobody listens', coded('ECONNREFUSED'), true, 'ECONNREFUSED'],
    ['no name', coded('ENOTFOUND'), true, 'ENOTFOUND'],
    [
      'no network, wrapped twice',
      new Error('a', { cause: new Error('b', { cause: coded('ENETDOWN') }) }),
      true,
      'ENETDOWN'
    ],
    ['reset midway', coded('ECONNRESET'), false, 'ECONNRESET'],
    ['without a code', new Error('odd'), false, 'Error: odd'],
    ['no error at all', 'odd', false, 'odd']
  ])('%s', (_name, cause, unreachable, message) => {
    const broken = toBrokenConnection(cause);
    expect(broken).toBeInstanceOf(BrokenConnection);
    expect(broken).toMatchObject({ unreachable, message, cause });
  });
});

describe('what stands behind the error of a library', () => {
  const wrapped = (cause: unknown): Error => new Error('library', { cause });
  const answer = new GoogleApiError(403, 'domainPolicy', 'no');
  const refusal = new WebProxyRefusal(407, 'proxy:1');

  it.each([
    ['an answer', wrapped(answer), answer],
    ['a refusal of the web proxy', wrapped(wrapped(refusal)), refusal]
  ])('is %s', (_what, error, found) => {
    expect(toBrokenConnection(error)).toBe(found);
  });

  it.each([
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID'
  ])('is a certificate that proves nothing: %s', code => {
    const failure = toBrokenConnection(wrapped(Object.assign(new Error('tls'), { code })));
    expect(failure).toBeInstanceOf(UntrustedCertificate);
    expect(failure).toMatchObject({ fault: code });
  });
});
