import { describe, expect, it } from '@jest/globals';
import { createLog, withoutSecrets } from './log';

describe('what looks like a secret', () => {
  it.each([
    ['an access token', 'token ya29.a0AfB_by-C.d rest', 'token [secret] rest'],
    ['a refresh token', 'got 1//0gAbcDef-_12', 'got [secret]'],
    [
      'an authorization header',
      'Authorization: Bearer abc.DEF~+/=-1',
      'Authorization: Bearer [secret]'
    ],
    ['an upload session', 'PUT /upload?upload_id=AEnB2U&x=1', 'PUT /upload?upload_id=[secret]&x=1'],
    ['a resource key', '/folders/1a?resourcekey=0-abc', '/folders/1a?resourcekey=[secret]'],
    ['a code of the sign-in', '/callback?code=4/0Ab&state=s', '/callback?code=[secret]&state=s'],
    ['a signed assertion', 'eyJhbGciOiJI.eyJpc3Mi.c2ln', '[secret]'],
    [
      'a whole key',
      'a -----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY----- b',
      'a [secret] b'
    ],
    ['half a key', 'a -----BEGIN PRIVATE KEY-----\nMII', 'a [secret]'],
    ['nothing', 'My Drive/data/a.csv of 12 bytes', 'My Drive/data/a.csv of 12 bytes']
  ])('%s is taken out', (_name, text, clean) => {
    expect(withoutSecrets(text)).toBe(clean);
  });

  it('is taken out of message, fields, errors and their causes', () => {
    const lines: string[] = [];
    const secret = 'ya29.secret';
    const error = new Error(secret, { cause: new Error(secret) });
    createLog('info', line => lines.push(line)).warn(secret, { text: secret, error });
    createLog('info', line => lines.push(line)).debug('not at this level');
    expect(lines).toEqual([expect.not.stringContaining('ya29')]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: '[secret]',
      text: '[secret]',
      error: { message: '[secret]', cause: { message: '[secret]' } }
    });
  });

  it('stands beside signs for what a terminal would obey, in message, fields and errors', () => {
    const lines: string[] = [];
    const hostile = 'a\u001b]0;x\u0007b\u009b31m\r\nERROR forged\u202e';
    const error = new Error(hostile, { cause: hostile });
    createLog('info', line => lines.push(line)).warn(hostile, { hostile, error, in: { hostile } });
    const seen = 'a\\u001b]0;x\\u0007b\\u009b31m\\u000d\\u000aERROR forged\\u202e';
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...{ msg: seen, hostile: seen, in: { hostile: seen } },
      error: { message: seen, cause: seen }
    });
  });

  it('is looked for in the beginning of what has no end', () => {
    expect(withoutSecrets('-eyJ'.repeat(100_000))).toHaveLength(8_192);
  });
});
