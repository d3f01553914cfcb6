import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { SCOPE, withFixture } from '../testing/fixture';

const google = withFixture();

const seconds = (): number => Math.floor(Date.now() / 1000);
const BAD_TIMES = expect.stringContaining('Token must be a short-lived token (60 minutes)');

describe('the token endpoint, given a JWT', () => {
  it('gives a token for each address that Google knows as audience', async () => {
    const audiences = [
      'https://oauth2.googleapis.com/token',
      'https://www.googleapis.com/oauth2/v4/token',
      `${google.emulator.url}/token`
    ];
    for (const aud of audiences) {
      const { status, json } = await google.exchange(google.assertion({ aud }));
      expect({ status, json }).toEqual({
        status: 200,
        json: {
          access_token: expect.stringMatching(/^ya29\./),
          expires_in: 3599,
          token_type: 'Bearer'
        }
      });
    }
  });

  it.each([
    [
      'a wrong audience',
      { aud: 'https://example.org/token' },
      'Invalid JWT: Failed audience check.'
    ],
    [
      'an unknown issuer',
      { iss: 'nobody@x.iam.gserviceaccount.com' },
      'Invalid grant: account not found'
    ],
    ['a clock that is behind', { iat: seconds() - 7200, exp: seconds() - 3600 }, BAD_TIMES],
    ['a clock that is ahead', { iat: seconds() + 900, exp: seconds() + 4500 }, BAD_TIMES],
    ['a life of two hours', { exp: seconds() + 7200 }, BAD_TIMES],
    ['no times', { iat: null, exp: null }, BAD_TIMES],
    ['an unknown subject', { sub: 'nobody@example.org' }, 'Invalid email or User ID']
  ])('refuses %s', async (_, claims, description) => {
    const { status, json } = await google.exchange(google.assertion(claims));
    expect({ status, json }).toEqual({
      status: 400,
      json: { error: 'invalid_grant', error_description: description }
    });
  });

  it('refuses a signature by another key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { json } = await google.exchange(google.assertion({}, { alg: 'RS256' }, pem));
    expect(json).toEqual({
      error: 'invalid_grant',
      error_description: 'Invalid JWT Signature.'
    });
  });

  it.each([
    ['unsigned', { alg: 'none' }],
    ['of another kind', { alg: 'HS256' }]
  ])('refuses one that is %s', async (_, header) => {
    const { status, json } = await google.exchange(google.assertion({}, header));
    expect([status, json.error]).toEqual([400, 'invalid_grant']);
  });

  it.each([`${SCOPE}drive,${SCOPE}drive.file`, `${SCOPE}driver`, '', null])(
    'refuses the scope %s',
    async scope => {
      const { status, json } = await google.exchange(google.assertion({ scope }));
      expect([status, json.error]).toEqual([400, 'invalid_scope']);
    }
  );

  it.each(['', 'a', 'a.b', 'a.b.c', '....', 'e30.e30.', '\u0000.é.x'])(
    'refuses the malformed %j',
    async assertion => {
      const { status, json } = await google.exchange(assertion);
      expect([status, json.error]).toEqual([400, 'invalid_grant']);
    }
  );

  it('refuses delegation that was not granted', async () => {
    const key = await google.emulator.addServiceAccount('lonely');
    const assertion = google.assertion(
      { iss: key.client_email, sub: 'ada@example.org' },
      { alg: 'RS256', kid: key.private_key_id },
      key.private_key
    );
    const { status, json } = await google.exchange(assertion);
    expect([status, json.error]).toEqual([401, 'unauthorized_client']);
  });

  it('does not know other grants', async () => {
    const { status, json } = await google.ask('POST', '/token', {
      token: '',
      body: 'grant_type=x'
    });
    expect([status, json.error]).toEqual([400, 'unsupported_grant_type']);
  });
});

describe('credentials on the API', () => {
  const ABOUT = '/drive/v3/about?fields=user';

  it('refuses expired, revoked and unknown tokens with 401 authError', async () => {
    const bodies = [];
    const token = await google.token({});
    await google.emulator.expireTokens();
    bodies.push(await google.get(ABOUT, { token }));
    const second = await google.token({});
    await google.ask('POST', '/revoke', { token: '', body: `token=${second}` });
    bodies.push(await google.get(ABOUT, { token: second }));
    bodies.push(await google.get(ABOUT, { token: 'ya29.unknown' }));
    expect(bodies.map(({ status, reason }) => [status, reason])).toEqual(
      Array(3).fill([401, 'authError'])
    );
    expect(bodies[0]?.json).toEqual({
      error: {
        code: 401,
        message: expect.stringContaining('Request had invalid authentication credentials.'),
        errors: [
          {
            message: 'Invalid Credentials',
            domain: 'global',
            reason: 'authError',
            location: 'Authorization',
            locationType: 'header'
          }
        ],
        status: 'UNAUTHENTICATED'
      }
    });
    await google.signIn();
  });

  it('refuses a self-signed JWT as bearer', async () => {
    const { status, reason } = await google.get(ABOUT, { token: google.assertion({}) });
    expect([status, reason]).toEqual([401, 'authError']);
  });

  it('tells a caller without credentials apart by method', async () => {
    const about = await google.get(ABOUT, { token: '' });
    const list = await google.get('/drive/v3/files', { token: '' });
    const media = await google.get('/drive/v3/files/x?alt=media', { token: '' });
    expect([about.status, about.reason]).toEqual([401, 'required']);
    expect([list.status, list.reason]).toEqual([403, 'forbidden']);
    expect(media.json).toEqual({
      error: {
        code: 403,
        message: 'The request is missing a valid API key.',
        errors: [expect.objectContaining({ reason: 'forbidden' })]
      }
    });
  });

  it('says less about a header that is not exactly Bearer', async () => {
    const { json } = await google.get('/drive/v3/files/x?alt=media', {
      token: '',
      headers: { authorization: 'bearer nothing' }
    });
    expect(json.error).toEqual({
      code: 401,
      message: 'Invalid Credentials',
      errors: [expect.objectContaining({ reason: 'authError' })]
    });
  });

  it.each([
    ['drive.readonly', 'POST', '/drive/v3/files'],
    ['drive.metadata.readonly', 'GET', '/drive/v3/files/x?alt=media'],
    ['drive.file', 'GET', '/drive/v3/drives'],
    ['drive.readonly', 'PATCH', '/upload/drive/v3/files/x?uploadType=media']
  ])('refuses %s for %s %s', async (scope, method, path) => {
    const token = await google.token({ scope: SCOPE + scope });
    const { status, json, reason } = await google.ask(method, path, { token });
    expect([status, reason]).toEqual([403, 'insufficientPermissions']);
    expect(json.error).toMatchObject({
      status: 'PERMISSION_DENIED',
      details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }]
    });
  });
});
