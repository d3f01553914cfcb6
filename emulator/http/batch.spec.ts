import { describe, expect, it } from '@jest/globals';

import { withFixture } from '../testing/fixture';

const google = withFixture();

describe('batch', () => {
  it('answers each part by itself', async () => {
    const { id } = await google.emulator.addFile({ name: 'in batch', content: 'x' });
    const part = (name: string, line: string, body = ''): string =>
      `--b\r\nContent-Type: application/http\r\nContent-ID: <${name}>\r\n\r\n${line} HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${body}\r\n`;
    const { status, headers, text } = await google.ask('POST', '/batch/drive/v3', {
      headers: { 'content-type': 'multipart/mixed; boundary="b"' },
      body: `${part('one', `GET /drive/v3/files/${id}?fields=name`)}${part('two', 'GET /drive/v3/files/nothing')}${part('three', `PATCH /drive/v3/files/${id}?fields=name`, '{"name":"renamed"}')}${part('four', `GET /drive/v3/files/${id}?alt=media`)}--b--`
    });
    expect([status, headers['content-type']]).toEqual([
      200,
      expect.stringMatching(/^multipart\/mixed; boundary=/)
    ]);
    const answers = [...text.matchAll(/Content-ID: <response-(\w+)>\r\n\r\nHTTP\/1\.1 (\d+)/g)];
    expect(answers.map(match => [match[1], match[2]])).toEqual([
      ['one', '200'],
      ['two', '404'],
      ['three', '200'],
      ['four', '302']
    ]);
    expect((await google.get(`/drive/v3/files/${id}?fields=name`)).json).toEqual({
      name: 'renamed'
    });
  });

  it('refuses more than a hundred calls', async () => {
    const part = '--b\n\nGET /drive/v3/files HTTP/1.1\n\n\n';
    const { status } = await google.ask('POST', '/batch/drive/v3', {
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
      body: `${part.repeat(101)}--b--`
    });
    expect(status).toBe(400);
  });
});
