/** Who is answered, and how content is handed to a browser. */
import { describe, expect, it } from '@jest/globals';
import { withProxy } from '../testing/withProxy';

const stage = withProxy({ lasts: 'block' });

describe('the proxy', () => {
  it('refuses a request without its secret', async () => {
    expect((await stage.proxy.request('GET', '/api/status', {}, 'Bearer wrong')).status).toBe(401);
  });

  it('says who is connected', async () => {
    const { body } = await stage.proxy.call('GET /status');
    expect({ state: body.state, account: body.account, endpoint: body.endpoint }).toEqual({
      state: 'ready',
      account: { email: stage.emulator.subject, name: 'Ada Lovelace', kind: 'user' },
      endpoint: stage.emulator.url
    });
  });

  it('answers a wrong request with the name of the wrong field', async () => {
    const { status, body } = await stage.proxy.call('GET /folder', {
      query: { path: '', limit: '0' }
    });
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ details: { fields: 'limit' } })
    ]);
  });
});

describe('content for the browser', () => {
  it('is an attachment that no browser runs, whatever its type', async () => {
    const file = await stage.emulator.addFile({
      name: 'page.html',
      mimeType: 'text/html',
      content: '<script>alert(1)</script>'
    });
    const { status, headers, text } = await stage.proxy.request(
      'GET',
      `/api/content?id=${file.id}`
    );
    expect([status, text]).toEqual([200, '<script>alert(1)</script>']);
    expect(headers).toMatchObject({
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'"
    });
  });

  it('is refused beyond the limit, with advice', async () => {
    const file = await stage.emulator.addFile({ name: 'big.bin', size: 60_000_000 });
    const { status, text } = await stage.proxy.request('GET', `/api/content?id=${file.id}`);
    expect([status, text]).toEqual([413, expect.stringContaining('Copy it to the workspace')]);
  });
});
