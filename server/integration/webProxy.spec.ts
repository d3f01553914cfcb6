/** Between this server and Google stands a company's web proxy: whoever answers is named, and what to do next. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { withProxy } from '../testing/withProxy';
import { WebProxy, type WebProxyAnswer } from '../testing/webProxy';
import type { Reply } from '../testing/door';
import type { Proxy } from '../testing/proxy';
import type { Status } from '../../protocol';

const stage = withProxy({ proxy: null });
const LEADS_ON: WebProxyAnswer = { status: 200 };
let company: WebProxy;
let answer: WebProxyAnswer;

beforeEach(async () => {
  answer = LEADS_ON;
  company = await WebProxy.start(() => answer);
});
afterEach(() => company.stop());

/** What a person is told, and how long it took in tries. */
async function connect(env: Readonly<Record<string, string>>): Promise<{
  code: string | null;
  message: string;
  log: string;
  proxy: Proxy;
}> {
  const proxy = await stage.start({ env });
  const { body } = await proxy.call('GET /status');
  const { code = null, message = '' } = body.problem ?? {};
  return { code, message, log: proxy.log.join('\n'), proxy };
}

const through = (): Record<string, string> => ({ HTTP_PROXY: `http://${company.host}` });
const page = (status: number, type = 'text/html', body = '<html>Sign in</html>'): string =>
  `HTTP/1.1 ${status} x\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;

describe('a web proxy', () => {
  it('that leads on is not noticed', async () => {
    const { code } = await connect(through());
    expect([code, company.asked.length > 0]).toEqual([null, true]);
  });

  it.each([
    [407, /asks for a user and a password.*HTTP 407.*HTTPS_PROXY/],
    [403, /does not let this server reach Google \(HTTP 403\).*Ask whoever runs it/],
    [404, /does not let this server reach Google \(HTTP 404\)/],
    [405, /does not let this server reach Google \(HTTP 405\)/],
    [302, /does not let this server reach Google \(HTTP 302\)/],
    [502, /can’t reach Google at the moment \(HTTP 502\)/],
    [503, /can’t reach Google at the moment \(HTTP 503\)/]
  ])('that refuses with %i is named, at once', async (status, sentence) => {
    answer = { status };
    const { code, message } = await connect(through());
    expect([code, message]).toEqual(['webProxyRefused', expect.stringMatching(sentence)]);
    expect(message).toContain(company.host);
    expect(company.asked).toHaveLength(1);
  });

  const TOKEN = /POST \/token/;
  const API = /GET \/drive\/v3\/files/;
  it.each([
    [403, page(403)],
    [404, page(404)],
    [405, page(405)],
    [302, page(302)],
    [407, page(407)],
    [200, page(200)],
    [401, page(401)],
    [511, page(511)]
  ])('that answers %i in the place of the token endpoint is named', async (status, text) => {
    answer = { status: 200, instead: { of: TOKEN, answer: text } };
    const { code, message } = await connect(through());
    expect([code, message]).toEqual(['webProxyRefused', expect.stringContaining(company.host)]);
    expect(message).toMatch(status === 200 ? /none of Drive’s/ : `HTTP ${status}`);
  });

  it.each([
    [403, page(403)],
    [404, page(404)],
    [302, page(302)],
    [200, page(200)],
    [503, page(503)],
    [200, page(200, 'application/json', '[]')],
    [200, page(200, 'application/json', '{}')]
  ])('that answers %i in the place of Drive alone is named', async (_status, text) => {
    const { proxy } = await connect(through());
    answer = { status: 200, instead: { of: API, answer: text } };
    const listed = await proxy.request('GET', '/api/folder?path=My%20Drive&fresh=1');
    expect([listed.status, JSON.parse(listed.text)]).toEqual([
      502,
      expect.objectContaining({
        code: 'webProxyRefused',
        message: expect.stringContaining(company.host)
      })
    ]);
  });

  it('whose user and password are right gets them, and they stand in no log', async () => {
    const { code, log } = await connect({ HTTP_PROXY: `http://ada:pass-word@${company.host}` });
    expect([code, company.asked[0]]).toEqual([
      null,
      expect.stringContaining(Buffer.from('ada:pass-word').toString('base64'))
    ]);
    expect(log).not.toContain('pass-word');
  });

  it.each(['http://ada:pass#word@proxy:3128', 'http://ada:pass%word@proxy:3128', 'socks5://proxy'])(
    'whose address is none (%s) is told, and the proxy runs',
    async address => {
      const { code, message, log } = await connect({ HTTP_PROXY: address });
      expect([code, message]).toEqual([
        'webProxyRefused',
        expect.stringMatching(/The web proxy that the environment names .* Correct HTTPS_PROXY/)
      ]);
      expect(message + log).not.toMatch(/pass.word@/);
    }
  );

  it('that can’t be reached is named', async () => {
    const nobody = net.createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const address = nobody.address();
    const port = typeof address === 'object' ? address?.port : 0;
    nobody.close();
    await once(nobody, 'close');
    const { code, message } = await connect({ HTTP_PROXY: `http://127.0.0.1:${port ?? 0}` });
    expect([code, message]).toEqual([
      'webProxyRefused',
      expect.stringMatching(/can’t be reached, and the way to Google leads through it/)
    ]);
  });

  it('that takes the connection and says nothing counts as out of reach within the limit', async () => {
    answer = { status: 200, isSilent: true };
    const proxy = await stage.start({
      env: through(),
      config: { times: { connectMs: 300, probeMs: 100 } }
    });
    const { body } = await proxy.call('GET /status');
    expect([body.problem?.code, body.problem?.message]).toEqual([
      'webProxyRefused',
      expect.stringContaining(company.host)
    ]);
  });
});

describe('a transfer behind a web proxy', () => {
  it('waits while the proxy can’t reach Google, and goes on by itself', async () => {
    const file = await stage.emulator.addFile({ name: 'a.csv', content: 'one' });
    const { proxy } = await connect(through());
    await proxy.call('GET /item', { query: { path: 'My Drive/a.csv' } });
    answer = { status: 502 };
    company.cut();
    const { body } = await proxy.call('POST /copies', {
      body: { items: [{ id: file.id, path: 'My Drive/a.csv' }], destination: '' }
    });
    const status = (): Promise<Reply<Status>> => proxy.call('GET /status');
    await stage.until('being offline', status, reply => reply.body.connection === 'offline');
    answer = LEADS_ON;
    expect((await proxy.ended(body.id)).state).toBe('done');
  });
});
