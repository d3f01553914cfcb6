/** A company that inspects TLS: whoever answers for Google has a certificate of the company's own authority. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmulator, type EmulatorProcess } from '../../emulator/client';
import { startProxy, type Proxy } from '../testing/proxy';

let google: EmulatorProcess;
const proxies: Proxy[] = [];
beforeAll(async () => {
  google = await startEmulator({ tls: true });
});
afterAll(async () => {
  await Promise.all(proxies.map(proxy => proxy.dispose()));
  await google.stop();
});

/** A proxy that asks Google itself, by its real names, through the company's web proxy. */
async function start(env: Readonly<Record<string, string>>): Promise<Proxy> {
  const proxy = await startProxy(google, {
    config: { endpoint: '' },
    env: { HTTPS_PROXY: google.connectProxy ?? '', ...env }
  });
  proxies.push(proxy);
  return proxy;
}

describe('inspected traffic', () => {
  it('is taken with the certificate of the authority in NODE_EXTRA_CA_CERTS', async () => {
    await google.addFile({ name: 'a.txt', content: 'through' });
    const proxy = await start({ NODE_EXTRA_CA_CERTS: google.caFile ?? '' });
    const { body } = await proxy.call('GET /status', { query: { check: '1' } });
    expect([body.problem, body.account?.email]).toEqual([null, google.subject]);
    const { state, problems } = await proxy.copy(['My Drive/a.txt']);
    expect([state, problems]).toEqual(['done', []]);
  });

  it('is refused without it, in words that say who answered and what to do', async () => {
    const proxy = await start({});
    const { body } = await proxy.call('GET /status', { query: { check: '1' } });
    expect(body.problem).toMatchObject({
      code: 'certificateUntrusted',
      message: expect.stringMatching(
        /whoever answered for Google is not trusted .*your company inspects.*NODE_EXTRA_CA_CERTS/
      )
    });
  });
});
