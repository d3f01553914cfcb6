import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { SCOPE, withFixture } from '../testing/fixture';
import type { Answer } from '../testing/fixture';
import { textOf } from '../json';

const REDIRECT = 'http://127.0.0.1:9999/callback';
const VERIFIER = 'a-verifier-that-is-long-enough-for-the-standard-0123456789';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const google = withFixture();
let client: { clientId: string; clientSecret: string };
beforeAll(async () => {
  client = await google.emulator.addOAuthClient([], true);
});

function address(more: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: `openid email ${SCOPE}drive.readonly`,
    state: 'my state',
    access_type: 'offline',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more
  });
  return `/o/oauth2/v2/auth?${parameters.toString()}`;
}

/** Presses a button of the page; the address it leads back to. */
async function press(decision: string, more: Record<string, string> = {}): Promise<URL> {
  const { status, headers } = await google.ask('POST', address(more), {
    token: '',
    body: new URLSearchParams({ account: 'ada@example.org', decision }).toString()
  });
  expect(status).toBe(302);
  return new URL(headers.location ?? '');
}

const exchange = (fields: Record<string, string>): Promise<Answer> =>
  google.ask('POST', '/token', {
    token: '',
    body: new URLSearchParams({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      ...fields
    }).toString()
  });

async function trade(code: string, more: Record<string, string> = {}): Promise<Answer> {
  return exchange({
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...more
  });
}

const codeIn = (url: URL): string => url.searchParams.get('code') ?? '';

describe('signing in', () => {
  it('shows who may be chosen and what is asked', async () => {
    const { status, text } = await google.get(address(), { token: '' });
    expect(status).toBe(200);
    for (const words of ['ada@example.org', 'drive.readonly', '>Allow<', '>Cancel<']) {
      expect(text).toContain(words);
    }
  });

  it('leads back with a code and the state, and gives tokens for it once', async () => {
    const url = await press('allow', { prompt: 'consent' });
    expect([url.origin + url.pathname, url.searchParams.get('state')]).toEqual([
      REDIRECT,
      'my state'
    ]);
    const { json } = await trade(codeIn(url));
    expect(json).toEqual({
      access_token: expect.stringMatching(/^ya29\./),
      refresh_token: expect.stringMatching(/^1\/\//),
      expires_in: 3599,
      scope: `openid email ${SCOPE}drive.readonly`,
      token_type: 'Bearer'
    });
    const again = await trade(codeIn(url));
    expect([again.status, again.json.error_description]).toEqual([400, 'Bad Request']);
    const about = await google.get('/drive/v3/about?fields=user/emailAddress', {
      token: textOf(json, 'access_token')
    });
    expect(about.json).toEqual({ user: { emailAddress: 'ada@example.org' } });
  });

  it('gives a refresh token at the first consent only, or when asked anew', async () => {
    client = await google.emulator.addOAuthClient([REDIRECT]);
    const first = await trade(codeIn(await press('allow')));
    const second = await trade(codeIn(await press('allow')));
    const anew = await trade(codeIn(await press('allow', { prompt: 'consent' })));
    const online = await trade(
      codeIn(await press('allow', { access_type: 'online', prompt: 'consent' }))
    );
    expect([first, second, anew, online].map(({ json }) => 'refresh_token' in json)).toEqual([
      true,
      false,
      true,
      false
    ]);
  });

  it('leads back with a refusal when the person cancels', async () => {
    const url = await press('cancel');
    expect(url.searchParams.get('error')).toBe('access_denied');
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
    ['another way back', { redirect_uri: 'https://evil.example/' }, 400, 'redirect_uri_mismatch'],
    ['a scope of nobody', { scope: 'everything' }, 400, 'invalid_scope'],
    ['another answer', { response_type: 'token' }, 400, 'unsupported_response_type']
  ])('stays on a page for %s', async (_, more, status, code) => {
    const answer = await google.get(address(more), { token: '' });
    expect([answer.status, answer.text.includes(code)]).toEqual([status, true]);
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(50) }, 'invalid_grant'],
    ['another way back', { redirect_uri: 'http://127.0.0.1:1/' }, 'redirect_uri_mismatch'],
    ['another secret', { client_secret: 'x' }, 'invalid_client'],
    ['a made-up code', { code: '4/0abc' }, 'invalid_grant']
  ])('gives nothing for %s', async (_, more, code) => {
    const { status, json } = await trade(codeIn(await press('allow')), more);
    expect([status >= 400, json.error]).toEqual([true, code]);
  });
});

describe('a refresh token', () => {
  it('gives access until it is revoked, with all that came from it', async () => {
    const { json } = await trade(codeIn(await press('allow', { prompt: 'consent' })));
    const refresh = (): Promise<Answer> =>
      exchange({ grant_type: 'refresh_token', refresh_token: textOf(json, 'refresh_token') ?? '' });
    const fresh = await refresh();
    const token = textOf(fresh.json, 'access_token') ?? '';
    expect('refresh_token' in fresh.json).toBe(false);
    const revoked = await google.ask('POST', '/revoke', { token: '', body: `token=${token}` });
    const dead = await refresh();
    const first = await google.get('/drive/v3/about?fields=kind', {
      token: textOf(json, 'access_token')
    });
    expect(first.status).toBe(401);
    expect([revoked.status, dead.status, dead.json]).toEqual([
      200,
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }
    ]);
  });
});

describe('facts about a token', () => {
  it('tell client, scopes and account', async () => {
    const { json } = await trade(codeIn(await press('allow')));
    const token = textOf(json, 'access_token') ?? '';
    const info = await google.get(`/tokeninfo?access_token=${token}`, { token: '' });
    const user = await google.get('/v1/userinfo', { token });
    expect(info.json).toMatchObject({
      aud: client.clientId,
      email: 'ada@example.org',
      scope: json.scope
    });
    expect(user.json).toEqual({
      sub: expect.stringMatching(/^\d+$/),
      email: 'ada@example.org',
      email_verified: true
    });
  });

  it('are refused for a token that is none', async () => {
    const info = await google.ask('POST', '/tokeninfo', { token: '', body: 'access_token=x' });
    const user = await google.get('/v1/userinfo', { token: await google.token({}) });
    const revoke = await google.ask('POST', '/revoke', { token: '', body: 'token=x' });
    expect([info.status, info.json.error, user.status, revoke.json.error]).toEqual([
      400,
      'invalid_token',
      401,
      'invalid_token'
    ]);
  });
});
