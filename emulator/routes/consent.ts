import type { Accounts } from '../accounts/accounts';
import type { Clients, OAuthClient } from '../accounts/clients';
import { mayReturnTo } from '../accounts/clients';
import { parseScopes } from '../accounts/scopes';
import type { Tokens } from '../accounts/tokens';
import type { IClock } from '../clock';
import type { Reply } from '../http/reply';
import { empty, html } from '../http/reply';
import type { ApiRequest } from '../http/request';
import { readForm } from '../http/request';
import type { IOpenRoute } from '../http/routes';

type Parts = {
  readonly accounts: Accounts;
  readonly clients: Clients;
  readonly tokens: Tokens;
  readonly clock: IClock;
};

const CODE_LIFE_MS = 600_000;
const PATHS = ['/o/oauth2/v2/auth', '/o/oauth2/auth'];

/** The pages where a person signs in and consents: plain forms that a browser test can click. */
export function consentRoutes(google: Parts): IOpenRoute[] {
  return PATHS.flatMap((path): IOpenRoute[] => [
    {
      method: 'GET',
      path,
      latency: 'get',
      answer: request => show(google, new URLSearchParams(request.query.text))
    },
    {
      method: 'POST',
      path,
      latency: 'get',
      answer: request => decide(google, request)
    }
  ]);
}

type Asked = {
  client: OAuthClient;
  redirectUri: string;
  scopes: string[];
  state: string | null;
  parameters: URLSearchParams;
};

/** What is asked, or the page that says what is wrong with it. */
function read(google: Parts, parameters: URLSearchParams): Asked | Reply {
  const client = google.clients.find(parameters.get('client_id') ?? '');
  const redirectUri = parameters.get('redirect_uri') ?? '';
  if (client === undefined) {
    return errorPage(401, 'invalid_client', 'The OAuth client was not found.');
  }
  if (!mayReturnTo(client, redirectUri)) {
    return errorPage(
      400,
      'redirect_uri_mismatch',
      `The redirect URI in the request, ${redirectUri}, does not match the ones authorized for the OAuth client.`
    );
  }
  if (parameters.get('response_type') !== 'code') {
    return errorPage(400, 'unsupported_response_type', 'Only response_type=code is known here.');
  }
  const scopes = parseScopes(parameters.get('scope') ?? '');
  if (scopes === undefined) {
    return errorPage(400, 'invalid_scope', 'Some requested scopes were invalid.');
  }
  const method = parameters.get('code_challenge_method') ?? 'plain';
  if (method !== 'plain' && method !== 'S256') {
    return errorPage(400, 'invalid_request', 'Unknown code challenge method.');
  }
  return { client, redirectUri, scopes, state: parameters.get('state'), parameters };
}

function show(google: Parts, parameters: URLSearchParams): Reply {
  const asked = read(google, parameters);
  if ('status' in asked) {
    return asked;
  }
  const hint = parameters.get('login_hint');
  const people = [...google.accounts.users.values()].filter(
    user => hint === null || user.email === hint.toLowerCase()
  );
  if (parameters.get('prompt') === 'none') {
    return back(asked, { error: 'interaction_required' });
  }
  const scopes = asked.scopes.map(scope => `<li><code>${escaped(scope)}</code></li>`).join('');
  const accounts = people
    .map(
      (user, at) =>
        `<label><input type="radio" name="account" value="${escaped(user.email)}"${at === 0 ? ' checked' : ''}> ${escaped(user.displayName)} &lt;${escaped(user.email)}&gt;</label><br>`
    )
    .join('\n');
  return page(
    'Sign in with Google (emulated)',
    `<h1>Sign in with Google</h1>
<p>This is the emulator, not Google.</p>
<form method="post" action="?${escaped(parameters.toString())}">
<fieldset><legend>Choose an account</legend>
${accounts}
</fieldset>
<p><b>${escaped(asked.client.projectId)}</b> wants to</p><ul>${scopes}</ul>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="cancel">Cancel</button>
</form>`
  );
}

/** The person pressed a button: back to the application with a code, or with `access_denied`. */
async function decide(google: Parts, request: ApiRequest): Promise<Reply> {
  const asked = read(google, new URLSearchParams(request.query.text));
  if ('status' in asked) {
    return asked;
  }
  const form = await readForm(request);
  const email = form.get('account') ?? '';
  if (form.get('decision') !== 'allow') {
    return back(asked, { error: 'access_denied' });
  }
  if (!google.accounts.users.has(email)) {
    return errorPage(400, 'invalid_request', 'Nobody was chosen.');
  }
  const { parameters } = asked;
  const isFirst = !google.tokens.hasConsented(email, asked.client.clientId);
  const asksAnew = (parameters.get('prompt') ?? '').split(' ').includes('consent');
  const code = google.clients.addCode({
    clientId: asked.client.clientId,
    email,
    scopes: asked.scopes,
    redirectUri: asked.redirectUri,
    challenge: parameters.get('code_challenge') ?? undefined,
    challengeMethod: parameters.get('code_challenge_method') ?? 'plain',
    isOffline: parameters.get('access_type') === 'offline' && (isFirst || asksAnew),
    expiresAt: google.clock.now() + CODE_LIFE_MS,
    isUsed: false
  });
  return back(asked, { code, scope: asked.scopes.join(' ') });
}

function back(asked: Asked, answer: Record<string, string>): Reply {
  const url = new URL(asked.redirectUri);
  if (asked.state !== null) {
    url.searchParams.set('state', asked.state);
  }
  for (const [name, value] of Object.entries(answer)) {
    url.searchParams.set(name, value);
  }
  return empty(302, { Location: url.href });
}

function errorPage(status: number, code: string, words: string): Reply {
  return page(
    `Error ${status}: ${code}`,
    `<h1>Access blocked</h1><p>Error ${status}: ${code}</p><p>${escaped(words)}</p>`,
    status
  );
}

function page(title: string, body: string, status = 200): Reply {
  return html(
    status,
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>\n<body>${body}</body></html>\n`
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, mark => `&#${mark.charCodeAt(0)};`);
}
